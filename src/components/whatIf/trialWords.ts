import { formatCount } from "../../metrics/format.js";
import type { ComparedHit, HitEffect, Trial } from "./compareTrials.js";

/** What the package does to a text, and what the change would do, as sentences; the finding comes first. */
export function trialWords(
  { hits, hasTruncated, canMatch }: Trial,
  {
    release,
    terms,
    isChanged,
  }: { readonly release: string; readonly terms: number; readonly isChanged: boolean },
): string {
  const before = hits.filter(({ effect }) => effect !== "gained");
  const after = hits.filter(({ effect }) => effect !== "lost");
  const sentences = [
    before.length === 0
      ? `Package ${release} lets this text pass: none of its ${formatCount(terms)} terms hits it.`
      : `Package ${release} rejects this text: ${hitWords(before)}.`,
    isChanged ? changeWords(before, after, hits) : "",
    canMatch ? "" : "Nothing visible is left of the added term, so it can match nothing.",
    hasTruncated ? "Of a term with more than 100 hits the first 100 count." : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** "3 hits of 2 terms" */
function hitWords(hits: readonly ComparedHit[]): string {
  const terms = new Set(hits.map(({ term }) => term)).size;
  return `${counted(hits.length, "hit")} of ${counted(terms, "term")}`;
}

function changeWords(
  before: readonly ComparedHit[],
  after: readonly ComparedHit[],
  hits: readonly ComparedHit[],
): string {
  const count = (effect: HitEffect) => hits.filter((hit) => hit.effect === effect).length;
  const [gained, lost] = [count("gained"), count("lost")];
  if (gained + lost === 0) return "Your change does nothing to it.";
  const [was, is] = [before.length > 0, after.length > 0];
  const verdict = is ? (was ? "would still reject it" : "would reject it") : "would let it pass";
  return `With your change it ${verdict}: ${counted(gained, "hit")} gained, ${formatCount(lost)} lost.`;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
