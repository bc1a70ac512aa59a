import { expect, test } from "vitest";
import { liveRates } from "../../src/gate/liveRate.js";

test("liveRates(days) adds up days, with Wilson's interval from 20 labels on", () => {
  const { fpr, fdr } = liveRates([
    { good: 12, goodRejected: 1, violatingRejected: 10 },
    { good: 8, goodRejected: 1, violatingRejected: 7 },
  ]);
  expect(fpr).toMatchObject({ count: 2, total: 20 });
  expect(fpr.interval?.map((end) => end.toFixed(4))).toEqual(["0.0279", "0.3010"]);
  expect(fdr).toEqual({ count: 2, total: 19, interval: undefined });
});

test("liveRates([]) has nothing of nothing", () => {
  expect(liveRates([]).fpr).toEqual({ count: 0, total: 0, interval: undefined });
});
