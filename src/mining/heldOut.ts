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
export type HeldOutHit = { readonly isViolating: boolean; readonly weight: number; readonly cluster: number };

/** Shapes of the beta distribution from which the precisions of candidates come. */
export type PrecisionPrior = { readonly a: number; readonly b: number };

/** Jeffreys' prior: where there are too few candidates to learn one, and the least that is held against either side. */
const noPrior: PrecisionPrior = { a: 0.5, b: 0.5 };
const leastCandidates = 10;
/** How alike documents of a candidate may be taken to be; 0.5 gives a prior as weak as Jeffreys'. */
const correlations = { least: 0.09, most: 0.5 };

/**
 * What each candidate shows on its held-out documents, in their order. A candidate that looks best is partly lucky, so
 * the precisions are drawn together: they are taken to come from one beta distribution, fitted to all candidates by
 * moments (Kleinman 1973), and `precision`, `low` and `high` are the mean and the 2.5 % and 97.5 % points of what is
 * then known of each; an end that is seen nowhere crossed is 0 or 1. That interval stays right for candidates that were
 * chosen by it. Weights and advertisers with several documents count by the effective n, at most the number of documents.
 */
export function judgeHeldOut(candidates: readonly (readonly HeldOutHit[])[]): HeldOut[] {
  const tallies = candidates.map(tallyHits);
  const prior = fitPrior(tallies);
  return tallies.map(({ tp, fp, share, size }) => {
    if (share === undefined)
      return { tp, fp, labelled: 0, precision: undefined, low: undefined, high: undefined };
    const [a, b] = [prior.a + share * size, prior.b + (1 - share) * size];
    return {
      tp,
      fp,
      labelled: tp + fp,
      precision: a / (a + b),
      low: tp === 0 ? 0 : betaQuantile(0.025, a, b),
      high: fp === 0 ? 1 : betaQuantile(0.975, a, b),
    };
  });
}

type Tally = {
  readonly tp: number;
  readonly fp: number;
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
  const tp = hits.filter(({ isViolating }) => isViolating).length;
  return {
    tp,
    fp: hits.length - tp,
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
