import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Truth } from "../../src/metrics/verdict.js";
import { effectivenessOf } from "../../src/replay/effectiveness.js";

const termIds = ["x", "never", "y"];

describe("effectivenessOf({truths, termIds, hits})", () => {
  // Items: 0 violating, 1 good, 2 unlabelled, 3 violating, 4 good (never hit).
  const truths: Truth[] = ["violating", "good", "unlabelled", "violating", "good"];
  const hits = pairs([
    [0, "x"],
    [0, "y"],
    [1, "x"],
    [2, "x"],
    [3, "y"],
    [0, "x"],
  ]);
  const snapshot = { truths, termIds, hits };

  it("counts items, labels, unique hits and credit by hand", () => {
    const { terms, deadTerms, itemsHit } = effectivenessOf(snapshot);
    expect(terms[0]).toMatchObject({ termId: "x", hits: 3, labelled: 2, tp: 1, fp: 1 });
    expect(terms[0]).toMatchObject({ uniqueHits: 2, uniqueTp: 0, uniqueFp: 1, credit: 2.5 });
    expect(terms[0]?.precision).toMatchObject({ count: 1, total: 2, effectiveN: 2, value: 0.5 });
    expect(terms[1]).toMatchObject({ termId: "y", hits: 2, labelled: 2, tp: 2, fp: 0 });
    expect(terms[1]).toMatchObject({ uniqueHits: 1, uniqueTp: 1, uniqueFp: 0, credit: 1.5 });
    expect(deadTerms).toEqual(["never"]);
    expect(itemsHit).toBe(4);
  });

  it("gives what recall, FPR and precision lose without the term", () => {
    const { terms } = effectivenessOf(snapshot);
    expect(terms.map(({ marginal }) => marginal)).toEqual([
      { recall: 0, fpr: 0.5, precision: 2 / 3 - 1 },
      { recall: 0.5, fpr: 0, precision: 2 / 3 - 1 / 2 },
    ]);
    const unlabelled = effectivenessOf({ truths: ["unlabelled"], termIds: ["x"], hits: pairs([[0, "x"]]) });
    expect(unlabelled.terms[0]).toMatchObject({
      marginal: { recall: undefined, fpr: undefined, precision: undefined },
      precision: { value: undefined },
    });
  });

  it("gives S/O as if there were as many violating items as good ones, 0.5 on no labelled hit", () => {
    const classes: Truth[] = ["violating", "good", "good", "good", "good", "unlabelled"];
    const list = pairs([
      [0, "x"],
      [1, "x"],
      [5, "y"],
    ]);
    const { terms } = effectivenessOf({ truths: classes, termIds, hits: list });
    expect(terms.map((term) => term.spamOverOverall)).toEqual([1 / 1.25, 0.5]);
  });

  it("has every term dead without hits", () => {
    const none = effectivenessOf({ truths, termIds, hits: pairs([]) });
    expect(none).toEqual({ terms: [], deadTerms: termIds, itemsHit: 0 });
  });

  it("refuses an index out of range and columns of different length", () => {
    const outside = { truths, termIds: ["x"], hits: { items: [5], terms: [0] } };
    expect(() => effectivenessOf(outside)).toThrow(
      "Expected `item` of a hit to be an integer from 0 to 4, got `5`",
    );
    const ragged = { truths, termIds: ["x"], hits: { items: [0, 1], terms: [0] } };
    expect(() => effectivenessOf(ragged)).toThrow("Expected as many terms as items, got 1 and 2");
  });

  it("has credits that add up to the items hit, and marginals that equal the replay without the term", () => {
    fc.assert(
      fc.property(replays, ({ truths, list }) => {
        const found = effectivenessOf({ truths, termIds, hits: pairs(list) });
        expect(found.terms.reduce((sum, { credit }) => sum + credit, 0)).toBeCloseTo(found.itemsHit, 9);
        for (const { termId, marginal } of found.terms) {
          const without = list.filter(([, term]) => term !== termId);
          const lost = recallOf(truths, list) - recallOf(truths, without);
          expect(marginal.recall ?? 0).toBeCloseTo(lost, 12);
        }
      }),
    );
  });

  it("does not depend on the order or repetition of hits", () => {
    fc.assert(
      fc.property(replays, ({ truths, list }) => {
        const once = effectivenessOf({ truths, termIds, hits: pairs(list) });
        expect(effectivenessOf({ truths, termIds, hits: pairs([...list, ...list].toReversed()) })).toEqual(
          once,
        );
      }),
    );
  });
});

type Hit = [item: number, term: string];

function pairs(list: readonly Hit[]) {
  return { items: list.map(([item]) => item), terms: list.map(([, term]) => termIds.indexOf(term)) };
}

function recallOf(truths: readonly Truth[], list: readonly Hit[]): number {
  const violating = truths.flatMap((truth, item) => (truth === "violating" ? [item] : []));
  const caught = violating.filter((item) => list.some(([hit]) => hit === item));
  return violating.length === 0 ? 0 : caught.length / violating.length;
}

const replays = fc
  .array(fc.constantFrom<Truth>("violating", "good", "unlabelled"), { minLength: 1, maxLength: 8 })
  .chain((truths) => {
    const hit = fc.tuple(fc.nat(truths.length - 1), fc.constantFrom("x", "y"));
    return fc.array(hit, { maxLength: 20 }).map((list) => ({ truths, list }));
  });
