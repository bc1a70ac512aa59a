import { expect, test } from "vitest";
import { accessorVariety } from "../../src/mining/accessorVariety.js";

test("accessorVariety(phrase, texts) counts neighbours once and every end of a run", () => {
  expect(accessorVariety("ゼラ", ["モゼラビ", "モゼラビ", "ロゼラビ"])).toBe(1); // always ビ behind it
  expect(accessorVariety("ゼラ", ["モゼラビ", "ロゼラタ", "ペゼラビ"])).toBe(2);
  expect(accessorVariety("ゼラ", ["ゼラ", "今 ゼラ。", "ゼラ入り"])).toBe(3); // twice an end, once 入
});

test("accessorVariety() of a phrase that no text holds is 0", () => {
  expect(accessorVariety("ゼラ", ["モビ"])).toBe(0);
  expect(accessorVariety("ゼラ", [])).toBe(0);
});
