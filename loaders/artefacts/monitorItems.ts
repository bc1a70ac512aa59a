import { rejections } from "../../src/gate/compared.js";
import { monitorReleases } from "../../src/gate/monitorReleases.js";
import type { ReleaseRecord } from "../../src/gate/monitorReleases.js";
import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import type { ItemFacts, ReplayedOn } from "../../src/replay/traffic.js";

/** Every release on the items of its workspace. */
type ReleasedTraffic = {
  readonly items: ItemFacts;
  readonly packages: readonly ReplayedOn[];
  readonly releases: readonly PackageSnapshot[];
};

/** What `monitorReleases` says of them, and what the workspace lacks: then it says nothing. */
export function monitorItems({ items, packages, releases }: ReleasedTraffic): {
  readonly records: readonly ReleaseRecord[];
  readonly lacking: readonly string[];
} {
  const { createdAt, logged, truths, weights, clusters } = items;
  const lacking = [
    ...(releases.some(({ released_at: time }) => time === null)
      ? ["times of releases (releasedAt of the package)"]
      : []),
    ...(createdAt === undefined ? ["a time of every item (created_at)"] : []),
    ...(logged === undefined ? ["logged decisions of the automatic stage (review_event, stage auto)"] : []),
  ];
  if (createdAt === undefined || logged === undefined || lacking.length > 0) return { records: [], lacking };
  const monitored = packages.map((replayed, at) => ({
    label: replayed.label,
    releasedAt: releases[at]?.released_at ?? 0,
    rejects: rejections(replayed, truths.length),
  }));
  return { records: monitorReleases({ createdAt, logged, truths, weights, clusters }, monitored), lacking };
}
