import type { TextHit } from "./scanViews.js";
import type { Term } from "./term.js";

/** Orders the hits of one text by start, end, term id and view. */
export function byPlace(terms: readonly Term[]): (a: TextHit, b: TextHit) => number {
  const byId = byTermId(terms);
  return (a, b) => a.start - b.start || a.end - b.end || byId(a, b) || (a.view < b.view ? -1 : 1);
}

/** Orders hits by the ids of their terms, code unit by code unit. */
export function byTermId(terms: readonly Term[]): (a: { term: number }, b: { term: number }) => number {
  return (a, b) => {
    const [left, right] = [terms[a.term]?.termId ?? "", terms[b.term]?.termId ?? ""];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };
}
