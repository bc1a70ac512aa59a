import { hitCounts } from "../../src/cleanup/hitGroups.js";
import { joinHitSets } from "../../src/cleanup/hitSets.js";
import type { HitSet } from "../../src/cleanup/hitSets.js";
import { firstRecentDay, recentDays } from "../../src/cleanup/recentWindow.js";
import { summariseCleanup } from "../../src/cleanup/summariseCleanup.js";
import type { CleanupFacts, HitCounts, PackageHealth, WrongExposure } from "../../src/model/packageHealth.js";
import { packageHistory } from "../../src/replay/packageHistory.js";
import type { PackageHistory } from "../../src/replay/packageHistory.js";
import { termHashOf } from "../tables/readPackage.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import type { MergedSummary } from "./mergeSummaries.js";
import { namedByRules, removableTerms } from "./removableTerms.js";

/** What each release holds and changed. */
export function historyOf({ snapshots, terms }: ArtefactInputs["ingested"]): PackageHistory {
  const releases = snapshots.map(({ snapshot_id: id }) => terms.get(id) ?? []);
  return packageHistory(releases, (term) => `${termHashOf(term)} ${term.action ?? ""}`);
}

/** Whether a partition of items lies in the recent window; none does where items have no time. */
export function recentTest(asOf: number): (partition: string) => boolean {
  const first = `day=${firstRecentDay(asOf)}`;
  return (partition) => partition.startsWith("day=") && partition >= first;
}

/** What the Package page says beside the terms. */
export function packageHealth(
  { workspace, ingested, replayed, costs }: ArtefactInputs,
  { releases }: PackageHistory,
  {
    hitSets,
    images,
    videos,
    termAges,
    termExposure,
    lint,
  }: Pick<MergedSummary, "hitSets" | "images" | "videos" | "termAges" | "termExposure"> &
    Pick<PackageHealth, "lint">,
): PackageHealth {
  const items = ingested.tables["item"] ?? [];
  const isRecent = recentTest(workspace.asOf);
  const isDated = items.some(({ partition }) => partition.startsWith("day="));
  const recent = items.filter(({ partition }) => isRecent(partition));
  return {
    releases,
    recent: isDated ? { days: recentDays, items: recent.reduce((sum, { rows }) => sum + rows, 0) } : null,
    cleanup: workspace.cleanup ? cleanupFacts(replayed, hitSets) : null,
    lint,
    ...(images === undefined ? {} : { images }),
    ...(videos === undefined ? {} : { videos }),
    ...(termAges.length === 0 ? {} : { ages: agesOf(termAges) }),
    ...(termExposure.length === 0 ? {} : { wrongExposure: exposureOf(termExposure) }),
    ...(costs === undefined ? {} : { costs }),
  };
}

/** Term id → hits by the term's age. */
function agesOf(rows: MergedSummary["termAges"]): Record<string, Record<string, HitCounts>> {
  const found = new Map<string, Record<string, HitCounts>>(); // an id may be __proto__
  for (const { termId, age, hits, tp, fp } of rows) {
    const counts = { hits: Number(hits), tp: Number(tp), fp: Number(fp) };
    found.set(String(termId), { ...found.get(String(termId)), [String(age)]: counts });
  }
  return Object.fromEntries(found);
}

/** Term id → expected impressions by currency, most first. */
function exposureOf(rows: MergedSummary["termExposure"]): Record<string, WrongExposure[]> {
  const found = new Map<string, WrongExposure[]>();
  for (const { termId, currency, exposure } of rows.toSorted((a, b) => b.exposure - a.exposure))
    found.set(termId, [...(found.get(termId) ?? []), { currency, exposure }]);
  return Object.fromEntries(found);
}

function cleanupFacts(replayed: ArtefactInputs["replayed"], hitSets: readonly HitSet[]): CleanupFacts | null {
  const { terms, releases } = replayed;
  const newest = releases.at(-1);
  if (newest === undefined) return null;
  const removable = removableTerms(replayed, newest.rejecting);
  const inRules = namedByRules(newest.terms.flatMap((term) => terms[term] ?? []));
  const pinned = removable.flatMap((term, index) => (inRules.has(terms[term]?.termId ?? "") ? [index] : []));
  const groups = joinHitSets(hitSets, removable.length);
  const found = summariseCleanup(groups, pinned);
  const all = hitCounts(groups);
  const left = hitCounts(groups, new Set(found.minimal.kept));
  const { best, byPrecision, byHits, random } = found.areas;
  return {
    terms: removable.length,
    zeroHit: found.zeroHit.length,
    contained: found.contained.length,
    dominated: found.contained.filter(({ isDominated }) => isDominated).length,
    minimal: found.minimal.kept.length,
    leastTerms: found.minimal.leastTerms,
    fixedFP: all.good - left.good,
    unlabelled: all.unlabelled - left.unlabelled,
    frontier: found.frontier.map(({ terms: count, tp, fp }) => [count, tp, fp] as const),
    areas: {
      best: best ?? null,
      byPrecision: byPrecision ?? null,
      byHits: byHits ?? null,
      random: random ?? null,
    },
  };
}
