import { describe, expect, it } from "vitest";
import { changePoints } from "../../src/control/changePoints.js";
import { randomFrom } from "../../src/stats/random.js";

describe("changePoints(points)", () => {
  it("finds two changes of a share at their places, and the shares between", () => {
    const segments = changePoints(
      Array.from({ length: 90 }, (_, i) => ({ count: i < 30 ? 50 : i < 60 ? 100 : 70, total: 1000 })),
    );
    expect(segments).toEqual([
      { start: 0, end: 30, share: 0.05 },
      { start: 30, end: 60, share: 0.1 },
      { start: 60, end: 90, share: 0.07 },
    ]);
  });

  it("finds none in chance: at most 3 of 100 series of 60 days", () => {
    const random = randomFrom(1);
    const changed = Array.from({ length: 100 }, () => {
      const points = Array.from({ length: 60 }, () => ({ count: random.binomial(500, 0.1), total: 500 }));
      return changePoints(points).length > 1;
    });
    expect(changed.filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  it("does not call days that differ beyond chance changes", () => {
    const random = randomFrom(2);
    const points = Array.from({ length: 60 }, () => ({
      count: random.binomial(100_000, 0.1 + 0.01 * random.normal()),
      total: 100_000,
    }));
    expect(changePoints(points, { dispersion: 1 }).length).toBeGreaterThan(10);
    expect(changePoints(points)).toHaveLength(1);
  });

  it("passes over periods without data, and is empty without any", () => {
    const points = [...twice(50), { count: 0, total: 0 }, ...twice(50)].map((point) => point);
    expect(changePoints(points)).toEqual([{ start: 0, end: 5, share: 0.05 }]);
    expect(changePoints([{ count: 0, total: 0 }])).toEqual([]);
    expect(changePoints([])).toEqual([]);
  });
});

function twice(count: number) {
  return [
    { count, total: 1000 },
    { count, total: 1000 },
  ];
}
