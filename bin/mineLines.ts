import { maskTerm } from "../src/components/mask.js";
import { formatCount, formatInterval, formatShare } from "../src/metrics/format.js";
import { barWords, missedWords } from "../src/mining/minedWords.js";
import type { Candidate, Mined } from "../src/mining/candidate.js";

/** What was mined and the first candidates as a JSON object on one line; what is not known is null. */
export function mineJson(mined: Mined, top: number): string {
  const shown = { ...mined, candidates: mined.candidates.slice(0, top).map(toJson) };
  return `${JSON.stringify(shown)}\n`;
}

function toJson(candidate: Candidate) {
  const { tp, fp, labelled, precision = null, low = null, high = null } = candidate.heldOut;
  const nearest = candidate.nearest ?? null;
  return { ...candidate, heldOut: { tp, fp, labelled, precision, low, high }, nearest };
}

/** What was mined in two sentences, then a line for each of the first candidates, tab-separated. */
export function mineLines(mined: Mined, { top, showTerms }: { top: number; showTerms: boolean }): string {
  const lines = mined.candidates.slice(0, top).map((candidate) => lineOf(candidate, showTerms));
  return `${[missedWords(mined), barWords(mined), ...lines].join("\n")}\n`;
}

function lineOf(candidate: Candidate, showTerms: boolean): string {
  const show = showTerms ? (term: string): string => term : maskTerm;
  const { termId, term, kind, language, support, heldOut, gain, newHits, beatsBar, nearest } = candidate;
  const { tp, labelled, precision, low, high } = heldOut;
  const interval = low === undefined || high === undefined ? undefined : ([low, high] as const);
  return [
    beatsBar ? "beats the bar" : "undecided",
    termId,
    kind === "image" && !showTerms ? "an image" : show(term),
    language ?? "",
    `support ${formatCount(support)}`,
    `${formatCount(tp)} of ${formatCount(labelled)} violate`,
    labelled === 0 ? "" : `precision ${formatShare(precision)} (${formatInterval(interval)})`,
    `gain ${formatCount(Math.round(gain))}`,
    `${formatCount(newHits)} new hits`,
    nearest === undefined ? "" : `${nearest.relation}: ${show(nearest.term)}`,
  ].join("\t");
}
