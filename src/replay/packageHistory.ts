import type { Term } from "../matcher/term.js";
import type { TermHistoryRow } from "../model/artefact.js";
import type { ReleaseHealth } from "../model/packageHealth.js";

export type PackageHistory = {
  readonly releases: readonly ReleaseHealth[];
  /** By release, there in the order of terms. */
  readonly changes: readonly TermHistoryRow[];
};

/**
 * What each release holds and changed, and what became of each term; empty without releases. O(terms of all releases).
 * @param releases the terms of each, in the order of release
 * @param keyOf equal for terms that say the same, their owner and note aside
 */
export function packageHistory(
  releases: readonly (readonly Term[])[],
  keyOf: (term: Term) => string,
): PackageHistory {
  let before: ReadonlyMap<string, Term> | undefined;
  const changes: TermHistoryRow[] = [];
  const health = releases.map((terms, release): ReleaseHealth => {
    const now = new Map(terms.map((term) => [term.termId, term]));
    const own = before === undefined ? [] : changesBetween(before, now, { release, keyOf });
    before = now;
    for (const change of own) changes.push(change);
    const count = (change: TermHistoryRow["change"]): number =>
      own.filter((row) => row.change === change).length;
    return {
      kinds: countKinds(terms),
      added: count("added"),
      removed: count("removed"),
      changed: count("changed"),
    };
  });
  return { releases: health, changes };
}

function changesBetween(
  before: ReadonlyMap<string, Term>,
  now: ReadonlyMap<string, Term>,
  { release, keyOf }: { release: number; keyOf: (term: Term) => string },
): TermHistoryRow[] {
  const rows: TermHistoryRow[] = [];
  for (const [termId, term] of now) {
    const old = before.get(termId);
    if (old === undefined) rows.push({ termId, release, change: "added", flags: "" });
    else if (keyOf(old) !== keyOf(term))
      rows.push({ termId, release, change: "changed", flags: flagsBetween(old, term) });
  }
  for (const termId of before.keys())
    if (!now.has(termId)) rows.push({ termId, release, change: "removed", flags: "" });
  return rows;
}

const flags = [
  "kind",
  "match",
  "views",
  "languages",
  "markets",
  "policies",
  "fields",
  "action",
  "radius",
  "validFrom",
  "validTo",
] as const;

/** `action flag → reject; match word → prefix`. */
function flagsBetween(old: Term, now: Term): string {
  const changed = flags.filter((name) => shown(old[name]) !== shown(now[name]));
  return changed.map((name) => `${name} ${shown(old[name])} → ${shown(now[name])}`).join("; ");
}

function shown(value: Term[(typeof flags)[number]]): string {
  if (value === null || value === undefined) return "none";
  return typeof value === "object" ? value.join("+") || "all" : String(value);
}

function countKinds(terms: readonly Term[]): Record<string, number> {
  const kinds = new Map<string, number>();
  for (const { kind } of terms) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return Object.fromEntries([...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
