import type { PartItems } from "./items.js";

/** What the labelled items that a term hits stand for by the chances of their samples. */
export type LabelWeights = {
  /** Σ weight of all, and of those that violate. */
  readonly weightedLabelled: number;
  readonly weightedTp: number;
  /** Σ weight² of the same. */
  readonly squares: number;
  readonly squaresTp: number;
};

/** The labelled items of one advertiser that a term hits: Σ weight, and that of what violates. */
export type TermAdvertiser = {
  readonly termId: string;
  readonly advertiser: number;
  readonly weight: number;
  readonly weightTp: number;
};

/** The sums over the items that a term hits; none where no sample says its chance. */
export function labelWeights(
  { truths, weights }: PartItems,
  hit: readonly number[],
): LabelWeights | Record<string, never> {
  if (weights.length === 0) return {};
  const sums = { weightedLabelled: 0, weightedTp: 0, squares: 0, squaresTp: 0 };
  for (const index of hit) {
    if (truths[index] === "unlabelled") continue;
    const weight = weights[index] ?? 1;
    const weightTp = truths[index] === "violating" ? weight : 0;
    sums.weightedLabelled += weight;
    sums.weightedTp += weightTp;
    sums.squares += weight * weight;
    sums.squaresTp += weightTp * weightTp;
  }
  return sums;
}

/** A row for each advertiser of the labelled items that a term hits, by first item; none where items name none. */
export function advertiserRows(
  { truths, advertisers, weights }: PartItems,
  hit: readonly number[],
  termId: string,
): TermAdvertiser[] {
  const found = new Map<number, { weight: number; weightTp: number }>();
  for (const index of hit) {
    const advertiser = advertisers[index];
    if (advertiser === undefined || truths[index] === "unlabelled") continue;
    const own = found.get(advertiser) ?? { weight: 0, weightTp: 0 };
    found.set(advertiser, own);
    const weight = weights[index] ?? 1;
    own.weight += weight;
    if (truths[index] === "violating") own.weightTp += weight;
  }
  return Array.from(found, ([advertiser, own]) => ({ termId, advertiser, ...own }));
}
