import { describe, expect, it } from "vitest";
import { ratioOfProportions } from "../../src/stats/ratioOfProportions.js";

const of = (count: number, total: number) => ({ value: count / total, effectiveN: total });

describe("ratioOfProportions(from, to)", () => {
  it("of 15/100 and 30/100 is 2 with 1.149 to 3.482 by hand", () => {
    // variance .85/15 + .7/30 = .08, exp(1.95996·.282843) = 1.74083.
    const ratio = ratioOfProportions(of(15, 100), of(30, 100));
    expect(ratio?.value).toBeCloseTo(2, 12);
    expect(ratio?.interval[0]).toBeCloseTo(2 / 1.74082, 4);
    expect(ratio?.interval[1]).toBeCloseTo(2 * 1.74082, 4);
  });

  it("turns over when the sides swap", () => {
    const there = ratioOfProportions(of(3, 50), of(9, 70));
    const back = ratioOfProportions(of(9, 70), of(3, 50));
    expect(back?.interval[0]).toBeCloseTo(1 / (there?.interval[1] ?? 0), 12);
  });

  it("is undefined where a side is 0 or has no data", () => {
    expect(ratioOfProportions(of(0, 50), of(9, 70))).toBeUndefined();
    expect(ratioOfProportions(of(9, 70), { value: undefined, effectiveN: 0 })).toBeUndefined();
  });
});
