import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sliceColumn } from "../../loaders/artefacts/dataset.js";
import { mergeAdvertisers } from "../../loaders/artefacts/mergeAdvertisers.js";
import { packRows } from "../../loaders/artefacts/packedRows.js";
import type { Row } from "../../loaders/artefacts/sumRows.js";
import { rateOf } from "../../src/metrics/rates.js";
import { confusionMeasures } from "../../src/metrics/verdict.js";
import { outerProducts, productColumns } from "../../src/model/cube.js";
import { confusionCube } from "../metrics/cubes.js";

type Decision = { advertiser: number; language: string | null; outcome: string; partition: number };

const decision: fc.Arbitrary<Decision> = fc.record({
  advertiser: fc.nat(5),
  language: fc.constantFrom("fr", "de", null),
  outcome: fc.constantFrom(...confusionMeasures),
  partition: fc.nat(3),
});

const accuracy = { id: "accuracy", numerator: ["tp", "tn"], denominator: [...confusionMeasures] };
const dimensions = ["language"];
const slices = [{ language: null }, { language: "de" }, { language: "fr" }];

test("an advertiser's decisions are one cluster, whatever partition and slice they lie in", () => {
  fc.assert(
    fc.property(fc.array(decision, { minLength: 1, maxLength: 60 }), (decisions) => {
      const { human = [] } = mergeAdvertisers(tablesOf(decisions), {
        slices,
        dimensions,
        review: reviewOf(decisions),
      });
      const ofItems = cubeBy(decisions, (_, at) => String(at));
      const ofAdvertisers = cubeBy(decisions, ({ advertiser }) => String(advertiser), { split: false });
      const cube = { ...ofItems, advertisers: human };
      for (const language of [undefined, ...new Set(decisions.map((one) => one.language))]) {
        const isIn = (slice: Row): boolean => language === undefined || slice["language"] === language;
        const cells = ofItems.cells.filter(({ slice }) => isIn(slice));
        const own = decisions.filter(isIn);
        const shares = [own, decisions].map((some) => shareOf(some));
        const items = rateOf(ofItems, cells, accuracy);
        expect(rateOf(cube, cells, accuracy).effectiveN).toBeCloseTo(
          items.effectiveN * Math.min(...shares),
          6,
        );
      }
      const [whole] = human;
      expect(whole?.ofAdvertisers).toEqual(ofAdvertisers.cells[0]?.products);
    }),
  );
});

test("a cube without advertisers, or with one whose ratio is 0 or 1, keeps the effective n of its items", () => {
  const right = Array.from({ length: 8 }, (): Decision => ({
    advertiser: 1,
    language: "fr",
    outcome: "tp",
    partition: 0,
  }));
  const cube = cubeBy(right, (_, at) => String(at));
  const { human = [] } = mergeAdvertisers(tablesOf(right), { slices, dimensions, review: reviewOf(right) });
  expect(rateOf({ ...cube, advertisers: human }, cube.cells, accuracy).effectiveN).toBe(8);
  expect(mergeAdvertisers([{}], { slices, dimensions, review: reviewOf(right) })).toEqual({});
});

/** The share of effective n that advertisers leave, by the definition: both cubes by hand. */
function shareOf(decisions: readonly Decision[]): number {
  const items = cubeBy(decisions, (_, at) => String(at), { split: false });
  const advertisers = cubeBy(decisions, ({ advertiser }) => String(advertiser), { split: false });
  const [ofItems, ofAdvertisers] = [items, advertisers].map((cube) => rateOf(cube, cube.cells, accuracy));
  if (ofItems?.value === 0 || ofItems?.value === 1) return 1;
  return Math.min(1, (ofAdvertisers?.effectiveN ?? 0) / (ofItems?.effectiveN ?? 1));
}

function cubeBy(
  decisions: readonly Decision[],
  clusterOf: (decision: Decision, at: number) => string,
  { split = true } = {},
) {
  return confusionCube(
    decisions.map((one, at): [string, Record<string, string | null>, string] => [
      clusterOf(one, at),
      split ? { language: one.language } : {},
      one.outcome,
    ]),
  );
}

/** Rows as the engine gives them: by partition, advertiser and slice. */
function tablesOf(decisions: readonly Decision[]) {
  return [0, 1, 2, 3].map((partition) =>
    packRows(
      decisions
        .filter((one) => one.partition === partition)
        .map(({ advertiser, language, outcome }) => ({
          stage: "human",
          [sliceColumn]: slices.findIndex((slice) => slice.language === language),
          advertiser,
          ...countsOf(outcome),
        })),
    ),
  );
}

function reviewOf(decisions: readonly Decision[]): Row[] {
  return decisions.map(({ language, outcome }) => {
    const counts = countsOf(outcome);
    const products = outerProducts(Object.values(counts));
    return {
      stage: "human",
      language,
      ...counts,
      ...Object.fromEntries(productColumns(confusionMeasures).map((name, at) => [name, products[at] ?? 0])),
    };
  });
}

function countsOf(outcome: string): Record<string, number> {
  return Object.fromEntries(confusionMeasures.map((name) => [name, Number(name === outcome)]));
}
