import { byPlace } from "../../src/lint/finding.js";
import type { LintFinding } from "../../src/lint/finding.js";
import { lintPackage } from "../../src/lint/lintPackage.js";
import { findTooCommon, trafficCounter } from "../../src/lint/traffic.js";
import type { MatchRecord } from "../../src/matcher/matchRecords.js";
import { DataError } from "../../src/model/dataError.js";
import type { Workspace } from "../../src/model/workspace.js";
import { packageOfWorkspace, readIdentityTerms } from "../tables/packageOfWorkspace.js";
import { readItems } from "../tables/readItems.js";
import type { ItemColumns } from "../tables/readItems.js";
import { readPackageRows } from "../tables/readPackageRows.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { workspaceItems } from "./workspaceItems.js";

/** What to lint; left out is what the user did not name. */
export type LintTarget = {
  readonly path: string | undefined;
  readonly workspace: string | undefined;
  /** File of items. */
  readonly items: string | undefined;
  readonly columns: ItemColumns;
};

export type LintedFile = {
  /** By file and line. */
  readonly findings: readonly LintFinding[];
  /** Rows that hold a term. */
  readonly terms: number;
  readonly warnings: readonly string[];
};

const defaultMaxShare = 0.05;
const batchItems = 4096;

/**
 * Everything that is wrong with a package, on the traffic of a file or a workspace where one is named.
 * @throws {DataError} when something that is named cannot be read
 */
export async function lintFile(target: LintTarget, onProgress: (text: string) => void): Promise<LintedFile> {
  const workspace = target.workspace === undefined ? undefined : await readWorkspace(target.workspace);
  const { path, ...columns } = await fileOf(workspace, target.path);
  const read = await readPackageRows(path, columns);
  const identityTerms = workspace === undefined ? [] : await readIdentityTerms(workspace);
  const { findings, compiled, warnings } = lintPackage(read, { identityTerms, asOf: workspace?.asOf });
  const counter = trafficCounter(compiled);
  let items = 0;
  for await (const batch of traffic(target, workspace, onProgress)) {
    counter.add(batch);
    items += batch.length;
  }
  const isMeasured = target.items !== undefined || workspace !== undefined;
  const maxShare = workspace?.lint.maxShare ?? defaultMaxShare;
  return {
    findings: [
      ...read.findings,
      ...findings,
      ...findTooCommon(read.rows, counter.finish(), maxShare),
    ].toSorted(byPlace),
    terms: read.rows.length,
    warnings: isMeasured && items === 0 ? [...warnings, "no items to measure on"] : warnings,
  };
}

async function fileOf(
  workspace: Workspace | undefined,
  path: string | undefined,
): ReturnType<typeof packageOfWorkspace> {
  if (workspace !== undefined) return packageOfWorkspace(workspace, path);
  if (path !== undefined) return { path };
  throw new DataError([{ source: "lint", message: "expected PACKAGE or --workspace, got neither" }]);
}

async function* traffic(
  { items, columns }: LintTarget,
  workspace: Workspace | undefined,
  onProgress: (text: string) => void,
): AsyncGenerator<readonly MatchRecord[]> {
  if (items !== undefined) yield* inBatches(readItems(items, columns));
  else if (workspace !== undefined)
    for await (const records of workspaceItems(workspace, onProgress)) yield* slices(records);
}

async function* inBatches(records: AsyncIterable<MatchRecord>): AsyncGenerator<MatchRecord[]> {
  let batch: MatchRecord[] = [];
  for await (const record of records) {
    if (batch.push(record) < batchItems) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function* slices(records: readonly MatchRecord[]): Generator<readonly MatchRecord[]> {
  for (let from = 0; from < records.length; from += batchItems) yield records.slice(from, from + batchItems);
}
