import { describe, expect, test } from "vitest";
import { analyseChange } from "../../src/rca/analyseChange.js";
import { changeCube } from "../../src/rca/changeCube.js";
import { mixRate } from "../../src/rca/mixRate.js";
import { mixPValue } from "../../src/rca/mixTest.js";

const split = (high: number) => {
  const found = mixRate([
    { key: "a", from: { count: 10, total: 500 }, to: { count: (1000 - high) / 50, total: 1000 - high } },
    { key: "b", from: { count: 50, total: 500 }, to: { count: high / 10, total: high } },
  ]);
  if (found === undefined) throw new TypeError("Expected a split, got none");
  return found;
};

/** Periods of 100 units, of which so many are of `b`. */
const periods = (shares: readonly number[]) =>
  shares.flatMap((share, order) => [
    { values: ["a"], count: 0, total: 100 - share, order },
    { values: ["b"], count: 0, total: share, order },
  ]);

describe("mixPValue(split, shares)", () => {
  const sides = { from: 1000, to: 1000, place: 0, history: [] };

  test("is that of two proportions where a dimension has two values: 50 % to 56 % is z = 2.69", () => {
    expect(mixPValue(split(560), sides)).toBeCloseTo(0.0072, 4);
  });

  test("is 1 where nothing moved", () => {
    expect(mixPValue(split(500), sides)).toBeCloseTo(1, 12);
  });

  test("grows by how much periods differ beyond chance", () => {
    const history = periods([30, 70, 30, 70, 30, 70, 30, 70, 50, 50]);
    expect(mixPValue(split(560), { ...sides, history })).toBeCloseTo(0.5, 1);
  });
});

describe("analyseChange(cube)", () => {
  test("calls a mix shift where noise of the rates hides the change of the whole", () => {
    const answer = analyseChange(
      changeCube(["market"], {
        from: [
          { values: ["a"], count: 40, total: 1000 },
          { values: ["b"], count: 60, total: 1000 },
        ],
        to: [
          { values: ["a"], count: 16, total: 500 },
          { values: ["b"], count: 84, total: 1500 },
        ],
      }),
    );
    expect(answer.verdict).toBe("mix-shift");
  });
});
