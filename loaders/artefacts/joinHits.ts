import type { Term } from "../../src/matcher/term.js";
import type { HitPairs } from "../../src/replay/hits.js";
import type { ReplayedOn } from "../../src/replay/traffic.js";
import type { ReplayedPackage } from "../replay/openReplay.js";

/**
 * The hits of each release of a replay over all partitions, without repeats, items numbered through.
 * @param termsOf the terms of each release, as it was replayed
 * @param starts index of the first item of each partition
 */
export async function joinHits(
  replayed: ReplayedPackage,
  { termsOf, starts }: { termsOf: readonly (readonly Term[])[]; starts: ReadonlyMap<string, number> },
): Promise<ReplayedOn[]> {
  const joined = replayed.releases.map(({ terms }) => pairJoiner(terms, replayed.terms.length));
  for (const { partition } of replayed.partitions) {
    const { hitsOf } = await replayed.readHits(partition);
    const first = starts.get(partition);
    if (first === undefined) throw new TypeError(`Expected items of partition ${partition}, got none`);
    for (const [release, joiner] of joined.entries()) joiner.add(hitsOf(release), first);
  }
  return replayed.releases.map(({ label, snapshotId, terms, rejecting }, release): ReplayedOn => {
    const { pairs, localOf } = joined[release] ?? pairJoiner(terms, replayed.terms.length);
    return {
      label,
      snapshotId,
      terms: termsOf[release] ?? [], // those of the replay may have the actions of another release
      hits: pairs(),
      rejecting: rejecting.map((term) => localOf[term] ?? -1),
    };
  });
}

/** Collects the pairs whose term is one of these, each numbered by its place among them. */
function pairJoiner(members: readonly number[], terms: number) {
  const localOf = new Int32Array(terms).fill(-1);
  for (const [at, term] of members.entries()) localOf[term] = at;
  let [items, found] = [new Int32Array(1024), new Int32Array(1024)];
  let length = 0;
  const lastItem = new Int32Array(members.length).fill(-1);
  return {
    localOf,
    add(hits: HitPairs, first: number): void {
      for (let row = 0; row < hits.items.length; row++) {
        const term = localOf[hits.terms[row] ?? 0] ?? -1;
        const item = first + (hits.items[row] ?? 0);
        if (term < 0 || lastItem[term] === item) continue;
        lastItem[term] = item;
        if (length === items.length) [items, found] = [doubled(items), doubled(found)];
        items[length] = item;
        found[length++] = term;
      }
    },
    pairs: (): HitPairs => ({ items: items.slice(0, length), terms: found.slice(0, length) }),
  };
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(values.length * 2);
  copy.set(values);
  return copy;
}
