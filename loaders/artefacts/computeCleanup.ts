import { changedItems } from "../../src/cleanup/changedItems.js";
import { findDecayed } from "../../src/cleanup/decayedTerms.js";
import type { DecayedTerm, RecentHits } from "../../src/cleanup/decayedTerms.js";
import { groupHits } from "../../src/cleanup/hitGroups.js";
import type { JudgedHits } from "../../src/cleanup/hitGroups.js";
import { firstRecentDay } from "../../src/cleanup/recentWindow.js";
import { summariseCleanup } from "../../src/cleanup/summariseCleanup.js";
import type { CleanupSummary } from "../../src/cleanup/summariseCleanup.js";
import { proposeFor } from "../../src/cleanup/termProposal.js";
import type { TermProposal } from "../../src/cleanup/termProposal.js";
import { toRate } from "../../src/metrics/rate.js";
import type { Term } from "../../src/matcher/term.js";
import type { Rate } from "../../src/model/rate.js";
import { effectivenessOf } from "../../src/replay/effectiveness.js";
import type { PackageEffectiveness } from "../../src/replay/effectiveness.js";
import { restrictHits } from "../../src/replay/hits.js";
import { labelledPrecision } from "../../src/replay/labelledPrecision.js";
import { truthNames } from "../../src/replay/traffic.js";
import type { ReplayedOn, Traffic } from "../../src/replay/traffic.js";
import type { HashedItems } from "../replay/openReplay.js";
import { namedByRules, removableTerms } from "./removableTerms.js";

/** A term that hits, what it does, and what to do about it. */
export type ProposedTerm = PackageEffectiveness["terms"][number] &
  TermProposal & {
    /** Under the design of the labels' samples, in shares of these. */
    readonly precision: Rate;
    /** Advertisers of its labelled items; an item that names none is its own. */
    readonly advertisers: number;
  };

export type PackageCleanup = {
  readonly label: string;
  readonly snapshotId: string;
  readonly terms: number;
  /**
   * The terms that reject and that a replay looks for, which the indexes of `summary` and `decayed` run over: only they
   * are up for removal.
   */
  readonly rejecting: readonly Term[];
  readonly items: { readonly all: number; readonly labelled: number; readonly recent: number | undefined };
  readonly proposals: readonly ProposedTerm[];
  readonly summary: CleanupSummary;
  /** `undefined` where items have no time. */
  readonly decayed: readonly DecayedTerm[] | undefined;
  /** What the minimal package no longer rejects, by item id. */
  readonly changes: Readonly<Record<"lostTP" | "fixedFP" | "unlabelled", readonly string[]>>;
};

/**
 * What could go from a package, judged on traffic. Terms that only flag or watch are proposed for, but never removed;
 * terms that a rule names stay in the minimal package.
 */
export function computeCleanup(
  traffic: Traffic,
  replayed: ReplayedOn,
  { asOf, hashedItems }: { asOf: number; hashedItems: HashedItems },
): PackageCleanup {
  const { label, snapshotId, terms, hits } = replayed;
  const rejecting = removableTerms({ terms, hashedItems }, replayed.rejecting);
  const { truths, itemIds, createdAt } = traffic;
  const local = new Map(rejecting.map((term, index) => [term, index]));
  const judged = { truths, termCount: rejecting.length, hits: restrictHits(hits, local) };
  const inRules = namedByRules(terms);
  const pinned = rejecting.flatMap((term, index) => (inRules.has(terms[term]?.termId ?? "") ? [index] : []));
  const summary = summariseCleanup(groupHits(judged), pinned);
  const recentFrom = Date.parse(firstRecentDay(asOf));
  const isRecent = createdAt && Uint8Array.from(createdAt, (at) => Number(at >= recentFrom));
  const recent = isRecent?.reduce((sum, one) => sum + one, 0);
  const changes = changedItems(judged, summary.minimal.kept);
  const named = (items: readonly number[]): string[] => items.map((item) => itemIds[item] ?? "");
  return {
    label,
    snapshotId,
    terms: terms.length,
    rejecting: rejecting.flatMap((term) => terms[term] ?? []),
    items: {
      all: truths.length,
      labelled: truths.filter((truth) => truth !== "unlabelled").length,
      recent,
    },
    proposals: proposalsFor(traffic, terms, hits),
    summary,
    decayed:
      isRecent && findDecayed(recentHits(judged, isRecent), { all: truths.length, recent: recent ?? 0 }),
    changes: {
      lostTP: named(changes.lostTP),
      fixedFP: named(changes.fixedFP),
      unlabelled: named(changes.unlabelled),
    },
  };
}

function proposalsFor(
  { truths, weights, clusters }: Traffic,
  terms: readonly Term[],
  hits: ReplayedOn["hits"],
): ProposedTerm[] {
  const found = effectivenessOf({ truths, termIds: terms.map(({ termId }) => termId), hits });
  const places = new Map(terms.map(({ termId }, place) => [termId, place]));
  const numbers = Uint8Array.from(truths, (truth) => truthNames.indexOf(truth));
  const precisions = labelledPrecision({ truths: numbers, weights, clusters }, { terms, hits });
  const advertisers = terms.map(() => new Set<number>());
  for (let hit = 0; hit < hits.items.length; hit++) {
    const item = hits.items[hit] ?? 0;
    if (truths[item] !== "unlabelled") advertisers[hits.terms[hit] ?? 0]?.add(clusters[item] ?? 0);
  }
  return found.terms.map((term) => {
    const place = places.get(term.termId) ?? -1;
    const effect = { ...term, advertisers: advertisers[place]?.size ?? 0 };
    const { precision: value, effectiveN = 0 } = precisions[place] ?? {};
    const precision = value === undefined ? term.precision : toRate(value, 1, effectiveN);
    return { ...effect, precision, ...proposeFor(effect) };
  });
}

/** By term; a term that hits an item at several places hits it once. */
function recentHits({ termCount, hits }: JudgedHits, isRecent: Uint8Array): RecentHits[] {
  const counts = Array.from({ length: termCount }, () => ({ hits: 0, recentHits: 0 }));
  const seen = new Set<number>();
  for (let hit = 0; hit < hits.items.length; hit++) {
    const [item, term] = [hits.items[hit] ?? 0, hits.terms[hit] ?? 0];
    const count = counts[term];
    const key = item * termCount + term;
    if (count === undefined || seen.has(key)) continue;
    seen.add(key);
    count.hits += 1;
    count.recentHits += isRecent[item] ?? 0;
  }
  return counts;
}
