import { formatCount } from "../../metrics/format.js";
import type { ComparedHit, HitEffect, Trial } from "./compareTrials.js";

/** What the summary speaks of beside the hits. */
export type TrialSubject = {
  /** Label of the release that is tried. */
  readonly release: string;
  /** Terms that were looked for. */
  readonly terms: number;
  readonly isChanged: boolean;
  /** Rules that would be refused for what is switched off. */
  readonly lostRules?: number;
};

/** What the package does to a text, and what the change would do, as sentences; the finding comes first. */
export function trialWords({ hits, truncated }: Trial, subject: TrialSubject): string {
  const { release, terms, isChanged, lostRules = 0 } = subject;
  const real = hits.filter(({ isException }) => !isException);
  const before = real.filter(({ effect }) => effect !== "gained");
  const after = real.filter(({ effect }) => effect !== "lost");
  const exceptions = hits.filter(({ isException, effect }) => isException && effect !== "gained").length;
  const sentences = [
    before.length === 0
      ? `Package ${release} lets this text pass: none of its ${formatCount(terms)} terms hits it.`
      : `Package ${release} rejects this text: ${hitWords(before)}.`,
    exceptions === 0 ? "" : `Hits inside ${counted(exceptions, "exception")} do not count.`,
    isChanged ? changeWords(before, after, hits) : "",
    lostRules === 0 ? "" : `${counted(lostRules, "rule")} would be refused: a term in it is switched off.`,
    truncated === 0
      ? ""
      : `Of ${counted(truncated, "term")} only the first hits are given: 100, or fewer where a regex costs too much work.`,
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
  const count = (effect: HitEffect) => hits.filter((hit) => hit.effect === effect && !hit.isException).length;
  const [gained, lost] = [count("gained"), count("lost")];
  if (gained + lost === 0) return "Your change does nothing to it.";
  const [was, is] = [before.length > 0, after.length > 0];
  const verdict = is ? (was ? "would still reject it" : "would reject it") : "would let it pass";
  return `With your change it ${verdict}: ${counted(gained, "hit")} gained, ${formatCount(lost)} lost.`;
}

export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
