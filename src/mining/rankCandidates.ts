import type { Mining } from "../model/workspace.js";
import type { Candidate } from "./candidate.js";
import { accessorVariety } from "./accessorVariety.js";
import { coverGreedily } from "./coverGreedily.js";
import { listedStratum } from "./documents.js";
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
  /** Left out: 0. */
  readonly stratum?: number;
  /** Canonical; left out of images. */
  readonly text?: string;
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
 * nothing. Left out are those that hit too much traffic, that no held-out violation holds or held-out documents speak
 * against, that add nothing to the ones before, and parts of words in scripts without spaces.
 * All numbers given are of held-out documents that the release does not hit.
 */
export function rankCandidates(
  terms: readonly JudgedTerm[],
  context: RankContext,
): Omit<Candidate, "nearest">[] {
  const { documents, split } = context;
  const bar = barOf(context);
  const usable = withoutParts(usableTerms(terms, bar, context), context);
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

type UsableTerm = {
  readonly term: JudgedTerm;
  readonly heldOut: HeldOut;
  /** Held-out documents that it hits and the release does not. */
  readonly held: readonly number[];
  readonly beatsBar: boolean;
};

/** Good items that the release hits are none that a candidate adds, and yet speak against it. */
function usableTerms(terms: readonly JudgedTerm[], bar: number, context: RankContext): UsableTerm[] {
  const { documents, settings, items } = context;
  const held = terms.map((term) => heldOutHits(term, context));
  const added = held.map((indexes) => indexes.filter((index) => documents[index]?.stratum !== listedStratum));
  const judged = judgeHeldOut(
    terms.map(({ heldOutItems }, at) => ({
      labelled: (added[at] ?? []).flatMap((index) => documents[index] ?? []),
      items: heldOutItems,
    })),
  );
  return terms.flatMap((term, at) => {
    const heldOut = judged[at];
    if (heldOut === undefined || term.items > settings.maxShare * items) return [];
    if (heldOut.tp === 0 || (heldOut.precision ?? 0) < bar) return [];
    const { violating, total } = sumOf((held[at] ?? []).flatMap((index) => documents[index] ?? []));
    if (violating < bar * total) return [];
    return [{ term, heldOut, held: added[at] ?? [], beatsBar: (heldOut.low ?? 0) >= bar }];
  });
}

/**
 * Without the parts of words in scripts without spaces that too few advertisers use outside the whole words: as a term a
 * part would only hit more else.
 */
function withoutParts(terms: readonly UsableTerm[], { documents, settings }: RankContext): UsableTerm[] {
  const violations = terms.map(({ term }) =>
    [...term.hits].filter((index) => documents[index]?.isViolating === true),
  );
  const isWord = terms.map(({ term: { found } }, at) => {
    if (found.match !== "substring") return true;
    const texts = (violations[at] ?? []).map((index) => documents[index]?.text ?? "");
    return accessorVariety(found.term, texts) >= leastVariety;
  });
  return terms.filter(({ term: { found } }, at) => {
    if (isWord[at] === true) return true;
    const longer = found.term.length + leastLonger;
    const words = violations.filter(
      (_, word) => isWord[word] === true && (terms[word]?.term.found.term.length ?? 0) >= longer,
    );
    const covered = new Set(words.flat());
    const left = violations[at]?.filter((index) => !covered.has(index)) ?? [];
    return new Set(left.map((index) => documents[index]?.cluster)).size >= settings.minSupport;
  });
}

/** Characters that a word has more than its part: one more may be any that often follows. */
const leastLonger = 2;

/** Ways to go on that make a string a word: some words have two endings, and a part may stand in two words. */
const leastVariety = 3;

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
  const all = sumOf(mined);
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

function sumOf(documents: readonly RankedDocument[]): WeightSums {
  let [violating, total] = [0, 0];
  for (const { isViolating, weight } of documents) {
    total += weight;
    if (isViolating) violating += weight;
  }
  return { violating, total };
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
