import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import type { Workspace, WorkspacePackage } from "../../src/model/workspace.js";
import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import { openSource } from "../sources/openSource.js";
import { releaseLabel } from "./readSnapshot.js";
import type { RowMapping } from "./readPackageRows.js";
import { writtenTerm } from "./writtenTerm.js";

/** A package file, and how its columns are read where the workspace has columns of its own. */
export type PackageFile = {
  readonly path: string;
  readonly mapping?: RowMapping;
  /** Columns that the workspace's own files have, where the file is none of them. */
  readonly alsoKnown?: readonly string[];
};

/**
 * The package file that a workspace means: the last of its snapshots by name, or the one that is named. One that is none
 * of the workspace's has the columns of a package.
 * @throws {DataError} when the workspace has no package as CSV files
 */
export async function packageOfWorkspace(workspace: Workspace, named?: string): Promise<PackageFile> {
  for (const spec of Object.values(workspace.packages)) {
    if (workspace.sources[spec.from]?.format !== "csv") continue;
    const files = (await openSource(workspace, spec.from).partitions()).map(({ key }) => key);
    const path = named === undefined ? files.at(-1) : named;
    const isOwn = files.some((file) => resolve(file) === resolve(path ?? ""));
    if (path !== undefined && isOwn) return { path, mapping: rowMapping(spec) };
  }
  if (named !== undefined) return { path: named, alsoKnown: columnsOf(workspace) };
  const message = "expected a package of CSV files, or PACKAGE on the command line, got neither";
  throw new DataError([{ source: `${workspace.dir}/workspace.yaml`, column: "packages", message }]);
}

/** The CSV file that a release was read from; its fingerprint changes with its bytes. */
export type ReleaseCsv = Required<Pick<PackageFile, "path" | "mapping">> & { readonly fingerprint: string };

/** `undefined` where the release is of another format, or of a source that is missing and whose last rows are kept. */
export async function csvOfRelease(
  workspace: Workspace,
  { package_id: packageId, label }: Pick<PackageSnapshot, "package_id" | "label">,
): Promise<ReleaseCsv | undefined> {
  const spec = workspace.packages[packageId];
  if (spec === undefined || workspace.sources[spec.from]?.format !== "csv") return undefined;
  const files = await openSource(workspace, spec.from)
    .partitions()
    .catch(() => []);
  const found = files.find(({ key }) => releaseLabel(spec, key) === label);
  return found && { path: found.key, mapping: rowMapping(spec), fingerprint: found.fingerprint };
}

function columnsOf({ packages }: Workspace): string[] {
  return Object.values(packages).flatMap(({ columns, releasedAt }) =>
    [releasedAt, ...Object.values(columns)].filter((name) => name !== undefined),
  );
}

/** Columns that are mapped are there for every row, whether or not a cell holds something. */
function rowMapping(spec: WorkspacePackage): RowMapping {
  const empty = Object.fromEntries(Object.keys(spec.columns).map((name) => [name, ""]));
  return (cells) => ({ ...empty, ...writtenTerm(spec, (column) => cells[column] ?? "") });
}

/**
 * The identity terms of a workspace, one a line; empty when it names no file.
 * @throws {DataError} when the file cannot be read
 */
export async function readIdentityTerms({ dir, lint }: Workspace): Promise<string[]> {
  if (lint.identityTerms === undefined) return [];
  const source = join(dir, lint.identityTerms);
  const text = await readFile(source, "utf8").catch(() => undefined);
  if (text === undefined) throw new DataError([{ source, message: "expected a file, got none" }]);
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
