import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupHits } from "../../src/cleanup/hitGroups.js";
import type { JudgedHits } from "../../src/cleanup/hitGroups.js";
import { minimalPackage } from "../../src/cleanup/minimalPackage.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { judged, judgedHits, termsByItem } from "./judged.js";

describe("minimalPackage(groups)", () => {
  it("keeps terms that alone hit a violating item, and no term that hits good items only", () => {
    const hits = judged(4, [
      ["violating", "a"],
      ["violating", "ab"],
      ["good", "c"],
      ["unlabelled", "d"],
    ]);
    expect(minimalPackage(groupHits(hits))).toEqual({ kept: [0], leastTerms: 1 });
  });

  it("takes one term that covers all before several that cover a part each", () => {
    const hits = judged(3, [
      ["violating", "ac"],
      ["violating", "bc"],
      ["good", "c"],
    ]);
    expect(minimalPackage(groupHits(hits)).kept).toEqual([2]);
  });

  it("takes the term with fewer good items where either would do", () => {
    const hits = judged(2, [
      ["violating", "ab"],
      ["good", "a"],
    ]);
    expect(minimalPackage(groupHits(hits)).kept).toEqual([1]);
  });

  it("drops a term taken early that later ones made needless", () => {
    const items = ["bd", "ab", "ac", "ce"].map((terms) => ["violating", terms] as const);
    expect(minimalPackage(groupHits(judged(5, items)))).toEqual({ kept: [1, 2], leastTerms: 2 });
  });

  it("keeps pinned terms, and then nothing for what they hit", () => {
    const hits = judged(3, [
      ["violating", "ab"],
      ["good", "b"],
      ["good", "c"],
    ]);
    expect(minimalPackage(groupHits(hits), [1])).toEqual({ kept: [1], leastTerms: 1 });
  });

  it("is empty without violating items", () => {
    expect(minimalPackage(groupHits(judged(1, [["good", "a"]])))).toEqual({ kept: [], leastTerms: 0 });
    expect(minimalPackage(groupHits(judged(0, [])))).toEqual({ kept: [], leastTerms: 0 });
  });

  it("hits every violating item that all terms hit, with no term that could go", () => {
    fc.assert(
      fc.property(judgedHits({ mostTerms: 18, mostItems: 60 }), (hits) => {
        const { kept, leastTerms } = minimalPackage(groupHits(hits));
        expect(recall(hits, kept)).toBe(recall(hits, everyTerm(hits)));
        for (const term of kept) {
          const less = kept.filter((other) => other !== term);
          expect(recall(hits, less)).toBeLessThan(recall(hits, kept));
        }
        expect(leastTerms).toBeLessThanOrEqual(kept.length);
      }),
    );
  });

  it("is the best of all subsets in 97 % of small packages by terms, 95 % by good items, never two terms more", () => {
    let [same, sameFp, all] = [0, 0, 0];
    fc.assert(
      fc.property(judgedHits({ mostTerms: 12, mostItems: 40 }), (hits) => {
        const { kept, leastTerms } = minimalPackage(groupHits(hits));
        const best = fewest(hits);
        expect(leastTerms).toBeLessThanOrEqual(best.terms);
        expect(kept.length - best.terms).toBeLessThanOrEqual(1);
        same += Number(kept.length === best.terms);
        sameFp += Number(itemsHit(hits, kept, "good") <= best.fp);
        all += 1;
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(same / all).toBeGreaterThanOrEqual(0.97);
    expect(sameFp / all).toBeGreaterThanOrEqual(0.95);
  });
});

function everyTerm({ termCount }: JudgedHits): number[] {
  return Array.from({ length: termCount }, (_, term) => term);
}

function recall(hits: JudgedHits, kept: readonly number[]): number {
  return itemsHit(hits, kept, "violating");
}

function itemsHit(hits: JudgedHits, kept: readonly number[], truth: Truth): number {
  const sets = termsByItem(hits);
  const isHit = (item: number): boolean => kept.some((term) => sets[item]?.has(term));
  return hits.truths.filter((found, item) => found === truth && isHit(item)).length;
}

/** Every subset of the terms tried: the fewest that hit all violating items, and of these the fewest good items. */
function fewest(hits: JudgedHits): { terms: number; fp: number } {
  const masks = termsByItem(hits).map((terms) => [...terms].reduce((mask, term) => mask | (1 << term), 0));
  const of = (truth: string): number[] =>
    masks.filter((mask, item) => mask > 0 && hits.truths[item] === truth);
  const [violating, good] = [[...new Set(of("violating"))], of("good")];
  let best = { terms: Infinity, fp: Infinity };
  for (let kept = 0; kept < 1 << hits.termCount; kept++) {
    if (violating.some((mask) => (mask & kept) === 0)) continue;
    const terms = kept.toString(2).replaceAll("0", "").length;
    const fp = good.filter((mask) => (mask & kept) !== 0).length;
    if (terms < best.terms || (terms === best.terms && fp < best.fp)) best = { terms, fp };
  }
  return best;
}
