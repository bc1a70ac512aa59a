import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeTime } from "../../src/rca/changeTime.js";
import { nearestEvent } from "../../src/rca/nearestEvent.js";
import { productFactors } from "../../src/rca/productFactors.js";
import { splitIntervals } from "../../src/rca/splitInterval.js";
import type { UnitPart } from "../../src/rca/splitInterval.js";

describe("productFactors(factors)", () => {
  it("splits the change of a product of two by hand", () => {
    // 0.5 · 0.2 → 0.6 · 0.3: 0.1 · 0.25 and 0.1 · 0.55.
    const [coverage, fdr] = productFactors([
      { name: "coverage", from: 0.5, to: 0.6 },
      { name: "fdr", from: 0.2, to: 0.3 },
    ]);
    expect(coverage).toBeCloseTo(0.025, 12);
    expect(fdr).toBeCloseTo(0.055, 12);
  });

  it("adds up to the change to 1e-12 for up to six shares, zeros too", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const factors = fc.array(
      fc.tuple(share, share).map(([from, to]) => ({ name: "f", from, to })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(factors, (drawn) => {
        const product = (side: "from" | "to") => drawn.reduce((all, factor) => all * factor[side], 1);
        const sum = productFactors(drawn).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - (product("to") - product("from")))).toBeLessThan(1e-12);
      }),
    );
  });

  it("throws for seven factors", () => {
    const factor = { name: "f", from: 1, to: 2 };
    expect(() => productFactors(Array.from({ length: 7 }, () => factor))).toThrow(
      "Expected at most 6 factors",
    );
  });
});

describe("splitIntervals(units)", () => {
  it("is as wide as the units are few: members of a unit are not drawn apart", () => {
    const parts = (wrong: number, window: "from" | "to"): UnitPart => ({
      slice: "a",
      window,
      count: wrong,
      total: 10,
    });
    const single = Array.from({ length: 400 }, (_, i) => [parts(i % 4, "from"), parts((i % 4) + 1, "to")]);
    const joined = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 10 }, () => [parts((i % 4) * 2, "from"), parts((i % 4) + 1, "to")]).flat(),
    );
    const [low = 0, high = 0] = splitIntervals(single, { runs: 200 }).rate ?? [];
    const [lowJoined = 0, highJoined = 0] = splitIntervals(joined, { runs: 200 }).rate ?? [];
    expect(low).toBeCloseTo(0.1, 2);
    expect(high).toBeCloseTo(0.1, 2);
    expect(highJoined - lowJoined).toBeGreaterThan(5 * (high - low));
    expect(splitIntervals([])).toEqual({ mix: undefined, rate: undefined });
  });
});

describe("changeTime(periods)", () => {
  const days = (counts: number[]) => counts.map((count) => ({ count, total: 1000 }));

  it("is the first period of the new level, with the range that is nearly as likely", () => {
    expect(changeTime(days([40, 42, 38, 41, 90, 88, 91]))).toMatchObject({ place: 4, range: [4, 4] });
    const blurred = changeTime(days([40, 42, 38, 44, 46, 48]));
    expect((blurred?.range[1] ?? 0) - (blurred?.range[0] ?? 0)).toBeGreaterThan(1);
  });

  it("is undefined without a period before and after", () => {
    expect(changeTime([])).toBeUndefined();
    expect(changeTime(days([40]))).toBeUndefined();
    expect(
      changeTime([
        { count: 0, total: 0 },
        { count: 1, total: 9 },
      ]),
    ).toBeUndefined();
  });
});

describe("nearestEvent(changedAtMs, events, span)", () => {
  const span = { toleranceMs: 0, fromMs: 0, toMs: 1000 };

  it("names the latest event before the change, never a later one", () => {
    const events = [10, 480, 505].map((atMs) => ({ id: `r${atMs}`, atMs }));
    expect(nearestEvent(500, events, span)).toMatchObject({ event: { id: "r480" }, lagMs: 20 });
    expect(nearestEvent(5, events, span)).toBeUndefined();
    expect(nearestEvent(500, events, { ...span, toleranceMs: 10 })).toMatchObject({
      event: { id: "r505" },
      lagMs: 0,
    });
  });

  it("is little evidence where events are many", () => {
    const few = [{ id: "a", atMs: 495 }];
    const many = Array.from({ length: 100 }, (_, i) => ({ id: String(i), atMs: i * 10 + 5 }));
    // One event: 5 of 1000 times are as shortly after one; a hundred: half of them.
    expect(nearestEvent(500, few, span)?.pValue).toBeLessThan(0.02);
    expect(nearestEvent(500, many, span)?.pValue).toBeGreaterThan(0.4);
    expect(() => nearestEvent(5, few, { ...span, toMs: 0 })).toThrow("Expected a span");
  });
});
