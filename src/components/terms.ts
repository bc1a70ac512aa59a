import { toRate } from "../metrics/rate.js";
import type { TermRow } from "../model/artefact.js";
import type { Rate } from "../model/rate.js";
import type { PageData } from "./pageData.js";
import { newestRelease } from "./selection.js";

type LabelCounts = Pick<TermRow, "tp" | "labelled"> &
  Partial<Pick<TermRow, "weightedTp" | "weightedLabelled" | "effectiveN">>;

/**
 * Precision of a term over its labelled hits as `riskbook promote` has it: each counts as many as its sample stands for,
 * and the interval is that of the effective n, the items of an advertiser being one cluster.
 */
export function termPrecision(term: LabelCounts): Rate {
  const { tp, labelled, weightedTp = tp, weightedLabelled = labelled, effectiveN = labelled } = term;
  return toRate(weightedTp, weightedLabelled, effectiveN);
}

/** Whether labels of some terms weigh differently, or several are of one advertiser. */
export function isWeighed(terms: readonly TermRow[]): boolean {
  return terms.some(({ effectiveN }) => effectiveN !== undefined);
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
