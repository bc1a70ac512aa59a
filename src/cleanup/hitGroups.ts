import type { Truth } from "../metrics/verdict.js";
import { groupByItem } from "../replay/hits.js";
import type { HitPairs } from "../replay/hits.js";

/** Hits of some terms on items whose truth may be known. */
export type JudgedHits = {
  /** By item index. */
  readonly truths: readonly Truth[];
  /** How many terms the indexes of the hits run over. */
  readonly termCount: number;
  readonly hits: HitPairs;
};

/**
 * Items by the set of terms that hit them, in the order of first occurrence; items without a hit are left out. What a
 * smaller package decides depends on these sets alone, and there are far fewer of them than items.
 */
export type HitGroups = {
  readonly termCount: number;
  /** The terms of group g are `members[starts[g]]` to `members[starts[g + 1] - 1]`, rising. */
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
  /** Items of each group by their truth. */
  readonly violating: Float64Array;
  readonly good: Float64Array;
  readonly unlabelled: Float64Array;
};

/** The groups of a term: those of term t are `groups[starts[t]]` to `groups[starts[t + 1] - 1]`, rising. */
export type GroupsOfTerms = { readonly starts: Uint32Array; readonly groups: Uint32Array };

/**
 * The hits by the set of terms on an item. O(hits · log(terms of an item) + items + terms).
 * @throws {TypeError} when the columns differ in length or an index is out of range
 */
export function groupHits({ truths, termCount, hits }: JudgedHits): HitGroups {
  const { starts, ends, terms } = groupByItem(hits, { items: truths.length, terms: termCount });
  const places = setNumbers(termCount);
  const firsts: number[] = [];
  const counts: Record<Truth, number[]> = { violating: [], good: [], unlabelled: [] };
  for (const [item, truth] of truths.entries()) {
    if (ends[item] === starts[item]) continue;
    const group = places(terms.subarray(starts[item], ends[item]).toSorted());
    if (group === firsts.length) {
      firsts.push(item);
      for (const list of Object.values(counts)) list.push(0);
    }
    counts[truth][group] = (counts[truth][group] ?? 0) + 1;
  }
  const sets = firsts.map((item) => terms.subarray(starts[item], ends[item]).toSorted());
  return {
    termCount,
    ...joinSets(sets),
    violating: Float64Array.from(counts.violating),
    good: Float64Array.from(counts.good),
    unlabelled: Float64Array.from(counts.unlabelled),
  };
}

/** The number of a set of terms, by first occurrence: a tree whose branches are named by parent and term. */
function setNumbers(termCount: number): (terms: Uint32Array) => number {
  const branches = new Map<number, number>();
  const numbers = new Map<number, number>();
  return (terms) => {
    let node = 0;
    for (const term of terms) {
      const key = node * termCount + term;
      const next = branches.get(key) ?? branches.size + 1;
      if (next > branches.size) branches.set(key, next);
      node = next;
    }
    const number = numbers.get(node) ?? numbers.size;
    if (number === numbers.size) numbers.set(node, number);
    return number;
  };
}

function joinSets(sets: readonly Uint32Array[]): Pick<HitGroups, "starts" | "members"> {
  const starts = new Uint32Array(sets.length + 1);
  for (const [group, { length }] of sets.entries()) starts[group + 1] = (starts[group] ?? 0) + length;
  const members = new Uint32Array(starts.at(-1) ?? 0);
  for (const [group, terms] of sets.entries()) members.set(terms, starts[group]);
  return { starts, members };
}

/** The terms of a group, rising. */
export function termsOf({ starts, members }: HitGroups, group: number): Uint32Array {
  return members.subarray(starts[group], starts[group + 1]);
}

/** The groups by term. O(members + terms). */
export function groupsOfTerms(all: HitGroups): GroupsOfTerms {
  const { termCount, starts: groupStarts, members, violating } = all;
  const starts = new Uint32Array(termCount + 1);
  for (const term of members) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
  for (let term = 0; term < termCount; term++)
    starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const next = starts.slice();
  const groups = new Uint32Array(members.length);
  for (let group = 0; group < violating.length; group++) {
    for (let at = groupStarts[group] ?? 0; at < (groupStarts[group + 1] ?? 0); at++) {
      const term = members[at] ?? 0;
      const place = next[term] ?? 0;
      groups[place] = group;
      next[term] = place + 1;
    }
  }
  return { starts, groups };
}

/** Items by term and truth. */
export type TermCounts = {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly unlabelled: Float64Array;
};

/** Items hit by each term, by their truth. O(members). */
export function countsOfTerms(all: HitGroups): TermCounts {
  const counts = { tp: zeros(all), fp: zeros(all), unlabelled: zeros(all) };
  for (let group = 0; group < all.violating.length; group++) {
    for (const term of termsOf(all, group)) {
      counts.tp[term] = (counts.tp[term] ?? 0) + (all.violating[group] ?? 0);
      counts.fp[term] = (counts.fp[term] ?? 0) + (all.good[group] ?? 0);
      counts.unlabelled[term] = (counts.unlabelled[term] ?? 0) + (all.unlabelled[group] ?? 0);
    }
  }
  return counts;
}

function zeros({ termCount }: HitGroups): Float64Array {
  return new Float64Array(termCount);
}

/** Items that these terms hit, all terms when left out, by their truth. O(members). */
export function hitCounts(
  all: HitGroups,
  terms?: ReadonlySet<number>,
): { readonly violating: number; readonly good: number; readonly unlabelled: number } {
  const counts = { violating: 0, good: 0, unlabelled: 0 };
  for (let group = 0; group < all.violating.length; group++) {
    if (terms !== undefined && !termsOf(all, group).some((term) => terms.has(term))) continue;
    counts.violating += all.violating[group] ?? 0;
    counts.good += all.good[group] ?? 0;
    counts.unlabelled += all.unlabelled[group] ?? 0;
  }
  return counts;
}
