import type { Mining } from "../model/workspace.js";
import type { Candidate } from "./candidate.js";
import { coverGreedily } from "./coverGreedily.js";
import type { MinedDocument } from "./documents.js";
import { candidateId } from "./candidateTerm.js";
import type { FoundTerm } from "./findPhrases.js";
import { judgeHeldOut } from "./heldOut.js";
import type { HeldOut } from "./heldOut.js";
import type { CandidateHits } from "./hitsTally.js";
import type { Split } from "./splitDocuments.js";

/** A found term with what it hits. */
export type JudgedTerm = CandidateHits & { readonly found: FoundTerm };

type RankedDocument = Pick<MinedDocument, "isViolating" | "weight" | "cluster"> & {
  /** Left out: it is. */
  readonly isLabelled?: boolean;
};

export type RankContext = {
  readonly documents: readonly RankedDocument[];
  readonly split: Split;
  readonly settings: Mining;
  /** Number of items in the traffic. */
  readonly items: number;
};

/**
 * The found terms that may join a package, those that beat the bar first, then those that too few labels speak for; each in
 * the order in which it adds most on the mined documents, where a good item costs what makes a term at the bar worth
 * nothing. Those that hit too much traffic, that no held-out violation holds or
 * held-out documents speak against, or that add nothing to the ones
 * before are left out. All numbers given are of held-out documents alone.
 */
export function rankCandidates(
  terms: readonly JudgedTerm[],
  context: RankContext,
): Omit<Candidate, "nearest">[] {
  const { documents, split, settings, items } = context;
  const bar = barOf(context);
  const held = terms.map((term) => heldOutHits(term, context));
  const judged = judgeHeldOut(held.map((indexes) => indexes.flatMap((index) => documents[index] ?? [])));
  const usable = terms.flatMap((term, at) => {
    const heldOut = judged[at];
    if (heldOut === undefined || term.items > settings.maxShare * items) return [];
    if (heldOut.tp === 0 || (heldOut.precision ?? 0) < bar) return [];
    return [{ term, heldOut, held: held[at] ?? [], beatsBar: (heldOut.low ?? 0) >= bar }];
  });
  const cost = bar / (1 - Math.min(bar, mostBar));
  const values = Float64Array.from(documents, ({ isViolating, weight }, index) =>
    split.isMined[index] === 1 ? weight * (isViolating ? 1 : -cost) : 0,
  );
  const taken = new Uint8Array(documents.length);
  const ranked = [true, false].flatMap((beatsBar) => {
    const group = usable.filter((candidate) => candidate.beatsBar === beatsBar);
    const coverage = group.map(({ term }) => term.hits);
    return coverGreedily(coverage, values, { taken }).flatMap(({ index }) => group[index] ?? []);
  });
  const gainOf = heldOutGain(documents);
  return ranked.map(({ term, heldOut, held: indexes, beatsBar }) =>
    toCandidate(term, { heldOut, beatsBar, gain: gainOf(indexes) }),
  );
}

/** Keeps the cost of a good item finite. */
const mostBar = 0.999;

/**
 * What the lower bound of a candidate's precision must reach: `minPrecision`, or the share of held-out documents that
 * violate where it is higher, since any word reaches that.
 */
export function barOf({ documents, split, settings }: Omit<RankContext, "items">): number {
  let [violating, all] = [0, 0];
  for (const [index, { isViolating, weight, isLabelled = true }] of documents.entries()) {
    if (split.isMined[index] === 1 || !isLabelled) continue;
    all += weight;
    if (isViolating) violating += weight;
  }
  return Math.max(settings.minPrecision, all > 0 ? violating / all : 0);
}

/**
 * Labelled held-out documents that it hits, of advertisers without whose mined documents it would have been found as well:
 * what chose a phrase does not judge it. Leaving out one advertiser at a time keeps the many who use a common phrase.
 */
function heldOutHits(
  { hits }: JudgedTerm,
  { documents, split: { isMined }, settings }: Omit<RankContext, "items">,
): number[] {
  const mined = [...hits].flatMap((index) => (isMined[index] === 1 ? (documents[index] ?? []) : []));
  const sums = sumByCluster(mined);
  const all = sumOf([...sums.values()]);
  const support = [...sums.values()].filter(({ violating }) => violating > 0).length;
  const isFoundWithout = (cluster: number): boolean => {
    const own = sums.get(cluster);
    if (own === undefined) return true;
    const [violating, total] = [all.violating - own.violating, all.total - own.total];
    return (
      support - Number(own.violating > 0) >= settings.minSupport && violating >= settings.minPrecision * total
    );
  };
  return [...hits].filter((index) => {
    const { cluster = -1, isLabelled = true } = documents[index] ?? {};
    return isMined[index] !== 1 && isLabelled && isFoundWithout(cluster);
  });
}

type WeightSums = { readonly violating: number; readonly total: number };

function sumByCluster(documents: readonly RankedDocument[]): Map<number, WeightSums> {
  const sums = new Map<number, WeightSums>();
  for (const { cluster, isViolating, weight } of documents) {
    const { violating, total } = sums.get(cluster) ?? { violating: 0, total: 0 };
    sums.set(cluster, { violating: violating + (isViolating ? weight : 0), total: total + weight });
  }
  return sums;
}

function sumOf(sums: readonly WeightSums[]): WeightSums {
  return {
    violating: sums.reduce((sum, { violating }) => sum + violating, 0),
    total: sums.reduce((sum, { total }) => sum + total, 0),
  };
}

/** Weighted violations among documents that no earlier candidate was given. */
function heldOutGain(documents: readonly RankedDocument[]): (indexes: readonly number[]) => number {
  const taken = new Set<number>();
  return (indexes) => {
    let gain = 0;
    for (const index of indexes) {
      if (taken.has(index)) continue;
      taken.add(index);
      if (documents[index]?.isViolating === true) gain += documents[index]?.weight ?? 0;
    }
    return gain;
  };
}

function toCandidate(
  { found, newItems }: JudgedTerm,
  { heldOut, beatsBar, gain }: { heldOut: HeldOut; beatsBar: boolean; gain: number },
): Omit<Candidate, "nearest"> {
  return { termId: candidateId(found), ...found, heldOut, gain, newHits: newItems, beatsBar };
}
