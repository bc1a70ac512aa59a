import { describe, expect, it } from "vitest";
import { langReiczigel } from "../../src/stats/langReiczigel.js";
import { randomFrom } from "../../src/stats/random.js";
import { roganGladen } from "../../src/stats/roganGladen.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

const of = (count: number, total: number) => ({ value: count / total, effectiveN: total });

describe("roganGladen(apparent, {sensitivity, specificity})", () => {
  it("undoes what the test did: .3 true is .3·.9 + .7·.2 = .41 apparent", () => {
    const corrected = roganGladen(of(41, 100), { sensitivity: 0.9, specificity: 0.8 });
    expect(corrected?.value).toBeCloseTo(0.3, 12);
  });

  it("leaves a perfect test's share as it is", () => {
    expect(roganGladen(of(23, 150), { sensitivity: 1, specificity: 1 })?.value).toBeCloseTo(23 / 150, 12);
  });

  it("cuts to [0, 1] and keeps what was before", () => {
    const corrected = roganGladen(of(5, 100), { sensitivity: 0.9, specificity: 0.9 });
    expect(corrected?.value).toBe(0);
    expect(corrected?.interval[0]).toBe(0);
    expect(corrected?.untruncated.value).toBeCloseTo(-0.0625, 12);
  });

  it("is undefined without data and for a test no better than chance", () => {
    expect(
      roganGladen({ value: undefined, effectiveN: 0 }, { sensitivity: 1, specificity: 1 }),
    ).toBeUndefined();
    expect(roganGladen(of(5, 100), { sensitivity: 0.5, specificity: 0.5 })).toBeUndefined();
  });
});

describe("langReiczigel(apparent, {sensitivity, specificity})", () => {
  const quality = { sensitivity: of(95, 100), specificity: of(90, 100) };

  it("has Rogan and Gladen's value and a wider interval", () => {
    const known = roganGladen(of(60, 200), { sensitivity: 0.95, specificity: 0.9 });
    const estimated = langReiczigel(of(60, 200), quality);
    expect(estimated?.value).toBeCloseTo(known?.value ?? 2, 12);
    expect(width(estimated)).toBeGreaterThan(width(known));
  });

  it("comes to the interval with known errors when their samples are very large", () => {
    const large = { sensitivity: of(95e6, 100e6), specificity: of(90e6, 100e6) };
    const known = roganGladen(of(60, 200), { sensitivity: 0.95, specificity: 0.9 });
    const [low, high] = langReiczigel(of(60, 200), large)?.interval ?? [2, -1];
    expect(low).toBeCloseTo(known?.interval[0] ?? 2, 2);
    expect(high).toBeCloseTo(known?.interval[1] ?? 2, 2);
  });

  it("is computed by hand for 50 of 100 with errors seen in 0 of 8 and 0 of 8", () => {
    // Se' = Sp' = 9/10 on 10, gain .8, centre .5: the shifts cancel. Var = .25/103.8415 + 2·.25·.009.
    const { interval } = langReiczigel(of(50, 100), { sensitivity: of(8, 8), specificity: of(8, 8) }) ?? {};
    const half = (1.959964 * Math.sqrt(0.25 / 103.8415 + 0.5 * 0.009)) / 0.8;
    expect(interval?.[0]).toBeCloseTo(0.5 - half, 5);
    expect(interval?.[1]).toBeCloseTo(0.5 + half, 5);
  });

  it("is shifted to the side of the worse known error, by hand", () => {
    // Se' = .9 on 10, Sp' = .99 on 100, gain .89, centre .55056; shift 2·3.84146·(.55056·.009 − .44944·.000099).
    const corrected = langReiczigel(of(50, 100), { sensitivity: of(8, 8), specificity: of(98, 98) });
    const [low, high] = corrected?.untruncated.interval ?? [2, -1];
    expect((low + high) / 2).toBeCloseTo(0.588289, 5);
  });

  it("covers 93 to 97.5 % of 2,000 seeded runs with 200 items and 100 of known truth of each kind", () => {
    const random = randomFrom(11);
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      const [sensitivity, specificity] = [
        of(random.binomial(100, 0.92), 100),
        of(random.binomial(100, 0.9), 100),
      ];
      const apparent = of(random.binomial(200, 0.8 * 0.92 + 0.2 * 0.1), 200);
      const [low, high] = langReiczigel(apparent, { sensitivity, specificity })?.interval ?? [2, -1];
      if (low <= 0.8 && high >= 0.8) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.93);
    expect(covered / 2000).toBeLessThan(0.975);
  });

  it("is undefined when one of the three has no data, or the test is no better than chance", () => {
    const none = { value: undefined, effectiveN: 0 };
    expect(langReiczigel(none, quality)).toBeUndefined();
    expect(langReiczigel(of(1, 2), { ...quality, specificity: none })).toBeUndefined();
    expect(langReiczigel(of(1, 2), { sensitivity: of(40, 100), specificity: of(50, 100) })).toBeUndefined();
  });
});

describe.skipIf(!hasOracles)("roganGladen() on ../shared/oracles (skipped when not there)", () => {
  it("equals the example of epiR: value, and limits before truncation", () => {
    type Case = {
      input: { count: number; total: number; sensitivity: number; specificity: number };
      expected: { ap: number; tp: number; wald_se: number; wilson_mapped: [number, number] };
    };
    const [oracle] = oraclesNamed<Case>("Rogan-Gladen");
    const { count, total, ...quality } = oracle?.input ?? {
      count: 0,
      total: 0,
      sensitivity: 0,
      specificity: 0,
    };
    const corrected = roganGladen(of(count, total), quality);
    expect(count / total).toBeCloseTo(oracle?.expected.ap ?? 2, 12);
    expect(corrected?.untruncated.value).toBeCloseTo(oracle?.expected.tp ?? 2, 12);
    expect(corrected?.untruncated.interval[0]).toBeCloseTo(oracle?.expected.wilson_mapped[0] ?? 2, 9);
    expect(corrected?.untruncated.interval[1]).toBeCloseTo(oracle?.expected.wilson_mapped[1] ?? 2, 9);
    const share = count / total;
    const waldError =
      Math.sqrt((share * (1 - share)) / total) / (quality.sensitivity + quality.specificity - 1);
    expect(waldError).toBeCloseTo(oracle?.expected.wald_se ?? 2, 9);
  });
});

function width(corrected: { readonly interval: readonly [number, number] } | undefined): number {
  return corrected === undefined ? 0 : corrected.interval[1] - corrected.interval[0];
}
