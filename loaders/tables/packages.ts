import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import type { Term } from "../../src/matcher/term.js";
import type { Part, StoredTerm } from "./part.js";
import { readTerm } from "./readSnapshot.js";

/** Snapshots in order of release, and the terms of each distinct content by its snapshot id. */
export type Packages = {
  readonly snapshots: readonly PackageSnapshot[];
  readonly terms: ReadonlyMap<string, readonly Term[]>;
};

/** The packages that the parts hold; each file of a package's source is a snapshot. */
export function packagesOf(packageIds: readonly string[], parts: readonly Part[]): Packages {
  const termOf = termPool();
  const snapshots: PackageSnapshot[] = [];
  const terms = new Map<string, readonly Term[]>();
  for (const packageId of packageIds) {
    for (const { index } of parts) {
      const found = index.snapshots[packageId];
      if (found === undefined) continue;
      const { label, snapshotId, releasedAt } = found;
      terms.set(snapshotId, found.terms.map(termOf));
      snapshots.push({
        package_id: packageId,
        label,
        snapshot_id: snapshotId,
        released_at: releasedAt,
        terms: found.terms.length,
      });
    }
  }
  return { snapshots: snapshots.toSorted(compareReleases), terms };
}

/** Makes each term once, however many snapshots hold it. */
function termPool(): (written: StoredTerm) => Term {
  const made = new Map<string, Term>();
  return (written) => {
    const key = JSON.stringify(written);
    const found = made.get(key) ?? readTerm(written);
    if ("length" in found) throw new TypeError(`Expected stored terms to be right, got ${key}`);
    made.set(key, found);
    return found;
  };
}

function compareReleases(a: PackageSnapshot, b: PackageSnapshot): number {
  return (a.released_at ?? 0) - (b.released_at ?? 0) || (a.label < b.label ? -1 : 1);
}
