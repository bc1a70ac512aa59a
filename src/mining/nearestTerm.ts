import { canonicalTerm } from "../matcher/canonical.js";
import type { Term } from "../matcher/term.js";

/** The existing word that is most like a candidate, and how. */
export type NearestTerm = {
  readonly termId: string;
  readonly term: string;
  /**
   * `same` text with another scope, validity, way of matching or as an exception; `inside`: it is a part of the candidate;
   * `around`: the candidate is a part of it; `words`: they share words; `spelling`: they are spelled alike.
   */
  readonly relation: "same" | "inside" | "around" | "words" | "spelling";
  /** Letters to change, add or leave out, to make one of the other. */
  readonly distance: number;
};

/** Letters that may differ in words spelled alike, of their length. */
const mostChanged = 0.25;

/**
 * Finds the existing word nearest to a text: the closest relation (in the order same, inside, around, words, spelling),
 * then the fewest letters to change, then the order of the package. `undefined` when none is related.
 * Cost: a comparison a term of about the same length or a shared word, a text.
 */
export function nearestTermFinder(terms: readonly Term[]): (text: string) => NearestTerm | undefined {
  const words = terms
    .filter(({ kind }) => kind === "word")
    .map(({ termId, term }) => ({ termId, term, text: canonicalTerm(term) }))
    .filter(({ text }) => text !== "");
  return (text) => {
    let best: (NearestTerm & { readonly rank: number }) | undefined;
    for (const existing of words) {
      const relation = relationOf(existing.text, text);
      if (relation === undefined) continue;
      const rank = relations.indexOf(relation);
      if (best !== undefined && rank > best.rank) continue;
      const distance = editDistance(existing.text, text);
      if (best !== undefined && rank === best.rank && distance >= best.distance) continue;
      best = { termId: existing.termId, term: existing.term, relation, distance, rank };
    }
    if (best === undefined) return undefined;
    const { rank: _, ...nearest } = best;
    return nearest;
  };
}

const relations = ["same", "inside", "around", "words", "spelling"] as const;

function relationOf(existing: string, text: string): NearestTerm["relation"] | undefined {
  if (existing === text) return "same";
  if (isPart(existing, text)) return "inside";
  if (isPart(text, existing)) return "around";
  if (wordsOf(text).some((word) => word.length > 2 && wordsOf(existing).includes(word))) return "words";
  const limit = Math.floor(mostChanged * Math.min(existing.length, text.length));
  const isClose = Math.abs(existing.length - text.length) <= limit && editDistance(existing, text) <= limit;
  return isClose && limit > 0 ? "spelling" : undefined;
}

/** Whether a text stands in another, whole words in whole words. */
function isPart(part: string, whole: string): boolean {
  if (!whole.includes(part)) return false;
  return (
    ` ${wordsOf(whole).join(" ")} `.includes(` ${wordsOf(part).join(" ")} `) || !/^[\p{L}\p{N}]+$/u.test(part)
  );
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== "");
}

/** Levenshtein 1966, over UTF-16 units; O(length × length). */
function editDistance(a: string, b: string): number {
  let row = Int32Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = new Int32Array(b.length + 1);
    next[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
