import { expect, test } from "vitest";
import { policyClarity } from "../../src/metrics/policyClarity.js";
import { cubeOf } from "./cubes.js";

/** Judgments of single items: policy, version, and how many of a hundred are not the same as the label. */
function judgments(
  rows: readonly (readonly [policy: string, version: string, wrong: number, count: number])[],
) {
  const measures = ["same", "decided", "judgments"];
  return cubeOf(
    rows.flatMap(([policy, version, wrong, count]) =>
      Array.from({ length: count }, (_, at) => {
        const isWrong = at < wrong;
        return {
          cluster: `${policy} ${version} ${at}`,
          slice: { policy, language: "en", version },
          values: [isWrong ? 0 : 1, isWrong && at % 2 === 0 ? 0 : 1, 1],
        };
      }),
    ),
    measures,
  );
}

test("policyClarity() ranks by what is surely unclear, and not by the worst few judgments", () => {
  const cube = judgments([
    ["rare", "g1", 2, 4],
    ["unclear", "g1", 60, 200],
    ["clear", "g1", 4, 200],
  ]);
  const { policies } = policyClarity(cube, [], ["g1"]);
  expect(policies.map(({ slice }) => slice["policy"])).toEqual(["unclear", "rare", "clear"]);
  expect(policies[0]).toMatchObject({ same: { count: 140, total: 200 }, decided: { count: 170 } });
});

test("policyClarity() tells an edition that changed one policy, with Newcombe's interval", () => {
  const cube = judgments([
    ["moved", "g1", 10, 100],
    ["moved", "g2", 40, 100],
    ["same", "g1", 10, 100],
    ["same", "g2", 11, 100],
  ]);
  const { changes, tested } = policyClarity(cube, [], ["g1", "g2"]);
  expect(tested).toBe(4);
  const [all, , moved] = changes;
  expect(all).toMatchObject({ slice: {}, previous: "g1", version: "g2", before: { count: 180 } });
  expect(moved?.slice).toEqual({ policy: "moved" });
  // 90 of 100 against 60 of 100: Wilson (0.8256, 0.9448) and (0.5020, 0.6906).
  expect(moved?.comparison.interval[0]).toBeCloseTo(-0.3 - Math.hypot(0.6 - 0.502, 0.9448 - 0.9), 3);
  expect(moved?.comparison.interval[1]).toBeCloseTo(-0.3 + Math.hypot(0.6906 - 0.6, 0.9 - 0.8256), 3);
  expect(changes.some(({ slice }) => slice["policy"] === "same")).toBe(false);
});

test("policyClarity() counts what was taken for what, of the judgments of the policy", () => {
  const pair = { policy: "unclear", given: "clear", meant: "unclear", judgments: 3, weight: 20 };
  const { mistaken } = policyClarity(judgments([["unclear", "g1", 60, 200]]), [pair], ["g1"]);
  expect(mistaken).toMatchObject([
    { given: "clear", meant: "unclear", rate: { count: 20, total: 200, value: 0.1 } },
  ]);
});
