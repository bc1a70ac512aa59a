import { freshSince, termVersions } from "../../src/gate/termVersions.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { groupByItem } from "../../src/replay/hits.js";
import type { HitPairs, HitsByItem } from "../../src/replay/hits.js";
import type { ReplayedRelease } from "../replay/openReplay.js";
import type { PartItems } from "./items.js";
import type { Row } from "./sumRows.js";
import type { ReplayedItems } from "./termRows.js";

/**
 * What the terms of each release do on some items beside their decisions: rows of approved items that terms hit which
 * only watch or flag (`release`, `truth`, `freshSince`, `items`), and of rejecting terms by how many items more than in
 * the release before they hit (`release`, `termId`, `hits`), so that the rows of a term add up to its hits. Both can be
 * added up over partitions. O(releases · (distinct hits + items)).
 */
export function freshRows(
  { truths }: PartItems,
  { hitsOf, terms, releases }: ReplayedItems,
): { unenforced: Row[]; hitSteps: Row[] } {
  const unenforced: Row[] = [];
  const hitSteps: Row[] = [];
  let grouped: { readonly hits: HitPairs; readonly byItem: HitsByItem } | undefined;
  let before: ReadonlyMap<string, number> = new Map();
  for (const [at, release] of releases.entries()) {
    const hits = hitsOf(at);
    if (grouped?.hits !== hits)
      grouped = { hits, byItem: groupByItem(hits, { items: truths.length, terms: terms.length }) };
    const counted = new Int32Array(terms.length);
    const fresh = freshOfTerms(releases, at, terms.length);
    const rejects = new Uint8Array(terms.length);
    for (const term of release.rejecting) rejects[term] = 1;
    const rows = new Map<string, Row & { items: number }>();
    countItems(grouped.byItem, truths, { fresh, rejects, counted, rows, release: at });
    unenforced.push(...rows.values());
    const now = new Map(
      release.rejecting.map((term) => [terms[term]?.termId ?? "", counted[term] ?? 0] as const),
    );
    hitSteps.push(...stepRows(before, now, at));
    before = now;
  }
  return { unenforced, hitSteps };
}

/** By term of the replay, of those of a release that only watch or flag, since when they are new or changed. */
function freshOfTerms(
  releases: readonly ReplayedRelease[],
  at: number,
  terms: number,
): readonly (string | undefined)[] {
  const fresh = Array.from({ length: terms }, (): string | undefined => undefined);
  const versions = versionsOf(releases);
  const { own = [], terms: places = [] } = releases[at] ?? {};
  for (const [index, { termId, action }] of own.entries()) {
    const numbers = versions.get(termId);
    if ((action === "watch" || action === "flag") && numbers !== undefined)
      fresh[places[index] ?? -1] = freshSince(numbers, at);
  }
  return fresh;
}

/** They are the same for every partition. */
const knownVersions = new WeakMap<readonly ReplayedRelease[], ReturnType<typeof termVersions>>();

/** The versions of all terms of some releases, made once. */
export function versionsOf(releases: readonly ReplayedRelease[]): ReturnType<typeof termVersions> {
  const known = knownVersions.get(releases) ?? termVersions(releases.map(({ own }) => own));
  knownVersions.set(releases, known);
  return known;
}

type Counting = {
  readonly fresh: readonly (string | undefined)[];
  readonly rejects: Uint8Array;
  readonly counted: Int32Array;
  readonly rows: Map<string, Row & { items: number }>;
  readonly release: number;
};

/** A plain loop: it sees every hit of every release. */
function countItems(
  { starts, ends, terms }: HitsByItem,
  truths: readonly Truth[],
  { fresh, rejects, counted, rows, release }: Counting,
): void {
  for (let item = 0; item < truths.length; item++) {
    let isRejected = false;
    let since: string | undefined;
    for (let at = starts[item] ?? 0; at < (ends[item] ?? 0); at++) {
      const term = terms[at] ?? 0;
      if (rejects[term] === 1) {
        isRejected = true;
        counted[term] = (counted[term] ?? 0) + 1;
      } else if (fresh[term] !== undefined) since = eitherOf(since, fresh[term]);
    }
    if (isRejected || since === undefined) continue;
    const truth = truths[item] ?? "unlabelled";
    const key = `${truth} ${since}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { release, truth, freshSince: since, items: 1 });
    else row.items += 1;
  }
}

/** "1" where either has it. */
function eitherOf(one: string | undefined, other: string): string {
  if (one === undefined || one === other) return other;
  return Array.from(one, (digit, at) => (digit === "1" ? digit : (other[at] ?? "0"))).join("");
}

function stepRows(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  release: number,
): Row[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((termId) => {
    const hits = (now.get(termId) ?? 0) - (before.get(termId) ?? 0);
    return hits === 0 ? [] : [{ release, termId, hits }];
  });
}
