import { toRate } from "../metrics/rate.js";
import type { TermRow } from "../model/artefact.js";
import type { Rate } from "../model/rate.js";
import type { PageData } from "./pageData.js";
import { newestRelease } from "./selection.js";

/** Precision of a term over its labelled hits; each item counts once. */
export function termPrecision({ tp, labelled }: { tp: number; labelled: number }): Rate {
  return toRate(tp, labelled);
}

/** Terms of the newest release that hit, most hits first. */
export function currentTerms(data: PageData): TermRow[] {
  const newest = newestRelease(data.report);
  return data.terms
    .filter(({ lastRelease }) => lastRelease === newest)
    .toSorted((a, b) => b.hits - a.hits || (a.termId < b.termId ? -1 : 1));
}

/** The term that a term page is about; `undefined` when none has the id. */
export function findTerm(data: PageData, termId: string | undefined): TermRow | undefined {
  return data.terms.find((row) => row.termId === termId);
}
