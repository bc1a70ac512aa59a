import { describe, expect, it } from "vitest";
import { hasSeason } from "../../src/control/hasSeason.js";
import { randomFrom } from "../../src/stats/random.js";

const random = randomFrom(11);
const days = (count: number, shareOf: (day: number) => number) =>
  Array.from({ length: count }, (_, day) => ({ value: random.binomial(300, shareOf(day)) / 300, n: 300 }));

describe("hasSeason(points, season)", () => {
  it("sees weekends that differ by half, not chance", () => {
    expect(
      hasSeason(
        days(56, (day) => (day % 7 > 4 ? 0.15 : 0.1)),
        7,
      ),
    ).toBe(true);
    const byChance = Array.from({ length: 100 }, () =>
      hasSeason(
        days(56, () => 0.1),
        7,
      ),
    );
    expect(byChance.filter(Boolean).length).toBeLessThanOrEqual(2);
  });

  it("is false with fewer than four weeks, or without data", () => {
    expect(
      hasSeason(
        days(27, (day) => (day % 7 > 4 ? 0.9 : 0.1)),
        7,
      ),
    ).toBe(false);
    expect(
      hasSeason(
        Array.from({ length: 60 }, () => undefined),
        7,
      ),
    ).toBe(false);
  });
});
