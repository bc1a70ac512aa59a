import { existsSync } from "node:fs";
import type { Term } from "../../src/matcher/term.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { IngestResult } from "../tables/ingest.js";
import { readPackage } from "../tables/readPackage.js";

/** A package that someone named, with its terms. */
export type NamedPackage = {
  /** Label of the release, or the name that was given for a file. */
  readonly label: string;
  /** Hash of the content. */
  readonly snapshotId: string;
  readonly terms: readonly Term[];
  /** Sentences for the log. */
  readonly warnings: readonly string[];
};

/**
 * The packages with these names, in their order: each the label of a release, the beginning of its content hash (8
 * digits or more), `newest` or `previous` for the last release and the one before, or the path of a package file or
 * folder, whose columns may be called as in the workspace.
 * @throws {DataError} for all names that are none of these, with the nearest label, and for packages that cannot be read
 */
export async function namedPackages(
  names: readonly string[],
  { ingested, workspace }: { ingested: Pick<IngestResult, "snapshots" | "terms">; workspace: Workspace },
): Promise<NamedPackage[]> {
  const found = names.map((name) => ({ name, release: findRelease(name, ingested.snapshots) }));
  const labels = ingested.snapshots.map(({ label }) => label);
  const issues = found
    .filter(({ name, release }) => release === undefined && !existsSync(name))
    .map(({ name }) => ({ source: name, message: unknownMessage(name, labels) }));
  if (issues.length > 0) throw new DataError(issues);
  const [columns] = Object.values(workspace.packages).map((own) => own.columns);
  return Promise.all(
    found.map(async ({ name, release }) => {
      return release === undefined
        ? readNamed(name, columns, newestTerms(ingested))
        : toNamed(release, ingested);
    }),
  );
}

/** All releases, in their order. */
export function releasedPackages(ingested: Pick<IngestResult, "snapshots" | "terms">): NamedPackage[] {
  return ingested.snapshots.map((release) => toNamed(release, ingested));
}

function toNamed(
  { label, snapshot_id: snapshotId }: Release,
  { terms }: Pick<IngestResult, "terms">,
): NamedPackage {
  return { label, snapshotId, terms: terms.get(snapshotId) ?? [], warnings: [] };
}

type Release = IngestResult["snapshots"][number];

function findRelease(name: string, releases: readonly Release[]): Release | undefined {
  const isHash = /^[0-9a-f]{8,64}$/.test(name);
  return (
    releases.findLast(({ label }) => label === name) ??
    (isHash ? releases.findLast(({ snapshot_id: id }) => id.startsWith(name)) : undefined) ??
    (name === "newest" ? releases.at(-1) : undefined) ??
    (name === "previous" ? releases.at(-2) : undefined)
  );
}

function unknownMessage(name: string, labels: readonly string[]): string {
  const known = labels.length === 0 ? "" : `a label of ${labels.join(", ")}, `;
  return `expected ${known}a content hash or the path of a package, got ${quote(name)}${didYouMean(name, labels)}`;
}

/** What a file that is named is most likely an edit of. */
function newestTerms({ snapshots, terms }: Pick<IngestResult, "snapshots" | "terms">): readonly Term[] {
  return terms.get(snapshots.at(-1)?.snapshot_id ?? "") ?? [];
}

async function readNamed(
  path: string,
  columns: Workspace["packages"][string]["columns"] | undefined,
  like: readonly Term[],
): Promise<NamedPackage> {
  const { terms, hash, warnings, duplicates } = await readPackage(path, { columns: columns ?? {}, like });
  if (terms.length === 0)
    throw new DataError([{ source: path, message: "expected at least one term, got none" }]);
  const more = duplicates === 0 ? [] : [`${path}: ${duplicates} duplicate rows are left out`];
  return { label: path, snapshotId: hash, terms, warnings: [...warnings, ...more] };
}
