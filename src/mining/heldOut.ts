import { betaQuantile } from "../stats/beta.js";
import { effectiveN } from "../stats/effectiveN.js";

/** What held-out documents show of a candidate: weighted counts of the documents that it hits. */
export type HeldOut = {
  /** Violating and good, in documents. */
  readonly tp: number;
  readonly fp: number;
  /** `tp + fp`. */
  readonly labelled: number;
  /** Share of the weighted documents that violate, drawn towards what all candidates show; `undefined` without any. */
  readonly precision: number | undefined;
  /** 95 % interval of it; both `undefined` without a document. */
  readonly low: number | undefined;
  readonly high: number | undefined;
};

/** A held-out document that a candidate hits. */
export type HeldOutHit = {
  readonly isViolating: boolean;
  readonly weight: number;
  readonly cluster: number;
  /** Left out: 0. */
  readonly stratum?: number;
};

/** What a candidate hits on the held-out part. */
export type HeldOutHits = {
  readonly labelled: readonly HeldOutHit[];
  /** By stratum, the items that it hits, labelled or not; left out: as many as have labels. */
  readonly items?: readonly number[];
};

/** Shapes of the beta distribution from which the precisions of candidates come. */
export type PrecisionPrior = { readonly a: number; readonly b: number };

/** Jeffreys' prior: where there are too few candidates to learn one, and the least that is held against either side. */
const noPrior: PrecisionPrior = { a: 0.5, b: 0.5 };
const leastCandidates = 10;
/** How alike documents of a candidate may be taken to be; 0.5 gives a prior as weak as Jeffreys'. */
const correlations = { least: 0.09, most: 0.5 };

/**
 * What each candidate shows on its held-out documents, in their order.
 *
 * What is labelled is not drawn evenly: rejected items are audited far more often than approved ones, and a candidate may
 * have all its labels from the former. So the labels of a stratum, of items that ended alike, weigh as much as all that
 * it hits there (post-stratification); of strata without a label nothing is known, and the interval is as much wider.
 *
 * A candidate that looks best is partly lucky, so the precisions are drawn together: they are taken to come from one
 * beta distribution, fitted to all candidates by moments (Kleinman 1973), and of the labelled strata `precision`, `low`
 * and `high` are the mean and the 2.5 % and 97.5 % points of what is then known; an end that is seen nowhere crossed is 0
 * or 1. That interval stays right for candidates that were chosen by it. Weights and advertisers with several documents
 * count by the effective n, at most the number of documents.
 */
export function judgeHeldOut(candidates: readonly HeldOutHits[]): HeldOut[] {
  const tallies = candidates.map(({ labelled, items }) => tallyHits(postStratify(labelled, items)));
  const prior = fitPrior(tallies);
  return candidates.map((candidate, at) => {
    const { share = 0, size } = tallies[at] ?? { size: 0 };
    const tp = candidate.labelled.filter(({ isViolating }) => isViolating).length;
    const [labelled, fp] = [candidate.labelled.length, candidate.labelled.length - tp];
    if (labelled === 0) return { tp, fp, labelled, precision: undefined, low: undefined, high: undefined };
    const known = betaRange(prior.a + share * size, prior.b + (1 - share) * size);
    const { mean, low, high } = joinRanges(known, unlabelledShare(candidate));
    return { tp, fp, labelled, precision: mean, low: tp === 0 ? 0 : low, high: fp === 0 ? 1 : high };
  });
}

/** The documents with weights that add up, in each stratum, to the items there. */
function postStratify(labelled: readonly HeldOutHit[], items: HeldOutHits["items"]): readonly HeldOutHit[] {
  if (items === undefined) return labelled;
  const weightIn = items.map(() => 0);
  for (const { stratum = 0, weight } of labelled) weightIn[stratum] = (weightIn[stratum] ?? 0) + weight;
  return labelled.map((hit) => {
    const { stratum = 0, weight } = hit;
    return { ...hit, weight: (weight * Math.max(1, items[stratum] ?? 0)) / (weightIn[stratum] ?? 1) };
  });
}

/** Share of the items that lie in strata without a label. */
function unlabelledShare({ labelled, items = [] }: HeldOutHits): number {
  const known = new Set(labelled.map(({ stratum = 0 }) => stratum));
  const all = items.reduce((sum, count) => sum + count, 0);
  return all === 0 ? 0 : items.reduce((sum, count, at) => sum + (known.has(at) ? 0 : count), 0) / all;
}

type Range = { readonly mean: number; readonly low: number; readonly high: number };

function betaRange(a: number, b: number): Range {
  return { mean: a / (a + b), low: betaQuantile(0.025, a, b), high: betaQuantile(0.975, a, b) };
}

/** The precision where a share of the hits may violate or not: the ends are moved by each part (Zou and Donner 2008). */
function joinRanges({ mean, low, high }: Range, unknown: number): Range {
  const joined = (1 - unknown) * mean + unknown * nothingKnown.mean;
  const below = Math.hypot((1 - unknown) * (mean - low), unknown * (nothingKnown.mean - nothingKnown.low));
  const above = Math.hypot((1 - unknown) * (high - mean), unknown * (nothingKnown.high - nothingKnown.mean));
  return { mean: joined, low: Math.max(0, joined - below), high: Math.min(1, joined + above) };
}

/** Any share is as likely as its opposite. */
const nothingKnown: Range = { mean: 0.5, low: 0, high: 1 };

type Tally = {
  /** Weighted share of violations, and the effective number of documents. */
  readonly share: number | undefined;
  readonly size: number;
};

function tallyHits(hits: readonly HeldOutHit[]): Tally {
  const byCluster = new Map<number, { a: number; b: number }>();
  for (const { isViolating, weight, cluster } of hits) {
    const sums = byCluster.get(cluster) ?? { a: 0, b: 0 };
    byCluster.set(cluster, sums);
    if (isViolating) sums.a += weight;
    sums.b += weight;
  }
  const total = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const { a, b } of byCluster.values()) {
    total.a += a;
    total.b += b;
    total.aa += a * a;
    total.ab += a * b;
    total.bb += b * b;
  }
  return {
    share: total.b > 0 ? total.a / total.b : undefined,
    size: Math.min(hits.length, effectiveN(total)),
  };
}

function fitPrior(tallies: readonly Tally[]): PrecisionPrior {
  const known = tallies.filter(({ share }) => share !== undefined);
  const all = known.reduce((sum, { size }) => sum + size, 0);
  const mean = known.reduce((sum, { share = 0, size }) => sum + share * size, 0) / all;
  if (known.length < leastCandidates || mean <= 0 || mean >= 1) return noPrior;
  let [spread, free, alike] = [0, 0, 0];
  for (const { share = 0, size } of known) {
    spread += size * (share - mean) ** 2;
    free += 1 - size / all;
    alike += (1 - size / all) * (size - 1);
  }
  const moment = alike > 0 ? (spread / (mean * (1 - mean)) - free) / alike : correlations.most;
  const correlation = Math.min(correlations.most, Math.max(correlations.least, moment));
  const strength = 1 / correlation - 1;
  return { a: Math.max(noPrior.a, mean * strength), b: Math.max(noPrior.b, (1 - mean) * strength) };
}
