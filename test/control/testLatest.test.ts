import { describe, expect, it } from "vitest";
import { fitShareJudge, fitValueJudge } from "../../src/control/judges.js";
import { latestLimits } from "../../src/control/latestLimits.js";
import { testLatest } from "../../src/control/testLatest.js";
import { studentCdf } from "../../src/stats/beta.js";
import { randomFrom } from "../../src/stats/random.js";

/** 20 values whose neighbours differ by 2: mean 10, standard deviation 2/1.128. */
const before = Array.from({ length: 20 }, (_, i) => ({ value: i % 2 === 0 ? 9 : 11, n: 1 }));
const of = (...latest: number[]) => [...before, ...latest.map((value) => ({ value, n: 1 }))];
const values = { minN: 1 };

describe("testLatest(points, fit, options)", () => {
  it("equals Student's t by hand, divided by the part of its window", () => {
    const found = testLatest(of(10, 10, 16), fitValueJudge, values);
    const t = 6 / ((2 / 1.128) * Math.sqrt(1 + 1 / 20));
    expect(found).toMatchObject({ periods: 1, direction: "up", value: 16, expected: 10 });
    expect(found?.pValue).toBeCloseTo((2 * studentCdf(-t, 0.61 * 19)) / 0.7, 12);
  });

  it("pools periods that moved together, and says how many", () => {
    expect(testLatest(of(10, 6, 6), fitValueJudge, values)).toMatchObject({ periods: 2, direction: "down" });
    expect(testLatest(of(14, 14, 14), fitValueJudge, values)).toMatchObject({ periods: 3, direction: "up" });
  });

  it("has a p-value of 1 where the last period has come back, however far the others are", () => {
    expect(testLatest(of(90, 90, 10), fitValueJudge, values)?.pValue).toBe(1);
  });

  it("leaves gaps out, and is undefined without enough periods, units or any difference", () => {
    const gaps = of(10, 10, 16).flatMap((point) => [point, undefined]);
    expect(testLatest(gaps, fitValueJudge, values)).toEqual(
      testLatest(of(10, 10, 16), fitValueJudge, values),
    );
    expect(testLatest(of(10, 10, 16).slice(13), fitValueJudge, values)).toBeUndefined();
    expect(testLatest(of(10, 10, 16), fitValueJudge, { minN: 4 })).toBeUndefined();
    expect(
      testLatest(
        Array.from({ length: 20 }, () => ({ value: 3, n: 1 })),
        fitValueJudge,
      ),
    ).toBeUndefined();
    expect(testLatest([], fitValueJudge)).toBeUndefined();
  });
});

describe("testLatest() of shares", () => {
  const random = randomFrom(4);
  const shares = (n: number, share: number, periods: number) =>
    Array.from({ length: periods }, () => ({ value: random.binomial(n, share) / n, n }));

  it("takes a rare share for one-sided: none can lie as far below", () => {
    const usual = shares(40, 0.02, 57);
    const judge = fitShareJudge(usual, 1);
    const [centre = 0, three] = [judge?.centre, judge?.judge({ value: 3 / 40, n: 40 })];
    let [mass, above] = [(1 - centre) ** 40, 1];
    for (let count = 0; count < 3; count++) {
      above -= mass;
      mass *= ((40 - count) / (count + 1)) * (centre / (1 - centre));
    }
    const middle = above - mass / 2; // the chance of more than 3 and half of that of 3
    expect(three?.pValue).toBeGreaterThan(0.7 * middle);
    expect(three?.pValue).toBeLessThan(1.4 * middle);
  });

  it("can tell a share that was always 0 from one that no longer is", () => {
    const never = Array.from({ length: 30 }, () => ({ value: 0, n: 200 }));
    const after = (count: number) =>
      testLatest([...never, { value: count / 200, n: 200 }], fitShareJudge)?.pValue;
    expect(after(0)).toBeGreaterThan(0.05);
    expect(after(1)).toBeGreaterThan(0.001);
    expect(after(9)).toBeLessThan(1e-4);
  });
});

describe("latestLimits(points, fit, {level})", () => {
  it("are where the p-value of the last value passes the level", () => {
    const points = of(10, 11, 10);
    const [low = 0, high = 0] = latestLimits(points, fitValueJudge, { level: 0.05, ...values }) ?? [];
    const p = (value: number) =>
      testLatest([...points.slice(0, -1), { value, n: 1 }], fitValueJudge, values)?.pValue;
    expect(p(high + 1e-6)).toBeLessThan(0.05);
    expect(p(high - 1e-6)).toBeGreaterThan(0.05);
    expect(p(low - 1e-6)).toBeLessThan(0.05);
    expect(p(low + 1e-6)).toBeGreaterThan(0.05);
  });

  it("are infinite where no share can pass, and undefined without a last value", () => {
    const rare = Array.from({ length: 30 }, () => ({ value: 0.02, n: 40 }));
    expect(latestLimits(rare, fitShareJudge, { level: 0.05 })?.[0]).toBe(-Infinity);
    expect(latestLimits([...rare, undefined], fitShareJudge, { level: 0.05 })).toBeUndefined();
  });
});
