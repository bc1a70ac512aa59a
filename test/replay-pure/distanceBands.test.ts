import { expect, test } from "vitest";
import { distanceBands } from "../../src/replay/distanceBands.js";
import type { DistanceSum } from "../../src/replay/distanceBands.js";
import { labelledPrecision } from "../../src/replay/labelledPrecision.js";
import { wilson } from "../../src/stats/wilson.js";
import { term } from "../matcher/terms.js";

/** One hit of an item of its own: its distance, and whether it violates, if that is known. */
function hit(distance: number, isViolating?: boolean, { cluster = next++, weight = 1 } = {}): DistanceSum {
  const labelled = Number(isViolating !== undefined);
  const tp = Number(isViolating === true);
  const sums = { weight: labelled * weight, violating: tp * weight, squares: labelled * weight ** 2 };
  return { distance, hits: 1, labelled, tp, cluster, ...sums };
}

let next = 0;

test("distanceBands(sums, 31) counts hits by four bits, empty bands too, and all within each radius", () => {
  const sums = [hit(0, true), hit(3, true), hit(4, true), hit(4), hit(30, false), hit(31, true)];
  const { bands, within, radius } = distanceBands(sums, 31);
  expect(radius).toBe(31);
  expect(bands.map(({ from, to, hits, labelled, tp }) => [from, to, hits, labelled, tp])).toEqual([
    [0, 3, 2, 2, 2],
    [4, 7, 2, 1, 1],
    [8, 11, 0, 0, 0],
    [12, 15, 0, 0, 0],
    [16, 19, 0, 0, 0],
    [20, 23, 0, 0, 0],
    [24, 27, 0, 0, 0],
    [28, 31, 2, 2, 1],
  ]);
  expect(within.map(({ to, hits, precision }) => [to, hits, precision.value])).toEqual([
    [3, 2, 1],
    [7, 4, 1],
    [11, 4, 1],
    [15, 4, 1],
    [19, 4, 1],
    [23, 4, 1],
    [27, 4, 1],
    [31, 6, 0.8],
  ]);
  expect(within.at(-1)?.precision.interval).toEqual(wilson(4, 5));
  expect(bands[2]?.precision).toEqual({
    count: 0,
    total: 0,
    effectiveN: 0,
    value: undefined,
    interval: undefined,
  });
});

test("distanceBands(sums, radius) ends with the radius, in wide bands behind 31 bits", () => {
  const ends = (radius: number) => distanceBands([], radius).bands.map(({ from, to }) => `${from}–${to}`);
  expect(ends(0)).toEqual(["0–0"]);
  expect(ends(3)).toEqual(["0–3"]);
  expect(ends(5)).toEqual(["0–3", "4–5"]);
  expect(ends(40).slice(-2)).toEqual(["28–31", "32–40"]);
  expect(ends(256).slice(-3)).toEqual(["32–63", "64–127", "128–256"]);
  expect(distanceBands([hit(6, true)], 5).within.at(-1)?.hits).toBe(0);
});

test("distanceBands() within the whole radius is the precision that labels of all hits give, samples and advertisers weighed", () => {
  const labels = Array.from({ length: 90 }, (_, n) => ({
    distance: n % 32,
    isViolating: n % 3 === 0 ? undefined : n % 5 !== 0,
    weight: 1 + (n % 4),
    cluster: n % 11,
  }));
  const sums = labels.map(({ distance, isViolating, ...more }) => hit(distance, isViolating, more));
  const [of] = labelledPrecision(
    {
      truths: Uint8Array.from(labels, ({ isViolating }) =>
        isViolating === undefined ? 0 : isViolating ? 1 : 2,
      ),
      weights: Float64Array.from(labels, ({ weight }) => weight),
      clusters: Int32Array.from(labels, ({ cluster }) => cluster),
    },
    { terms: [term("plum")], hits: { items: [...labels.keys()], terms: labels.map(() => 0) } },
  );
  const all = distanceBands(sums, 31).within.at(-1);
  expect([all?.labelled, all?.tp]).toEqual([of?.labelled, of?.tp]);
  expect(all?.precision.value).toBeCloseTo(of?.precision ?? -1, 12);
  expect(all?.precision.effectiveN).toBeCloseTo(of?.effectiveN ?? -1, 9);
  expect(all?.precision.effectiveN).toBeLessThan(60);
});
