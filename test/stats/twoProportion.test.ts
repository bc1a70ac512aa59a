import { describe, expect, it } from "vitest";
import { compareProportions } from "../../src/stats/twoProportion.js";

describe("compareProportions(from, to)", () => {
  it("tests 48/80 against 56/70 with the pooled z by hand", () => {
    // pooled 104/150, variance .69333·.30667·(1/80 + 1/70) = .0056952, z = .2/.0754666 = 2.65018.
    const comparison = compareProportions(proportion(48, 80), proportion(56, 70));
    expect(comparison?.difference).toBeCloseTo(0.2, 12);
    expect(comparison?.pValue).toBeCloseTo(0.008045, 5);
    expect(comparison?.distinguishable).toBe(true);
  });

  it("never says yes below minN, however large the difference", () => {
    const [from, to] = [proportion(0, 29), proportion(1000, 1000)];
    expect(compareProportions(from, to)?.distinguishable).toBe(false);
    expect(compareProportions(from, to, { minN: 29 })?.distinguishable).toBe(true);
    expect(compareProportions(to, from)?.distinguishable).toBe(false);
  });

  it("says yes only when the test and the interval agree", () => {
    const testAlone = compareProportions(proportion(0, 30), proportion(4, 30));
    expect(testAlone?.pValue).toBeLessThan(0.05);
    expect(testAlone?.distinguishable).toBe(false);
    const intervalAlone = compareProportions(proportion(31, 200), proportion(9, 30));
    expect(intervalAlone?.interval[0]).toBeGreaterThan(0);
    expect(intervalAlone?.distinguishable).toBe(false);
  });

  it("does not tell equal rates apart, nor 0 from 0", () => {
    expect(compareProportions(proportion(50, 100), proportion(5000, 10000))?.pValue).toBe(1);
    expect(compareProportions(proportion(0, 100), proportion(0, 50))).toMatchObject({
      pValue: 1,
      distinguishable: false,
    });
  });

  it("says no where the effective n is too small for a difference that the raw n would show", () => {
    const [from, to] = [0.5, 0.6];
    expect(compareProportions(at(from, 400), at(to, 400))?.distinguishable).toBe(true);
    expect(compareProportions(at(from, 100), at(to, 100))?.distinguishable).toBe(false);
  });

  it("asks more at a higher level", () => {
    const options = { level: 0.999 };
    expect(compareProportions(proportion(48, 80), proportion(56, 70), options)?.distinguishable).toBe(false);
  });

  it("is undefined when a side has no data", () => {
    expect(compareProportions({ value: undefined, effectiveN: 0 }, proportion(1, 2))).toBeUndefined();
  });
});

function proportion(count: number, total: number) {
  return at(count / total, total);
}

function at(value: number, effectiveN: number) {
  return { value, effectiveN };
}
