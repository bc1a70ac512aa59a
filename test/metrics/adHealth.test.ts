import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adHealth } from "../../src/metrics/adHealth.js";
import { withoutSmall } from "../../src/metrics/groupSums.js";
import type { GroupSums } from "../../src/metrics/groupSums.js";
import { evenGroup } from "../components/smallFacts.js";
import { randomFrom } from "../../src/stats/random.js";

describe("withoutSmall(groups)", () => {
  const group = (dimension: string, clusters: number) => ({ dimension, clusters });

  test("hides groups below the least number of clusters, by dimension", () => {
    const groups = [group("market", 2), group("market", 4), group("market", 5), group("tier", 9)];
    expect(withoutSmall(groups)).toEqual({
      groups: [group("market", 5), group("tier", 9)],
      hidden: [{ dimension: "market", groups: 2 }],
    });
  });

  test("hides the smallest other one beside a single small one, which the total would give away", () => {
    const groups = [group("market", 2), group("market", 30), group("market", 7)];
    expect(withoutSmall(groups)).toEqual({
      groups: [group("market", 30)],
      hidden: [{ dimension: "market", groups: 2 }],
    });
  });

  test("never leaves exactly one hidden beside one shown", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 2, maxLength: 8 }), (sizes) => {
        const { groups, hidden } = withoutSmall(sizes.map((size) => group("a", size)));
        expect(groups.every(({ clusters }) => clusters >= 5)).toBe(true);
        expect(hidden[0]?.groups).not.toBe(1);
      }),
    );
  });
});

describe("adHealth({all, recent, before})", () => {
  const kinds = { hide: [8, 20_000], complaint: [2, 40] } as const;
  const named = ["garden", "market", "orchard"].map((name) => ["vertical", name] as const);

  test("warns of the kind and group that rose, and of no other", () => {
    const before = named.map((name) => evenGroup(name, 8, kinds));
    const recent = named.map((name, at) =>
      evenGroup(name, 8, { ...kinds, complaint: at === 2 ? [8, 40] : [2, 40] }),
    );
    const { warnings, tested } = adHealth({ all: before, before, recent });
    expect(tested).toBe(6);
    expect(warnings.map(({ value, kind }) => [value, kind])).toEqual([["orchard", "complaint"]]);
    expect(warnings[0]).toMatchObject({ recent: { value: 0.2 }, before: { value: 0.05 } });
  });

  test("does not test a group that is hidden, or one where too little is expected", () => {
    const small = named.map((name) => evenGroup(name, 4, kinds));
    expect(adHealth({ all: small, before: small, recent: small }).tested).toBe(0);
    const before = named.map((name) => evenGroup(name, 8, kinds));
    const recent = named.map((name) => evenGroup(name, 8, { hide: [1, 10], complaint: [4, 1] }));
    expect(adHealth({ all: before, before, recent }).tested).toBe(0);
  });

  test("is silent on most draws of rates that differ by advertiser and did not move", () => {
    const random = randomFrom(7);
    const drawn = (weeks: number) =>
      Array.from({ length: 10 }, (_, at) => {
        const parts = Array.from({ length: 10 }, (_advertiser, index) => {
          const conversions = 40 * weeks;
          const sold = Array.from({ length: conversions }, () => random.integer(index < 3 ? 5 : 20) === 0);
          const events = sold.filter(Boolean).length;
          return evenGroup(["vertical", `v${at}`], 1, { complaint: [events, conversions] });
        });
        return together(parts);
      });
    const alarms = Array.from({ length: 40 }, () => {
      const before = drawn(4);
      return adHealth({ all: before, before, recent: drawn(1) }).warnings.length > 0;
    });
    expect(alarms.filter(Boolean).length).toBeLessThanOrEqual(4);
  });
});

/** Groups of one advertiser each as one group. */
function together(parts: readonly GroupSums[]): GroupSums {
  const total = { clusters: 0, a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const { sums } of parts) {
    const { a = 0, b = 0, aa = 0, ab = 0, bb = 0 } = sums["complaint"] ?? {};
    Object.assign(total, {
      clusters: total.clusters + 1,
      a: total.a + a,
      b: total.b + b,
      aa: total.aa + aa,
      ab: total.ab + ab,
      bb: total.bb + bb,
    });
  }
  const { dimension = "", value = null } = parts[0] ?? {};
  return { dimension, value, clusters: parts.length, sums: { complaint: total } };
}
