import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rates } from "../../src/metrics/rates.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { confusionBySnapshot, flips, flipsBy } from "../../src/replay/flips.js";
import type { DecisionRow } from "../../src/replay/flips.js";

const rows: DecisionRow[] = [
  row(["fr", "violating", "01", 5]),
  row(["fr", "violating", "10", 4]),
  row(["fr", "good", "01", 3]),
  row(["de", "good", "10", 2]),
  row(["de", "unlabelled", "01", 7]),
  row(["de", "unlabelled", "10", 1]),
  row(["de", "violating", "11", 10]),
  row(["de", "violating", "00", 20]),
  row(["de", "good", "11", 30]),
  row(["de", "good", "00", 40]),
  row(["fr", "unlabelled", "11", 50]),
  row(["fr", "unlabelled", "00", 60]),
];

describe("flips(rows, {from, to})", () => {
  it("puts each truth and pair of decisions under its name", () => {
    expect(flips(rows, { from: 0, to: 1 })).toEqual({
      gainedTP: 5,
      lostTP: 4,
      sameTP: 10,
      sameFN: 20,
      newFP: 3,
      fixedFP: 2,
      sameFP: 30,
      sameTN: 40,
      unlabelledGained: 7,
      unlabelledLost: 1,
      sameUnlabelledRejected: 50,
      sameUnlabelledApproved: 60,
    });
  });

  it("swaps gained with lost and new with fixed when the snapshots swap", () => {
    const back = flips(rows, { from: 1, to: 0 });
    expect(back).toMatchObject({ gainedTP: 4, lostTP: 5, newFP: 2, fixedFP: 3, unlabelledGained: 1 });
  });

  it("refuses a snapshot that a row does not have", () => {
    expect(() => flips(rows, { from: 0, to: 2 })).toThrow(
      'Expected a snapshot index from 0 to 1 with a decision "0" or "1", got `2`',
    );
  });

  it("counts every item once, and differences of the confusion tables are its flips", () => {
    fc.assert(
      fc.property(rowLists, ({ list, from, to }) => {
        const counts = flips(list, { from, to });
        const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
        expect(total).toBe(list.reduce((sum, { items }) => sum + items, 0));
        const [before = [], after = []] = [from, to].map(
          (i) => confusionBySnapshot(list, i, []).cells[0]?.sums,
        );
        expect((after[0] ?? 0) - (before[0] ?? 0)).toBe(counts.gainedTP - counts.lostTP);
        expect((after[1] ?? 0) - (before[1] ?? 0)).toBe(counts.newFP - counts.fixedFP);
      }),
    );
  });
});

describe("flipsBy(rows, {from, to}, dimension)", () => {
  it("has a slice per value, in order", () => {
    const slices = flipsBy(rows, { from: 0, to: 1 }, "language");
    expect(slices.map(({ key, flips }) => [key, flips.gainedTP, flips.fixedFP])).toEqual([
      ["de", 0, 2],
      ["fr", 5, 0],
    ]);
  });

  it("adds up to the whole", () => {
    fc.assert(
      fc.property(rowLists, ({ list, from, to }) => {
        const parts = flipsBy(list, { from, to }, "language").map((slice) => slice.flips);
        for (const [name, count] of Object.entries(flips(list, { from, to }))) {
          expect(parts.reduce((sum, part) => sum + (new Map(Object.entries(part)).get(name) ?? 0), 0)).toBe(
            count,
          );
        }
      }),
    );
  });

  it("names the nearest dimension", () => {
    expect(() => flipsBy(rows, { from: 0, to: 1 }, "langage")).toThrow(
      'Expected a dimension of language, got `langage` (did you mean "language"?)',
    );
  });
});

describe("confusionBySnapshot(rows, index, dimensions)", () => {
  it("is a cube of tp, fp, fn, tn and unlabelled items with each item a cluster of its own", () => {
    const cube = confusionBySnapshot(rows, 1, ["language"]);
    expect(cube.measures).toEqual(["tp", "fp", "fn", "tn", "unlabelled"]);
    expect(cube.cells).toEqual([
      {
        slice: { language: "fr" },
        sums: [5, 3, 4, 0, 110],
        products: [5, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 110],
        labels: { decisions: 122, labelled: 12 },
      },
      {
        slice: { language: "de" },
        sums: [10, 30, 20, 42, 8],
        products: [10, 0, 0, 0, 0, 30, 0, 0, 0, 20, 0, 0, 42, 0, 8],
        labels: { decisions: 110, labelled: 102 },
      },
    ]);
  });

  it("answers rates() with the effective n of independent items", () => {
    const fdr = { id: "fdr", numerator: ["fp"], denominator: ["tp", "fp"] };
    const [whole] = rates(confusionBySnapshot(rows, 1, []), fdr);
    expect(whole?.rate).toMatchObject({ count: 33, total: 48, effectiveN: 48, value: 33 / 48 });
  });
});

function row([language, truth, rejectedBy, items]: [string, Truth, string, number]): DecisionRow {
  return { slice: { language }, truth, rejectedBy, items };
}

const snapshots = 3;
const digits = fc.array(fc.constantFrom("0", "1"), { minLength: snapshots, maxLength: snapshots });
const anyRow = fc
  .tuple(
    fc.constantFrom("fr", "de", "es"),
    fc.constantFrom<Truth>("violating", "good", "unlabelled"),
    digits,
    fc.nat(99),
  )
  .map(([language, truth, decisions, items]) => row([language, truth, decisions.join(""), items]));
const rowLists = fc.record({
  list: fc.array(anyRow),
  from: fc.nat(snapshots - 1),
  to: fc.nat(snapshots - 1),
});
