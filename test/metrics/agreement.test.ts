import { expect, test } from "vitest";
import { agreementOf } from "../../src/metrics/agreement.js";
import type { JudgedCount } from "../../src/metrics/agreement.js";
import { bootstrapInterval } from "../../src/stats/bootstrap.js";
import { gwetAc1 } from "../../src/stats/chanceAgreement.js";
import { krippendorffAlpha } from "../../src/stats/krippendorffAlpha.js";

const items = (judgments: number, rejections: number, number: number): JudgedCount => ({
  judgments,
  rejections,
  items: number,
});

/** Of every item its approvals and rejections, as the estimators of `src/stats` take them. */
function ratings(rows: readonly JudgedCount[]) {
  const counts = rows.flatMap(({ judgments, rejections, items: number }) =>
    Array.from({ length: number }, () => [judgments - rejections, rejections]),
  );
  return { categories: [0, 1], counts };
}

const mixed = [
  items(1, 0, 20),
  items(1, 1, 4),
  items(2, 0, 60),
  items(2, 1, 9),
  items(3, 2, 5),
  items(3, 3, 12),
];

test("agreementOf(rows) is Gwet's AC1 of the same items one by one, with its standard error", () => {
  const found = agreementOf(mixed, { coefficient: "ac1" });
  const known = gwetAc1(ratings(mixed));
  expect(found.value).toBeCloseTo(known?.value ?? Number.NaN, 12);
  const half = 1.959963984540054 * (known?.standardError ?? Number.NaN); // that of stats is by t, ours by the normal
  expect(found.interval?.[0]).toBeCloseTo((known?.value ?? 0) - half, 9);
  expect([found.count, found.total]).toEqual([72, 86]);
});

test("the paradox of kappa: 118 and 2 alike of 125 pairs, 5 apart, are AC1 0.941 and alpha near 0", () => {
  const rows = [items(2, 0, 118), items(2, 1, 7)];
  expect(agreementOf(rows, { coefficient: "ac1" }).value).toBeCloseTo(0.941, 3);
  expect(agreementOf(rows, { coefficient: "alpha" }).value).toBeCloseTo(-0.0247, 3);
});

test("agreementOf(rows) is Krippendorff's alpha, its interval near the one by drawing items again", () => {
  const found = agreementOf(mixed, { coefficient: "alpha" });
  const { categories, counts } = ratings(mixed);
  expect(found.value).toBeCloseTo(krippendorffAlpha({ categories, counts }) ?? Number.NaN, 12);
  const drawn = bootstrapInterval(counts, (units) => krippendorffAlpha({ categories, counts: units }));
  for (const end of [0, 1] as const)
    expect(Math.abs((found.interval?.[end] ?? Number.NaN) - (drawn?.[end] ?? Number.NaN))).toBeLessThan(0.03);
});

test("rows split in two are the same items", () => {
  const halves = [...mixed.slice(0, 3), items(2, 1, 4), items(2, 1, 5), ...mixed.slice(4)];
  for (const coefficient of ["ac1", "alpha"] as const)
    expect(agreementOf(halves, { coefficient }).interval).toEqual(
      agreementOf(mixed, { coefficient }).interval,
    );
});

test("without an item judged twice there is no value, without a rejection no alpha", () => {
  const none = { count: 0, total: 0, effectiveN: 0, value: undefined, interval: undefined };
  expect(agreementOf([items(1, 1, 9)], { coefficient: "ac1" })).toEqual(none);
  expect(agreementOf([], { coefficient: "alpha" })).toEqual(none);
  expect(agreementOf([items(2, 0, 9)], { coefficient: "alpha" }).value).toBeUndefined();
  expect(agreementOf([items(2, 0, 9)], { coefficient: "ac1" }).value).toBe(1);
});

test("where nobody differs the interval is not a point: 12 items of 4 rejected leave 1 − (1.96²/(12 + 1.96²))/(2·8·16/(24·23))", () => {
  const { value, interval } = agreementOf([items(2, 0, 8), items(2, 2, 4)], { coefficient: "alpha" });
  expect([value, interval?.[1]]).toEqual([1, 1]);
  expect(interval?.[0]).toBeCloseTo(1 - 3.841_459 / 15.841_459 / (256 / 552), 6);
  const ac1 = agreementOf([items(2, 0, 8), items(2, 2, 4)], { coefficient: "ac1" });
  expect(ac1.interval?.[0]).toBeCloseTo(1 - 3.841_459 / 15.841_459 / (1 - 4 / 9), 6);
});
