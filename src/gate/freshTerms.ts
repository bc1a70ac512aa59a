import type { Truth } from "../metrics/verdict.js";
import type { FreshCounts, ReleaseTerms } from "../model/releaseTerms.js";
import type { SnapshotPair } from "../replay/flips.js";
import type { GuardedTerm } from "./gateRules.js";
import { noFlips } from "./itemFlips.js";
import type { Unenforced } from "./unenforced.js";

/** Terms of the second release that are new or changed since the first one, and reject too much of the traffic. */
export function broadTerms({ broad }: ReleaseTerms, pair: SnapshotPair): GuardedTerm[] {
  return freshRows(broad, pair).map(({ termId, hits }) => ({ termId, hits }));
}

/** As `findUnenforced`, from counts of items; `undefined` when no new or changed term only watches or flags. O(rows). */
export function countUnenforced(
  { harmless, unenforced }: ReleaseTerms,
  pair: SnapshotPair,
): Omit<Unenforced, "terms"> | undefined {
  const fresh = freshRows(harmless, pair);
  const termsOf = (action: string): number =>
    fresh.reduce((sum, row) => sum + (row.action === action ? row.terms : 0), 0);
  const [watch, flag] = [termsOf("watch"), termsOf("flag")];
  if (watch + flag === 0) return undefined;
  const flips = noFlips();
  for (const { truth, items } of freshRows(unenforced, pair)) flips[gainedKinds[truth]] += items;
  return { watch, flag, flips };
}

const gainedKinds = {
  violating: "gainedTP",
  good: "newFP",
  unlabelled: "unlabelledGained",
} as const satisfies Readonly<Record<Truth, string>>;

function freshRows<Row extends FreshCounts>(rows: readonly Row[], { from, to }: SnapshotPair): Row[] {
  return rows.filter(({ release, freshSince }) => release === to && freshSince[from] === "1");
}
