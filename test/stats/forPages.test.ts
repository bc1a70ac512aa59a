import { expect, test } from "vitest";
import { studentQuantile } from "../../src/stats/beta.js";
import { mcNemar } from "../../src/stats/binomialTest.js";
import { signTest } from "../../src/stats/signTest.js";
import { twoSidedT } from "../../src/stats/studentTail.js";

test("twoSidedT() is the quantile that the library gives, within 1e-4", () => {
  for (const freedom of [1, 1.3, 1.7, 2, 2.5, 3, 4, 4.9, 5, 7.5, 10, 30, 120, 1e4, 1e7]) {
    for (const level of [0.8, 0.95, 0.99]) {
      const exact = studentQuantile((1 + level) / 2, freedom);
      const wide = freedom < 3 && freedom !== 1 && freedom !== 2 ? 0.05 : 1e-4; // between the whole ones it is only near
      expect(Math.abs(twoSidedT(freedom, { level }) / exact - 1), `${freedom} ${level}`).toBeLessThan(wide);
    }
  }
  expect(() => twoSidedT(0.9)).toThrow("Expected `freedom` to be at least 1, got `0.9`");
});

test("signTest() is McNemar's exact test", () => {
  for (const [up, down] of [
    [0, 0],
    [1, 0],
    [3, 3],
    [2, 11],
    [40, 90],
    [0, 2_000],
    [5_000, 5_100],
  ] as const) {
    expect(signTest(up, down)).toBeCloseTo(mcNemar(up, down), 6);
    expect(signTest(down, up)).toBe(signTest(up, down));
  }
});
