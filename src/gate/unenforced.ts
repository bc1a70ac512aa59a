import { formatCount } from "../metrics/format.js";
import type { ItemFacts, ReplayedOn } from "../replay/traffic.js";
import { rejections } from "./compared.js";
import { changedItems, tallyFlips } from "./itemFlips.js";
import type { FlipTally } from "./itemFlips.js";
import { responsibleTerms } from "./responsibleTerms.js";
import type { ResponsibleTerm } from "./responsibleTerms.js";

/** What terms that only watch or flag would do if they rejected; no part of a verdict. */
export type Unenforced = {
  /** Terms of each action. */
  readonly watch: number;
  readonly flag: number;
  /** Items that they would newly reject on top of all that the package does; nothing is lost or fixed. */
  readonly flips: FlipTally;
  /** Those of them that would reject something newly, most unique flips first. */
  readonly terms: readonly ResponsibleTerm[];
};

/**
 * What some terms of a package would do if they rejected too; `undefined` when none of them only watches or flags.
 * O(hits + items).
 * @param fresh indexes of the terms that are asked about, of whatever action
 */
export function findUnenforced(
  facts: ItemFacts,
  to: ReplayedOn,
  fresh: readonly number[],
): Unenforced | undefined {
  const placesOf = (action: string) => fresh.filter((place) => to.terms[place]?.action === action);
  const [watch, flag] = [placesOf("watch"), placesOf("flag")];
  if (watch.length + flag.length === 0) return undefined;
  const enforced = { ...to, rejecting: [...to.rejecting, ...watch, ...flag] };
  const items = facts.truths.length;
  const compared = { ...facts, before: rejections(to, items), after: rejections(enforced, items) };
  const changed = changedItems(compared);
  return {
    watch: watch.length,
    flag: flag.length,
    flips: tallyFlips(compared, changed),
    terms: responsibleTerms(compared, changed, { from: to, to: enforced }),
  };
}

/** What they would do, in a sentence that says that it is no part of the verdict. */
export function unenforcedSentence({ watch, flag, flips }: Omit<Unenforced, "terms">): string {
  const verb = flag === 0 ? "only watch" : watch === 0 ? "only flag" : "only watch or flag";
  const subject =
    watch + flag === 1 ? "1 new or changed term" : `${formatCount(watch + flag)} new or changed terms`;
  const counts = [
    `catch ${formatCount(flips.gainedTP)} more violations`,
    `reject ${formatCount(flips.newFP)} more good items`,
    `and ${formatCount(flips.unlabelledGained)} without a label`,
  ];
  const said = watch + flag === 1 ? verb.replace("watch", "watches").replace("flag", "flags") : verb;
  return `No part of the verdict: ${subject} ${said}; if they rejected, they would ${counts.join(", ")}.`;
}
