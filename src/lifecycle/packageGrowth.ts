import { dayMs } from "../model/duration.js";
import type { GrowthMonth, PackageGrowth } from "../model/packageGrowth.js";
import type { HistorySummary } from "./history.js";
import { monthOf, quartiles } from "./history.js";

/** What a page shows of it. */
export type Growth = Omit<PackageGrowth, "key">;

const noMonth = { releases: 0, added: 0, removed: 0, bulkReleases: 0, bulkAdded: 0, bulkRemoved: 0 };

/** Growth by a log of additions and removals. */
export function growthOfLog(summary: HistorySummary): Growth {
  const { releases, churn, bulk, promotions } = summary;
  const months = new Map<string, GrowthMonth>();
  for (const month of summary.months) months.set(month.month, { ...noMonth, ...month });
  for (const { month, releases: bulkReleases, added, removed } of summary.bulkMonths) {
    const own = months.get(month) ?? { month, ...noMonth };
    months.set(month, { ...own, bulkReleases, bulkAdded: added, bulkRemoved: removed });
  }
  return {
    source: "log",
    releases: releases.count,
    ...churn,
    daysBetween: releases.daysBetween ?? null,
    bulk,
    promotions: { terms: promotions.terms, days: promotions.days ?? null },
    months: [...months.values()].toSorted((a, b) => (a.month < b.month ? -1 : 1)),
  };
}

/** A release in its order, with what it changed against the one before. */
export type GrownRelease = {
  readonly releasedAt: number | null;
  readonly added: number;
  readonly removed: number;
};

/**
 * Growth by what releases held. The first one is where it begins, and no change. What came and went between two
 * releases is not seen, nor why. Releases without a time leave the source `null`.
 * @param releases in the order of their times
 */
export function growthOfReleases(releases: readonly GrownRelease[]): Growth {
  const timed = releases.flatMap(({ releasedAt, added, removed }) =>
    releasedAt === null ? [] : [{ at: releasedAt, added, removed }],
  );
  const later = timed.slice(1);
  const gaps = later.map(({ at }, i) => (at - (timed[i]?.at ?? at)) / dayMs);
  const months = new Map<string, GrowthMonth>();
  for (const { at, added, removed } of later) {
    const month = monthOf(at);
    const own = months.get(month) ?? { month, ...noMonth };
    months.set(month, {
      ...own,
      releases: own.releases + 1,
      added: own.added + added,
      removed: own.removed + removed,
    });
  }
  return {
    source: later.length === 0 ? null : "snapshots",
    releases: later.length,
    added: later.reduce((sum, { added }) => sum + added, 0),
    removed: later.reduce((sum, { removed }) => sum + removed, 0),
    daysBetween: quartiles(gaps) ?? null,
    bulk: null,
    promotions: null,
    months: [...months.values()].toSorted((a, b) => (a.month < b.month ? -1 : 1)),
  };
}
