import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mixRate } from "../../src/rca/mixRate.js";
import type { SliceChange } from "../../src/rca/mixRate.js";
import { hasOracles, oraclesNamed } from "../stats/oracles.js";

describe("mixRate(slices)", () => {
  it("equals the two-factor example (.6, .5) → (.3, .45) of DasGuptR as a slice and a rest that never errs", () => {
    const split = mixRate([change("s", [30, 60], [13.5, 30]), change("rest", [0, 40], [0, 70])]);
    expect(split?.change).toBeCloseTo(-0.165, 12);
    expect(split?.mix).toBeCloseTo(-0.1425, 12);
    expect(split?.rate).toBeCloseTo(-0.0225, 12);
  });

  it("is computed by hand for two slices, with the mix term centred", () => {
    // a: weight .5 → .75, rate .2 → .4; b: weight .5 → .25, rate .6 → .6. R: .4 → .45, centre .425.
    const split = mixRate([change("a", [10, 50], [30, 75]), change("b", [30, 50], [15, 25])]);
    expect(split?.parts.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(split?.parts[0]?.mix).toBeCloseTo(0.25 * (0.3 - 0.425), 12);
    expect(split?.parts[0]?.rate).toBeCloseTo(0.2 * 0.625, 12);
    expect(split?.parts[1]?.mix).toBeCloseTo(-0.25 * (0.6 - 0.425), 12);
    expect(split?.parts[1]?.rate).toBe(0);
    expect([split?.value0, split?.value1]).toEqual([0.4, 0.45]);
  });

  it("gives a growing slice of average rate no contribution", () => {
    const split = mixRate([
      change("a", [10, 50], [30, 150]),
      change("b", [5, 25], [5, 25]),
      change("c", [5, 25], [5, 25]),
    ]);
    expect(split?.parts.every(({ mix, rate }) => Math.abs(mix) < 1e-15 && rate === 0)).toBe(true);
  });

  it("gives a slice that is missing on one side the other's rate, and says so", () => {
    const split = mixRate([change("new", [0, 0], [9, 10]), change("old", [10, 100], [9, 90])]);
    expect(split?.parts[0]).toMatchObject({ key: "new", onlyIn: "to", weight0: 0, rate0: 0.9, rate: 0 });
    expect(split?.parts[1]).not.toHaveProperty("onlyIn");
    expect(mixRate([change("gone", [9, 10], [0, 0]), change("b", [1, 1], [1, 1])])?.parts[0]?.onlyIn).toBe(
      "from",
    );
  });

  it("leaves out slices that neither side has, and is undefined when a side is empty", () => {
    const split = mixRate([change("none", [0, 0], [0, 0]), change("a", [1, 2], [1, 2])]);
    expect(split?.parts).toHaveLength(1);
    expect(mixRate([change("a", [0, 0], [1, 2])])).toBeUndefined();
    expect(mixRate([change("a", [1, 2], [0, 0])])).toBeUndefined();
    expect(mixRate([])).toBeUndefined();
  });

  it("flags Simpson's paradox: every slice rises and the whole falls", () => {
    // a: .1 → .2, b: .8 → .9, yet .8·.9 + … falls as traffic moves from b to a.
    const paradox = mixRate([change("a", [1, 10], [18, 90]), change("b", [72, 90], [9, 10])]);
    expect(paradox?.change).toBeLessThan(0);
    expect(paradox?.simpson).toBe(true);
    const joined = mixRate([
      change("a", [1, 10], [18, 90]),
      change("b", [72, 90], [9, 10]),
      change("new", [0, 0], [1, 9]),
    ]);
    expect(joined?.simpson).toBe(true);
    const plain = mixRate([change("a", [1, 10], [2, 10]), change("b", [72, 90], [81, 90])]);
    expect(plain?.simpson).toBe(false);
    const mixed = mixRate([change("a", [1, 10], [18, 90]), change("b", [72, 90], [7, 10])]);
    expect(mixed?.simpson).toBe(false);
  });

  it("adds up to the change to 1e-12, part by part and in total", () => {
    fc.assert(
      fc.property(sliceLists, (slices) => {
        const split = mixRate(slices);
        if (split === undefined) throw new Error("expected both sides to have units");
        const parts = split.parts.reduce((sum, { mix, rate }) => sum + mix + rate, 0);
        expect(Math.abs(parts - split.change)).toBeLessThan(1e-12);
        expect(Math.abs(split.mix + split.rate - split.change)).toBeLessThan(1e-12);
      }),
    );
  });

  it("turns every sign when the sides swap", () => {
    fc.assert(
      fc.property(sliceLists, (slices) => {
        const there = mixRate(slices);
        const back = mixRate(slices.map(({ key, from, to }) => ({ key, from: to, to: from })));
        expect(back?.mix).toBeCloseTo(-(there?.mix ?? 9), 12);
        expect(back?.rate).toBeCloseTo(-(there?.rate ?? 9), 12);
      }),
    );
  });

  it("does not depend on the order of slices, and lists the largest contribution first", () => {
    fc.assert(
      fc.property(sliceLists, (slices) => {
        const split = mixRate(slices);
        const sizes = (split?.parts ?? []).map(({ mix, rate }) => Math.abs(mix + rate));
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        expect(mixRate(slices.toReversed())?.mix).toBeCloseTo(split?.mix ?? 9, 12);
      }),
    );
  });

  it("is pure rate for one slice, and merging slices that are alike changes nothing", () => {
    fc.assert(
      fc.property(sliceLists, (slices) => {
        const twice = slices.flatMap((slice) => [slice, { ...slice, key: `${slice.key}'` }]);
        expect(mixRate(twice)?.mix).toBeCloseTo(mixRate(slices)?.mix ?? 9, 12);
      }),
    );
    expect(mixRate([change("all", [10, 100], [30, 100])])?.mix).toBe(0);
  });
});

describe.skipIf(!hasOracles)("mixRate() on ../shared/oracles (skipped when not there)", () => {
  type Sides = { from: number[]; to: number[] };
  type Case = {
    input: { size: Sides; rate: Sides };
    expected: { crude1970: number; crude1985: number; mix: number; rate: number };
  };

  it("equals Das Gupta's example 5.3 with 22 cells", () => {
    const [oracle] = oraclesNamed<Case>("Kitagawa");
    if (oracle === undefined) throw new Error("expected the oracle to be there");
    const { size, rate } = oracle.input;
    const side = (name: "from" | "to", i: number) => {
      const total = size[name][i] ?? 0;
      return { count: total * (rate[name][i] ?? 0), total };
    };
    const split = mixRate(
      size.from.map((_, i) => ({ key: String(i), from: side("from", i), to: side("to", i) })),
    );
    expect(split?.value0).toBeCloseTo(oracle.expected.crude1970, 9);
    expect(split?.value1).toBeCloseTo(oracle.expected.crude1985, 9);
    expect(split?.mix).toBeCloseTo(oracle.expected.mix, 9);
    expect(split?.rate).toBeCloseTo(oracle.expected.rate, 9);
  });
});

function change(key: string, from: [number, number], to: [number, number]): SliceChange {
  return { key, from: { count: from[0], total: from[1] }, to: { count: to[0], total: to[1] } };
}

const part = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([count, rest]) => ({ count, total: count + rest }));
const sliceLists = fc
  .array(fc.tuple(part, part), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map(([from, to], i) => ({ key: String(i), from, to })))
  .filter((rows) => rows.some(({ from }) => from.total > 0) && rows.some(({ to }) => to.total > 0));
