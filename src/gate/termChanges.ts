import type { ReplayedOn } from "../replay/traffic.js";

type Term = ReplayedOn["terms"][number];

/** How two packages differ, as indexes into the terms of each, in their order. */
export type TermChanges = {
  /** In the second alone. */
  readonly added: readonly number[];
  /** In the first alone. */
  readonly removed: readonly number[];
  /** In both under one id, with another pattern, scope or action: the places in the second. */
  readonly changed: readonly number[];
};

/** What was added, removed and changed; owner, note and the order of terms do not count. O(terms). */
export function termChanges(from: readonly Term[], to: readonly Term[]): TermChanges {
  const before = new Map(from.map(({ termId }, at) => [termId, at]));
  const isKept = new Uint8Array(from.length);
  const changes = { added: new Array<number>(), removed: new Array<number>(), changed: new Array<number>() };
  for (const [at, term] of to.entries()) {
    const place = before.get(term.termId) ?? -1;
    const known = from[place];
    if (known === undefined) {
      changes.added.push(at);
      continue;
    }
    isKept[place] = 1;
    if (!isSameTerm(known, term)) changes.changed.push(at);
  }
  for (const at of from.keys()) if (isKept[at] === 0) changes.removed.push(at);
  return changes;
}

/** Whether nothing differs that counts as a change. */
export function isSameTerm(a: Term, b: Term): boolean {
  return (
    a === b ||
    (plainFlags.every((name) => a[name] === b[name]) && lists.every((name) => isSameList(a[name], b[name])))
  );
}

const plainFlags = ["term", "kind", "match", "action", "radius", "validFrom", "validTo"] as const;
const lists = ["views", "languages", "markets", "policies", "fields"] as const;

/** Whatever the order. */
function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 && b.length === 0) return true;
  const [own, other] = [new Set(a), new Set(b)];
  return own.size === other.size && a.every((value) => other.has(value));
}
