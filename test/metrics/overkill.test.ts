import * as fc from "fast-check";
import { expect, test } from "vitest";
import { causesBy, exposureCost, overkillRatio } from "../../src/metrics/overkill.js";
import { rateOf } from "../../src/metrics/rates.js";
import { confusionCube, cubeOf } from "./cubes.js";

const outcome = fc.constantFrom("tp", "fp", "fn", "tn");
const decision = fc.tuple(fc.nat(30), fc.constantFrom("package a", "package b", "model c", null), outcome);

test("the causes of a dimension add up to all wrong rejections, whatever the decisions", () => {
  fc.assert(
    fc.property(fc.array(decision, { minLength: 1, maxLength: 60 }), (rows) => {
      const cube = confusionCube(rows.map(([item, actor, what]) => [String(item), { actor }, what]));
      const causes = causesBy(cube, "actor", "fdr");
      const all = rows.filter(([, , what]) => what === "fp").length;
      expect(causes.reduce((sum, { share }) => sum + share.count, 0)).toBe(all);
      expect(causes.every(({ share }) => share.total === all)).toBe(true);
    }),
  );
});

test.each([
  ["fdr", 3, 10],
  ["fpr", 3, 8],
  ["traffic", 3, 20],
] as const)("overkill as %s is %d of %d", (kind, count, total) => {
  const counts = { fp: 3, tp: 7, tn: 5, fn: 5 };
  const rows = Object.entries(counts).flatMap(([what, n]) =>
    Array.from({ length: n }, (_, at): readonly [string, Record<string, string>, string] => [
      `${what}${at}`,
      {},
      what,
    ]),
  );
  const cube = confusionCube(rows);
  expect(rateOf(cube, cube.cells, overkillRatio(kind))).toMatchObject({ count, total });
});

test("exposureCost() weighs by exposure, and adds no currency to another", () => {
  const measures = [
    "stopped_good",
    "stopped_violating",
    "seen_good",
    "seen_violating",
    "earned_good",
    "earned_violating",
  ];
  const unit = (cluster: string, currency: string, values: readonly number[]) => ({
    cluster,
    slice: { stage: "auto", currency },
    values,
  });
  const cube = cubeOf(
    [
      unit("a", "EUR", [100, 0, 0, 0, 0, 0]),
      unit("b", "EUR", [0, 300, 0, 0, 0, 0]),
      unit("c", "EUR", [0, 0, 900, 0, 9, 0]),
      unit("d", "JPY", [0, 0, 0, 100, 0, 50]),
    ],
    measures,
  );
  const { blocked, leaked, earned } = exposureCost(cube, new Map([["EUR", 0.01]]));
  expect(blocked).toMatchObject([{ currency: "EUR", rate: { value: 0.25 }, lost: 1 }]);
  expect(leaked).toMatchObject([{ stage: "auto", rate: { count: 100, total: 1000 } }]);
  expect(earned).toMatchObject([
    { currency: "EUR", rate: { value: 0 } },
    { currency: "JPY", rate: { value: 1 } },
  ]);
});
