import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMetric } from "../../src/metrics/findMetric.js";
import { toRate } from "../../src/metrics/rate.js";
import { foldCube } from "../../src/metrics/foldCube.js";
import { hasMeasures, rateOf, rates } from "../../src/metrics/rates.js";
import { parseMetrics } from "../../loaders/tables/readMetrics.js";
import { confusionCube, cubeOf } from "./cubes.js";

const accuracy = { id: "accuracy", numerator: ["tp", "tn"], denominator: ["tp", "fp", "fn", "tn"] };
const fpr = { id: "fpr", numerator: ["fp"], denominator: ["fp", "tn"] };
const [fr, de] = [
  { language: "fr", day: "1" },
  { language: "de", day: "1" },
];

// Item a: three judgments, all right. Item b: three judgments of a good item, one right. Item c: one, wrong.
const judged = confusionCube([
  ["a", fr, "tp"],
  ["a", fr, "tp"],
  ["a", fr, "tp"],
  ["b", fr, "tn"],
  ["b", fr, "fp"],
  ["b", fr, "fp"],
  ["c", de, "fn"],
]);

describe("rates(cube, metric, {by})", () => {
  it("is a ratio of sums with the effective n of its clusters, by slice and in order", () => {
    const [german, french] = rates(judged, accuracy, { by: ["language"] });
    expect(german).toMatchObject({ slice: { language: "de" }, rate: { count: 0, total: 1, value: 0 } });
    expect(french?.slice).toEqual({ language: "fr" });
    expect(french?.rate).toMatchObject({ count: 4, total: 6, value: 4 / 6 });
    expect(french?.rate.effectiveN).toBeCloseTo(4, 12);
    // Wilson by hand: p = 2/3, n = 4, z² = 3.841459: (p + z²/8 ± z·√(p(1 − p)/4 + z²/64))/(1 + z²/4)
    expect(french?.rate.interval?.[0]).toBeCloseTo(0.24512, 5);
    expect(french?.rate.interval?.[1]).toBeCloseTo(0.924917, 5);
  });

  it("has one rate without `by`, of all cells", () => {
    const [whole, ...others] = rates(judged, accuracy);
    expect(whole).toMatchObject({ slice: {}, rate: { count: 4, total: 7 } });
    expect(others).toEqual([]);
  });

  it("sees only the measures that a metric names", () => {
    // good item b alone: fp 2 of 3 in one cluster; no other cluster to compare with, so Kish: 3²/3² = 1
    expect(rates(judged, fpr)[0]?.rate).toMatchObject({ count: 2, total: 3, effectiveN: 1 });
  });

  it("takes the advertisers of a bucket as one cluster, however many cells they lie in", () => {
    const outcome = fc.tuple(fc.nat(4), fc.constantFrom(fr, de), fc.constantFrom("tp", "fp", "fn", "tn"));
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 60 }), (units) => {
        const rows = units.map(([, slice, cell], at): [string, typeof fr, string] => [
          String(at),
          slice,
          cell,
        ]);
        const ofItems = rates(confusionCube(rows), accuracy)[0]?.rate;
        const ofBuckets = rates(
          confusionCube(units.map(([bucket, , cell]) => [String(bucket), {}, cell])),
          accuracy,
        )[0]?.rate;
        const cells = [0, 1, 2, 3, 4].flatMap((bucket) =>
          confusionCube(rows.filter((_, at) => units[at]?.[0] === bucket)).cells.map((cell) => ({
            ...cell,
            bucket,
          })),
        );
        const { rate } = rates({ ...judged, cells }, accuracy)[0] ?? {};
        const isPartial = ofItems?.value !== 0 && ofItems?.value !== 1;
        const least = Math.min(ofItems?.effectiveN ?? 0, isPartial ? (ofBuckets?.effectiveN ?? 0) : Infinity);
        expect(rate).toMatchObject({ count: ofItems?.count, total: ofItems?.total });
        expect(rate?.effectiveN).toBeCloseTo(least, 9);
      }),
    );
  });

  it("has no value and no interval where the denominator is 0", () => {
    const german = rates(judged, fpr, { by: ["language"] })[0];
    const none = { count: 0, total: 0, effectiveN: 0, value: undefined, interval: undefined };
    expect(german).toEqual({ slice: { language: "de" }, rate: none });
    expect(rates({ ...judged, cells: [] }, fpr)).toEqual([{ slice: {}, rate: none }]);
    expect(rates({ ...judged, cells: [] }, fpr, { by: ["day"] })).toEqual([]);
  });

  it("puts slices without a value last", () => {
    const cube = confusionCube([
      ["a", { language: null }, "tp"],
      ["b", { language: "zh" }, "tp"],
      ["c", { language: "ar" }, "tp"],
    ]);
    for (const cells of [cube.cells, cube.cells.toReversed()]) {
      const order = rates({ ...cube, cells }, accuracy, { by: ["language"] }).map(
        ({ slice }) => slice["language"],
      );
      expect(order).toEqual(["ar", "zh", null]);
    }
  });

  it("names the nearest dimension or measure", () => {
    expect(() => rates(judged, fpr, { by: ["langauge"] })).toThrow(
      'Expected a dimension of language, day, got `langauge` (did you mean "language"?)',
    );
    expect(() => rates(judged, { ...fpr, numerator: ["fpp"] })).toThrow(
      'Expected a measure of tp, fp, fn, tn, got `fpp` (did you mean "fp"?)',
    );
  });

  it("refuses a numerator that is not part of its denominator", () => {
    expect(() => rateOf(judged, judged.cells, { id: "odd", numerator: ["tp"], denominator: ["fn"] })).toThrow(
      "Expected the numerator of `odd` to be part of its denominator, got 3 of 1",
    );
  });

  it("does not depend on the order of cells", () => {
    fc.assert(
      fc.property(cubes, (cube) => {
        const reversed = { ...cube, cells: cube.cells.toReversed() };
        expect(rates(reversed, accuracy, { by: ["language"] })).toEqual(
          rates(cube, accuracy, { by: ["language"] }),
        );
      }),
    );
  });

  it("split by a dimension adds up to the whole, and merged cells equal the cube made without it", () => {
    fc.assert(
      fc.property(cubes, (cube) => {
        const [whole] = rates(cube, fpr);
        const parts = rates(cube, fpr, { by: ["language", "day"] });
        expect(parts.reduce((sum, { rate }) => sum + rate.count, 0)).toBe(whole?.rate.count);
        expect(parts.reduce((sum, { rate }) => sum + rate.total, 0)).toBe(whole?.rate.total);
      }),
    );
    fc.assert(
      fc.property(unitLists, (rows) => {
        const coarse = confusionCube(rows.map(([item, , outcome]) => [item, {}, outcome]));
        expect(rates(confusionCube(rows), accuracy)).toEqual(rates(coarse, accuracy));
      }),
    );
  });

  it("stays what it is when the cube is folded to its dimensions", () => {
    fc.assert(
      fc.property(cubes, (cube) => {
        for (const by of [[], ["language"], ["day", "language"]])
          expect(rates(foldCube(cube, by), accuracy, { by })).toEqual(rates(cube, accuracy, { by }));
      }),
    );
  });

  it("of weights that are all one equals the unweighted rate, with effective n = n for clusters of one", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("tp", "fp", "fn", "tn"), { minLength: 1 }), (outcomes) => {
        const cube = confusionCube(outcomes.map((outcome, i) => [String(i), {}, outcome]));
        const [whole] = rates(cube, accuracy);
        expect(whole?.rate.effectiveN).toBe(outcomes.length);
        expect(whole?.rate.count).toBe(outcomes.filter((o) => o === "tp" || o === "tn").length);
      }),
    );
  });

  it("keeps value and interval within [0, 1] under any weights", () => {
    const weighted = fc.array(
      fc.tuple(fc.nat(5), fc.nat(3), fc.double({ min: 0.01, max: 100, noNaN: true })),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(weighted, (rows) => {
        const units = rows.map(([item, outcome, weight]) => ({
          cluster: String(item),
          slice: {},
          values: [0, 1, 2, 3].map((measure) => (measure === outcome ? weight : 0)),
        }));
        const [whole] = rates(cubeOf(units, ["tp", "fp", "fn", "tn"]), accuracy);
        const [low = -1, high = 2] = whole?.rate.interval ?? [];
        expect([low >= 0, high <= 1, low <= high]).toEqual([true, true, true]);
      }),
    );
  });
});

describe("toRate(count, total)", () => {
  it("is not above 1 where weights were rounded", () => {
    expect(toRate(0.1 + 0.2, 0.3)).toMatchObject({ value: 1, interval: [expect.any(Number), 1] });
  });
});

describe("hasMeasures(cube, metric)", () => {
  it("tells whether a cube can answer", () => {
    const inconsistency = { id: "inconsistency", numerator: ["disagreeing_pairs"], denominator: ["pairs"] };
    expect([hasMeasures(judged, fpr), hasMeasures(judged, inconsistency)]).toEqual([true, false]);
    expect(hasMeasures(judged, { ...fpr, denominator: ["fp", "pairs"] })).toBe(false);
  });
});

describe("findMetric(metrics, id)", () => {
  const metrics = parseMetrics(
    `{fpr: {label: F, short: F, numerator: [fp], denominator: [fp, tn], numeratorLabel: n, denominatorLabel: d, good: down, definition: D}}`,
    { source: "x.yaml" },
  );

  it("finds the metric, or names the nearest", () => {
    expect(findMetric(metrics, "fpr").good).toBe("down");
    expect(() => findMetric(metrics, "fpt")).toThrow(
      'Expected a metric of fpr, got `fpt` (did you mean "fpr"?)',
    );
  });
});

/** Judgments of items; an item lies in one slice. */
const unitLists = fc
  .array(fc.tuple(fc.nat(9), fc.constantFrom("tp", "fp", "fn", "tn")), { minLength: 1, maxLength: 40 })
  .map((rows) =>
    rows.map(([item, outcome]): [string, Record<string, string>, string] => [
      String(item),
      { language: `l${item % 3}`, day: `d${item % 2}` },
      outcome,
    ]),
  );
const cubes = unitLists.map((rows) => confusionCube(rows));
