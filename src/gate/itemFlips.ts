import type { Truth } from "../metrics/verdict.js";
import { truthNames } from "../replay/traffic.js";
import type { Decided } from "./compared.js";

/** What can become of an item whose decision changes. */
export const flipKinds = [
  "gainedTP",
  "lostTP",
  "newFP",
  "fixedFP",
  "unlabelledGained",
  "unlabelledLost",
] as const;

export type FlipKind = (typeof flipKinds)[number];

/** Items by what became of them: violating and newly rejected or approved, good likewise, and those without a label. */
export type FlipTally = Readonly<Record<FlipKind, number>>;

/** What became of an item; `undefined` where the decision is the same. */
export function flipOf({ truths, before, after }: Decided, item: number): FlipKind | undefined {
  if (before[item] === after[item]) return undefined;
  return names[truthNames[truths[item] ?? 0] ?? "unlabelled"][after[item] === 1 ? "gained" : "lost"];
}

const names: Readonly<Record<Truth, Readonly<Record<"gained" | "lost", FlipKind>>>> = {
  violating: { gained: "gainedTP", lost: "lostTP" },
  good: { gained: "newFP", lost: "fixedFP" },
  unlabelled: { gained: "unlabelledGained", lost: "unlabelledLost" },
};

/** The items whose decision changes, ascending. */
export function changedItems({ before, after }: Decided): number[] {
  const found: number[] = [];
  for (let item = 0; item < before.length; item++) if (before[item] !== after[item]) found.push(item);
  return found;
}

/** How many of some items, each with a changed decision or none, became what; all 0 without items. */
export function tallyFlips(compared: Decided, items: Iterable<number>): FlipTally {
  const tally = noFlips();
  for (const item of items) {
    const kind = flipOf(compared, item);
    if (kind !== undefined) tally[kind]++;
  }
  return tally;
}

export function noFlips(): Record<FlipKind, number> {
  return { gainedTP: 0, lostTP: 0, newFP: 0, fixedFP: 0, unlabelledGained: 0, unlabelledLost: 0 };
}

/** Changed decisions in all. */
export function flipTotal(tally: FlipTally): number {
  return flipKinds.reduce((sum, kind) => sum + tally[kind], 0);
}
