import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designTotal } from "../../src/stats/designTotal.js";
import { effectiveN } from "../../src/stats/effectiveN.js";
import { cautiousN, hajekRatio, ratioInterval } from "../../src/stats/hajekRatio.js";
import type { RatioUnit } from "../../src/stats/hajekRatio.js";
import { wilson } from "../../src/stats/wilson.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

describe("designTotal(units, values)", () => {
  it("weights by 1/inclusion; variance N²(1 − f)s²/n in a stratum of 20 with 2 drawn", () => {
    // values 3 and 5: total 10·8 = 80, s² = 2, 400·.9·2/2 = 360.
    expect(round(designTotal(drawn([0.1, 0.1]), [3, 5]))).toEqual({ total: 80, variance: 360 });
  });

  it("has no error where all were drawn, and is 0 for an empty sample", () => {
    expect(designTotal(drawn([1, 1]), [3, 5])).toEqual({ total: 8, variance: 0 });
    expect(designTotal([], [])).toEqual({ total: 0, variance: 0 });
  });

  it("takes clusters as wholes drawn with replacement", () => {
    // sums 2·(1 + 2) = 6 and 2·5 = 10: (2/1)·(2² + 2²) = 16.
    const units = ["a", "a", "b"].map((cluster) => ({ cluster, inclusion: 0.5 }));
    expect(designTotal(units, [1, 2, 5])).toEqual({ total: 16, variance: 16 });
  });

  it("compares the only draw of a stratum with 0", () => {
    expect(designTotal([{ stratum: "x", inclusion: 0.5 }], [3]).variance).toBeCloseTo(0.5 * 36, 12);
  });

  it("refuses inclusion probabilities of 0 or above 1, and a missing value", () => {
    expect(() => designTotal(drawn([0]), [1])).toThrow(
      "Expected `inclusion` to lie above 0 and up to 1, got `0`",
    );
    expect(() => designTotal(drawn([1.5]), [1])).toThrow("got `1.5`");
    expect(() => designTotal(drawn([0.5, 0.5]), [1])).toThrow(
      "Expected a value for each unit, got none for unit 1",
    );
  });
});

describe("hajekRatio(units)", () => {
  it("equals effectiveN() for clusters of equal weight, but for the factor m/(m − 1)", () => {
    const units = [
      ...["a", "a", "a"].map((cluster) => unit({ cluster, numerator: 1 })),
      unit({ cluster: "b", numerator: 1 }),
      ...["b", "b"].map((cluster) => unit({ cluster })),
    ];
    const { value, effectiveN: n } = hajekRatio(units);
    expect(value).toBeCloseTo(4 / 6, 12);
    expect(n).toBeCloseTo(effectiveN({ a: 4, b: 6, aa: 10, ab: 12, bb: 18 }) / 2, 12);
  });

  it("is Kish's over draws where the share is 0 or 1", () => {
    const weights = [0.5, 0.5, 0.25];
    expect(hajekRatio(weights.map((inclusion) => unit({ inclusion }))).effectiveN).toBeCloseTo(64 / 24, 12);
    expect(hajekRatio(weights.map((inclusion) => unit({ inclusion, numerator: 1 }))).value).toBe(1);
  });

  it("is undefined when no unit is in the domain", () => {
    const empty = hajekRatio([unit({ denominator: 0 })]);
    expect(empty).toMatchObject({ value: undefined, total: 0, effectiveN: 0 });
    expect(ratioInterval(empty)).toBeUndefined();
  });

  it("says [0, 1] when a single cluster has a part", () => {
    expect(ratioInterval(hajekRatio([unit({ cluster: "a", numerator: 1 }), unit({ cluster: "a" })]))).toEqual(
      [0, 1],
    );
  });

  it("counts units outside the domain: a rare domain is less certain than its own units say", () => {
    const domain = [1, 0, 1, 0].map((numerator) => unit({ numerator, inclusion: 0.5 }));
    const around = Array.from({ length: 40 }, () => unit({ denominator: 0, inclusion: 0.5 }));
    expect(hajekRatio([...domain, ...around]).variance).toBeLessThan(hajekRatio(domain).variance);
    expect(hajekRatio([...domain, ...around]).value).toBe(0.5);
  });
});

describe("hajekRatio(units): properties", () => {
  it("does not change with the order of units or the names of strata and clusters", () => {
    fc.assert(
      fc.property(samples, (units) => {
        const renamed = units.map((one) => ({
          ...one,
          stratum: `${one.stratum}!`,
          cluster: `x${one.cluster}`,
        }));
        const [one, other] = [hajekRatio(units), hajekRatio(renamed.toReversed())];
        expect(other.value).toBeCloseTo(one.value ?? 9, 12);
        expect(close(other.variance, one.variance)).toBe(true);
        expect(other.degreesOfFreedom).toBeCloseTo(one.degreesOfFreedom, 6);
      }),
    );
  });

  it("adds up: counts and totals of two parts are those of the whole, its value lies between theirs", () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        const [one, other, whole] = [
          hajekRatio(first),
          hajekRatio(second),
          hajekRatio([...first, ...second]),
        ];
        expect(whole.count).toBeCloseTo(one.count + other.count, 9);
        expect(whole.total).toBeCloseTo(one.total + other.total, 9);
        const ends = [one.value ?? 9, other.value ?? 9];
        expect(whole.value).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
        expect(whole.value).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
      }),
    );
  });

  it("with weights of one equals the unweighted share of a sample with replacement", () => {
    // Clusters of one have no finite population correction, so that s²/n is left.
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 60 }), (answers) => {
        const units = answers.map((yes, i) => unit({ cluster: String(i), numerator: Number(yes) }));
        const p = answers.filter(Boolean).length / answers.length;
        const { value, variance } = hajekRatio(units);
        expect(value).toBeCloseTo(p, 12);
        expect(variance).toBeCloseTo((p * (1 - p)) / (answers.length - 1), 12);
      }),
    );
  });

  it("does not depend on the scale of the weights of clusters", () => {
    fc.assert(
      fc.property(samples, (units) => {
        const lighter = units.map((one) => ({ ...one, inclusion: one.inclusion / 7 }));
        expect(hajekRatio(lighter).effectiveN / hajekRatio(units).effectiveN).toBeCloseTo(1, 6);
      }),
    );
  });

  it("merging strata that are alike changes nothing but their number", () => {
    const half = [1, 0, 0, 0].map((numerator) => unit({ numerator, inclusion: 0.2 }));
    const split = ["x", "y"].flatMap((stratum) => half.map((one) => ({ ...one, stratum })));
    const merged = [...half, ...half];
    expect(hajekRatio(split).value).toBe(hajekRatio(merged).value);
    // Σ of two s²/n with n − 1 = 3 against one with 7.
    expect(hajekRatio(split).variance / hajekRatio(merged).variance).toBeCloseTo(8 / 6 / (8 / 7), 12);
  });

  it("has bounds in [0, 1] that hold the value, by every method", () => {
    fc.assert(
      fc.property(samples, fc.constantFrom("wilson", "clopper-pearson", "agresti-coull"), (units, method) => {
        const estimate = hajekRatio(units);
        const [low, high] = ratioInterval(estimate, { method }) ?? [2, -1];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual((estimate.value ?? -1) + 1e-9);
        expect(high).toBeGreaterThanOrEqual((estimate.value ?? 2) - 1e-9);
      }),
    );
  });

  it("has a lower bound that never falls as a sample is repeated", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 2, max: 5 }), (units, times) => {
        const repeated = Array.from({ length: times }, (_, i) =>
          units.map((one) => ({ ...one, cluster: `${one.cluster} ${i}` })),
        ).flat();
        const [once, often] = [ratioInterval(hajekRatio(units)), ratioInterval(hajekRatio(repeated))];
        expect(often?.[0]).toBeGreaterThanOrEqual((once?.[0] ?? 2) - 1e-9);
      }),
    );
  });
});

describe("cautiousN(effectiveN, freedom)", () => {
  it("makes Wilson's interval as wide as one by t: n·(1.96/2.228)² with 10 degrees of freedom", () => {
    expect(cautiousN(100, 10)).toBeCloseTo(100 * (1.959964 / 2.228139) ** 2, 4);
    expect(cautiousN(100, 1e6)).toBeCloseTo(100, 3);
  });
});

describe.skipIf(!hasOracles)("hajekRatio() on ../shared/oracles (skipped when not there)", () => {
  it("equals the stratified estimate by hand, its standard error, and the naive share without weights", () => {
    type Case = {
      input: { N: number[]; n: number[]; k: number[] };
      expected: { naive: number; ht: number; se: number };
    };
    const [oracle] = oraclesNamed<Case>("stratified estimate");
    if (oracle === undefined) throw new Error("Expected the oracle `stratified estimate`, got none");
    const { N, n, k } = oracle.input;
    const units = n.flatMap((size, h) =>
      Array.from({ length: size }, (_, i) =>
        unit({ stratum: String(h), inclusion: size / (N[h] ?? 0), numerator: Number(i < (k[h] ?? 0)) }),
      ),
    );
    const estimate = hajekRatio(units);
    expect(estimate.value).toBeCloseTo(oracle.expected.ht, 12);
    expect(Math.sqrt(estimate.variance)).toBeCloseTo(oracle.expected.se, 12);
    const naive = hajekRatio(units.map((one) => ({ ...one, inclusion: 1 }))).value;
    expect(naive).toBeCloseTo(oracle.expected.naive, 12);
    expect(ratioInterval(estimate)?.[0]).toBeLessThan(wilson(5, 100)?.[1] ?? 0);
  });
});

function unit(given: Partial<RatioUnit>): RatioUnit {
  return { inclusion: 1, numerator: 0, denominator: 1, ...given };
}

function drawn(inclusions: readonly number[]) {
  return inclusions.map((inclusion) => ({ inclusion }));
}

function round({ total, variance }: { total: number; variance: number }) {
  return { total: Number(total.toFixed(9)), variance: Number(variance.toFixed(9)) };
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1e-6, Math.abs(b));
}

/** Samples of 3 to 8 clusters, the same number of units in each, so that repeating them moves no share. */
const samples = fc
  .array(
    fc.record({
      numerator: fc.constantFrom(0, 1),
      inclusion: fc.constantFrom(0.1, 0.5, 1),
      cluster: fc.constantFrom("a", "b", "c", "d", "e"),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drawnUnits): RatioUnit[] => [
    unit({ cluster: "one", numerator: 1 }),
    unit({ cluster: "two" }),
    ...drawnUnits.map((one) => unit(one)),
  ]);
