import type { SnapshotPair } from "../replay/flips.js";
import type { TermRow } from "../model/artefact.js";
import type { ViewContext } from "./view.js";

/** The two releases that the reader chose, with their labels. */
export type ReleasePair = SnapshotPair & { readonly fromLabel: string; readonly toLabel: string };

/** Said where a release is chosen that there is not. */
export const noPair = "Choose two releases that this package has.";

/** The two releases that the page compares; `undefined` when the package has not both. */
export function chosenPair({ state, data }: Pick<ViewContext, "state" | "data">): ReleasePair | undefined {
  const indexOf = (label: string | undefined) =>
    data.report.releases.findIndex((release) => release.label === label);
  const pair = { from: indexOf(state["from"]), to: indexOf(state["to"]) };
  if (pair.from < 0 || pair.to < 0) return undefined;
  return { ...pair, fromLabel: state["from"] ?? "", toLabel: state["to"] ?? "" };
}

/** A term that hits and that only one of two releases holds. */
export type MovedTerm = { readonly term: TermRow; readonly side: "added" | "removed" };

/** The terms that hit and that only one of the two releases holds, most unique hits first. */
export function movedTerms(terms: readonly TermRow[], { from, to }: SnapshotPair): MovedTerm[] {
  return terms
    .flatMap((term): MovedTerm[] => {
      const [before, after] = [isHeld(term, from), isHeld(term, to)];
      return before === after ? [] : [{ term, side: after ? "added" : "removed" }];
    })
    .toSorted(
      (a, b) => b.term.uniqueHits - a.term.uniqueHits || b.term.hits - a.term.hits || compareIds(a, b),
    );
}

function isHeld({ firstRelease, lastRelease }: TermRow, release: number): boolean {
  return firstRelease <= release && release <= lastRelease;
}

function compareIds(a: MovedTerm, b: MovedTerm): number {
  return a.term.termId < b.term.termId ? -1 : 1;
}
