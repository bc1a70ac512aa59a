import { tableNames, tables } from "../../src/model/tables/tables.js";
import type { Table, TableName } from "../../src/model/tables/tables.js";
import type { Columns, Value } from "../../src/model/tables/column.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { Source } from "../sources/source.js";
import { packHashes, shortHash } from "./keyHashes.js";
import { rowMapper } from "./mapRows.js";
import type { MappedRows } from "./mapRows.js";
import { partFormat } from "./part.js";
import type { Part, PartIndex, PartTable, Section, SectionRows } from "./part.js";
import { PartIssues } from "./partIssues.js";
import { partitionNamer } from "./partitionRows.js";
import { snapshotReader } from "./readSnapshot.js";
import { formatSection, sectionFacts } from "./sectionRows.js";

/** A file of a source, with the hashes that name what is made of it. */
export type PartFile = {
  readonly source: string;
  readonly file: string;
  readonly key: string;
  readonly layout: string;
};

/**
 * One file of a source, each row read once: mapped to its tables, added to its packages, or rejected with its line.
 * @throws {DataError} when the file cannot be used at all
 */
export async function readPart(source: Source, file: PartFile, workspace: Workspace): Promise<Part> {
  const issues = new PartIssues();
  const fillers = tableFillers(workspace, file);
  const snapshots = snapshotReaders(workspace, file);
  let rows = 0;
  for await (const batch of source.read(file.file)) {
    rows += batch.lines.length + batch.rejected.length;
    issues.add(batch.rejected);
    for (const { fill } of fillers.values()) for (const add of fill) issues.addMapped(add(batch));
    for (const snapshot of snapshots.values()) issues.addMapped(snapshot.add(batch));
  }
  const packed = [...fillers].map(([name, filler]) => ({ name, ...packTable(name, filler) }));
  const index: PartIndex = {
    format: partFormat,
    ...file,
    asOf: workspace.asOf,
    rows,
    ...issues.facts(),
    tables: Object.fromEntries(packed.map(({ name, table }) => [name, table])),
    snapshots: Object.fromEntries([...snapshots].map(([id, snapshot]) => [id, snapshot.finish()])),
  };
  const fresh = new Map(packed.map(({ name, bytes }) => [name, bytes]));
  return { index, fresh, loadRows: async (name, { partition }) => sectionOf(fillers, name, partition) };
}

type Batch = Parameters<ReturnType<typeof rowMapper>>[0];

type Filler = {
  readonly columns: Columns;
  /** One a mapping. */
  readonly fill: readonly ((batch: Batch) => MappedRows)[];
  readonly sections: Map<string, { rows: (readonly Value[])[]; lines: number[] }>;
  readonly counts: { accepted: number; skipped: number };
};

function tableFillers(workspace: Workspace, { source, file }: PartFile): Map<TableName, Filler> {
  const found = new Map<TableName, Filler>();
  for (const name of tableNames) {
    const mappings = workspace.tables[name].filter(({ from }) => from === source);
    if (mappings.length === 0) continue;
    const columns = tableColumns(workspace, name);
    const { rowIssues }: Table = tables[name];
    const partitionOf = partitionNamer({ columns, table: tables[name], timeZone: workspace.timeZone });
    const sections: Filler["sections"] = new Map();
    const counts = { accepted: 0, skipped: 0 };
    const fill = mappings.map((mapping) => {
      const map = rowMapper(mapping, { columns, asOf: workspace.asOf, rowIssues });
      return (batch: Batch): MappedRows => {
        const mapped = map(batch, file);
        counts.accepted += mapped.rows.length;
        counts.skipped += mapped.skipped;
        for (const [at, row] of mapped.rows.entries()) {
          const section = sectionIn(sections, partitionOf(row));
          section.rows.push(row);
          section.lines.push(mapped.lines[at] ?? 0);
        }
        return mapped;
      };
    });
    found.set(name, { columns, fill, sections, counts });
  }
  return found;
}

function sectionIn(sections: Filler["sections"], partition: string) {
  const found = sections.get(partition) ?? { rows: [], lines: [] };
  sections.set(partition, found);
  return found;
}

function sectionOf(
  fillers: ReadonlyMap<TableName, Filler>,
  table: TableName,
  partition: string,
): SectionRows {
  const found = fillers.get(table)?.sections.get(partition);
  if (found === undefined) throw new TypeError(`Expected rows of ${table} in ${partition}, got none`);
  return found;
}

function packTable(
  name: TableName,
  { columns, sections, counts }: Filler,
): { table: PartTable; bytes: Buffer } {
  const chunks: Buffer[] = [];
  const packed: Section[] = [];
  let offset = 0;
  for (const [partition, found] of [...sections].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { text, hash } = formatSection(columns, found);
    const chunk = Buffer.from(text);
    packed.push({
      partition,
      hash,
      offset,
      bytes: chunk.length,
      ...sectionFacts(columns, found.rows, tables[name].key),
    });
    chunks.push(chunk);
    offset += chunk.length;
  }
  const itemHashes = packHashes(distinct(columns, "item_id", sections).map(shortHash));
  return { table: { ...counts, sections: packed, itemHashes }, bytes: Buffer.concat(chunks) };
}

function distinct(columns: Columns, name: string, sections: Filler["sections"]): string[] {
  const at = Object.keys(columns).indexOf(name);
  const values = new Set<string>();
  for (const { rows } of sections.values()) {
    for (const row of rows) {
      const value = row[at];
      if (typeof value === "string") values.add(value);
    }
  }
  return [...values];
}

function snapshotReaders(workspace: Workspace, { source, file }: PartFile) {
  const specs = Object.entries(workspace.packages).filter(([, { from }]) => from === source);
  return new Map(specs.map(([id, spec]) => [id, snapshotReader(spec, { file, asOf: workspace.asOf })]));
}
