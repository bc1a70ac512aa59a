import type { PackageGrowth } from "../../src/model/packageGrowth.js";

/** Three months by a log, the last of them with bulk changes alone. */
export function smallGrowth(): PackageGrowth {
  const none = { releases: 0, added: 0, removed: 0, bulkReleases: 0, bulkAdded: 0, bulkRemoved: 0 };
  return {
    key: "k",
    source: "log",
    releases: 5,
    added: 60,
    removed: 12,
    daysBetween: [0.02, 0.25, 3.5],
    bulk: { releases: 2, added: 400, removed: 395 },
    promotions: { terms: 9, days: [2, 6.75, 20] },
    months: [
      { ...none, month: "2023-11", releases: 3, added: 45, removed: 2 },
      { ...none, month: "2023-12", releases: 2, added: 15, removed: 10 },
      { ...none, month: "2024-02", bulkReleases: 2, bulkAdded: 400, bulkRemoved: 395 },
    ],
  };
}
