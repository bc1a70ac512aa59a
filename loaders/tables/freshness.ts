import { tableNames } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Freshness, Workspace } from "../../src/model/workspace.js";
import type { CheckedParts } from "./checkParts.js";
import type { Part, Section } from "./part.js";
import { newestTimes } from "./sectionRows.js";

/** How old the newest accepted row of a source is, held against the workspace's `asOf`. */
export type SourceFreshness = {
  readonly source: string;
  /** UTC ms; `null` when no accepted row has a time. */
  readonly newestAt: number | null;
  readonly status: "fresh" | "stale" | "expired";
};

/** Freshness of every source that declares it, in their order. A source without any time is expired. */
export async function sourceFreshness(
  workspace: Workspace,
  { sources, takenOut }: CheckedParts,
): Promise<SourceFreshness[]> {
  const found: SourceFreshness[] = [];
  for (const { opened, parts } of sources) {
    const declared = workspace.sources[opened.name]?.freshness;
    if (declared === undefined) continue;
    const times: number[] = [];
    for (const part of parts) times.push(...(await timesOf(workspace, part, { ...declared, takenOut })));
    const newestAt = times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
    found.push({ source: opened.name, newestAt, status: statusOf(newestAt, declared, workspace.asOf) });
  }
  return found;
}

function statusOf(
  newestAt: number | null,
  { warnAfterMs = Infinity, errorAfterMs = Infinity }: Freshness,
  asOf: number,
): SourceFreshness["status"] {
  if (newestAt === null || asOf - newestAt > errorAfterMs) return "expired";
  return asOf - newestAt > warnAfterMs ? "stale" : "fresh";
}

type Wanted = { readonly column: string; readonly takenOut: CheckedParts["takenOut"] };

/** Newest times that a part holds in the columns that the declared one is mapped to. */
async function timesOf(workspace: Workspace, part: Part, { column, takenOut }: Wanted): Promise<number[]> {
  const { index } = part;
  const times: number[] = [];
  for (const table of tableNames) {
    const targets = targetColumns(workspace, { table, source: index.source, column });
    for (const section of index.tables[table]?.sections ?? []) {
      const newest =
        targets.length === 0 ? {} : await newestOf(workspace, part, { table, section, takenOut });
      times.push(...targets.flatMap((name) => newest[name] ?? []));
    }
  }
  for (const [id, { releasedAt }] of Object.entries(index.snapshots))
    if (workspace.packages[id]?.releasedAt === column && releasedAt !== null) times.push(releasedAt);
  return times;
}

type SectionOf = { table: TableName; section: Section; takenOut: CheckedParts["takenOut"] };

async function newestOf(workspace: Workspace, part: Part, { table, section, takenOut }: SectionOf) {
  const taken = takenOut.get(section);
  if (taken === undefined) return section.newest;
  const { rows } = await part.loadRows(table, section);
  return newestTimes(
    tableColumns(workspace, table),
    rows.filter((_, at) => !taken.has(at)),
  );
}

function targetColumns(
  workspace: Workspace,
  { table, source, column }: { table: TableName; source: string; column: string },
): string[] {
  const mappings = workspace.tables[table].filter(({ from }) => from === source);
  return mappings.flatMap(({ columns }) => Object.keys(columns).filter((name) => columns[name] === column));
}
