import { formatCount, formatShare } from "../metrics/format.js";
import type { Mined } from "./candidate.js";

type Facts = Pick<Mined, "release" | "documents" | "splitBy" | "bar" | "judged"> & {
  readonly candidates: readonly { readonly beatsBar: boolean }[];
};

/** What the release misses and what there was to learn from, in a sentence. */
export function missedWords({ release, documents, splitBy, judged }: Facts): string {
  const { violating, good, decided, mined, heldOut } = documents;
  const known = decided === 0 ? "labelled" : "known";
  if (violating === 0) return `Release ${release} misses no ${known} violation.`;
  const split = splitBy === "time" ? "the later ones" : "those of other groups";
  return `Release ${release} misses ${formatCount(violating)} ${known} violations; phrases of theirs were found on ${formatCount(mined)} documents, and ${formatCount(judged)} judged on ${formatCount(heldOut)} ${decided === 0 ? "" : "labelled "}others, ${split} (${formatCount(good)} of all are good; near-duplicates count once).${decidedWords(decided)}`;
}

function decidedWords(decided: number): string {
  if (decided === 0) return "";
  return ` Of ${formatCount(decided)} of the documents only the decision of people is known: it is used to find phrases, not to judge them.`;
}

/** How many candidates beat the bar, in a sentence; that none does is an answer too. */
export function barWords({ candidates, bar: least }: Facts): string {
  const bar = `a lower bound of precision of ${formatShare(least)}`;
  const beating = candidates.filter(({ beatsBar }) => beatsBar).length;
  const open = candidates.length - beating;
  const rest = open === 0 ? "" : ` ${formatCount(open)} more ${open === 1 ? "needs" : "need"} more labels.`;
  if (beating === 0) return `No candidate beats the bar, ${bar}.${rest}`;
  return `${formatCount(beating)} ${beating === 1 ? "candidate beats" : "candidates beat"} the bar, ${bar}.${rest}`;
}
