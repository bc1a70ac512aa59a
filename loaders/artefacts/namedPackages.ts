import { existsSync, realpathSync } from "node:fs";
import type { Term } from "../../src/matcher/term.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { IngestResult } from "../tables/ingest.js";
import { readPackage } from "../tables/readPackage.js";
import type { Place } from "../tables/readPackage.js";
import { releaseFiles } from "../tables/releaseFiles.js";
import type { ReleaseFile } from "../tables/releaseFiles.js";
import type { PackageMapping } from "../tables/writtenTerm.js";
import { withCommitted } from "./committedFile.js";

/** A package that someone named, with its terms. */
export type NamedPackage = {
  /** Label of the release, or the name that was given for a file; with the commit where it is read from git. */
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
 * folder, which is read as the workspace reads its own where it has the columns of one. A release whose very file is
 * named beside it is what git has of that file: what was ingested is the edit.
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
  const paths = found.filter(({ release }) => release === undefined).map(({ name }) => name);
  const files = paths.length === 0 ? [] : await releaseFiles(workspace);
  const like = newestTerms(ingested);
  return Promise.all(
    found.map(async ({ name, release }) => {
      if (release === undefined) return readNamed(name, { mapping: mappingOf(name, workspace, files), like });
      const edited = paths.find((path) => isFileOf(release, path, files));
      if (edited === undefined) return toNamed(release, ingested);
      return readCommitted(edited, { mapping: workspace.packages[release.package_id], like });
    }),
  );
}

function isFileOf(release: Release, path: string, files: readonly ReleaseFile[]): boolean {
  const real = realpathSync(path);
  return files.some(
    (file) => file.path === real && file.packageId === release.package_id && file.label === release.label,
  );
}

/**
 * Where the terms of a package file stand, by their ids.
 * @throws {DataError} when the file cannot be read
 */
export async function termPlaces(path: string, workspace: Workspace): Promise<ReadonlyMap<string, Place>> {
  const mapping = mappingOf(path, workspace, await releaseFiles(workspace));
  const { terms, places } = await readPackage(path, { mapping });
  return new Map(
    terms.flatMap(({ termId }, at) => {
      const place = places[at];
      return place === undefined ? [] : [[termId, place] as const];
    }),
  );
}

/** That of the package that the file is of, else of the first. */
function mappingOf(
  path: string,
  { packages }: Workspace,
  files: readonly ReleaseFile[],
): PackageMapping | undefined {
  const real = realpathSync(path);
  const own = files.find((file) => file.path === real);
  return own === undefined ? Object.values(packages)[0] : packages[own.packageId];
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
  const more = labels.length > mostLabels ? ` and ${labels.length - mostLabels} earlier ones` : "";
  const known = labels.length === 0 ? "" : `a label of ${labels.slice(-mostLabels).join(", ")}${more}, `;
  return `expected ${known}a content hash or the path of a package, got ${quote(name)}${didYouMean(name, labels)}`;
}

const mostLabels = 12;

/** What a file that is named is most likely an edit of. */
function newestTerms({ snapshots, terms }: Pick<IngestResult, "snapshots" | "terms">): readonly Term[] {
  return terms.get(snapshots.at(-1)?.snapshot_id ?? "") ?? [];
}

type Reading = { readonly mapping: PackageMapping | undefined; readonly like: readonly Term[] };

function readCommitted(path: string, reading: Reading): Promise<NamedPackage> {
  return withCommitted(path, async ({ copy, commit }) => {
    const label = `${path} at HEAD (${commit})`;
    try {
      const found = await readNamed(copy, { ...reading, beside: path });
      return { ...found, label, warnings: found.warnings.map((text) => text.replace(copy, label)) };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(
        error.issues.map((issue) => ({ ...issue, source: issue.source === copy ? label : issue.source })),
      );
    }
  });
}

async function readNamed(
  path: string,
  { mapping, like, beside }: Reading & { beside?: string },
): Promise<NamedPackage> {
  const { terms, hash, warnings, duplicates } = await readPackage(path, { mapping, like, beside });
  if (terms.length === 0)
    throw new DataError([{ source: path, message: "expected at least one term, got none" }]);
  const more = duplicates === 0 ? [] : [`${path}: ${duplicates} duplicate rows are left out`];
  return { label: path, snapshotId: hash, terms, warnings: [...warnings, ...more] };
}
