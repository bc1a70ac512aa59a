import * as fc from "fast-check";
import type { JudgedHits } from "../../src/cleanup/hitGroups.js";
import type { Truth } from "../../src/metrics/verdict.js";

/** Items as `truth: terms`, terms as letters from `a`. */
export function judged(termCount: number, items: readonly (readonly [Truth, string])[]): JudgedHits {
  const pairs = items.flatMap(([, terms], item) =>
    Array.from(terms, (letter) => [item, indexOf(letter)] as const),
  );
  return {
    truths: items.map(([truth]) => truth),
    termCount,
    hits: { items: pairs.map(([item]) => item), terms: pairs.map(([, term]) => term) },
  };
}

/** `a` → 0. */
export function indexOf(letter: string): number {
  return (letter.codePointAt(0) ?? 0) - 97;
}

/** Small packages over some items, many of which several terms hit. */
export function judgedHits({
  mostTerms,
  mostItems,
}: {
  mostTerms: number;
  mostItems: number;
}): fc.Arbitrary<JudgedHits> {
  return fc.integer({ min: 1, max: mostTerms }).chain((termCount) => {
    const letters = Array.from({ length: termCount }, (_, term) => String.fromCodePoint(97 + term));
    const item = fc.tuple(
      fc.constantFrom<Truth>("violating", "violating", "good", "unlabelled"),
      fc.array(fc.constantFrom(...letters), { maxLength: 4 }).map((terms) => terms.join("")),
    );
    return fc.array(item, { maxLength: mostItems }).map((items) => judged(termCount, items));
  });
}

/** Terms of each item, as the definition has it. */
export function termsByItem({ truths, hits }: JudgedHits): Set<number>[] {
  const sets = truths.map(() => new Set<number>());
  for (let hit = 0; hit < hits.items.length; hit++) sets[hits.items[hit] ?? 0]?.add(hits.terms[hit] ?? 0);
  return sets;
}
