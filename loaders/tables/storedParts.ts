import { writeFile } from "node:fs/promises";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry, StoreTable } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { partFormat } from "./part.js";
import type { Part, PartIndex, Section, SectionRows } from "./part.js";
import { parseSection } from "./sectionRows.js";

/** Names that the parts have in the manifest: an index a file, and its rows, a file a table. */
export const partTable = "part";
export const partRowsTable = "part_rows";

/** The parts of the last ingest. */
export type StoredParts = {
  /** The part of this key; `undefined` when there is none or one of its files is gone. */
  find(key: string): Promise<Part | undefined>;
  /** All parts of a source as they stood then, in order; `undefined` when there is none or one was read another way. */
  ofSource(source: string, layout: string): Promise<Part[] | undefined>;
};

export function storedParts(store: Store): StoredParts {
  const { tables } = store.manifest();
  const entries = tables[partTable]?.entries ?? [];
  const rows = new Map((tables[partRowsTable]?.entries ?? []).map((entry) => [entry.partition, entry]));
  const byKey = new Map(entries.map((entry) => [entry.rowsHash, entry]));
  const open = (entry: StoreEntry): Promise<Part | undefined> => openPart(store, entry, rows);
  return {
    async find(key) {
      const entry = byKey.get(key);
      return entry === undefined ? undefined : open(entry);
    },
    async ofSource(source, layout) {
      const own = entries.filter(({ partition }) => partition.startsWith(`${source}.`));
      const parts = await Promise.all(own.map(open));
      const usable = parts.filter((part) => part !== undefined && part.index.layout === layout);
      return own.length === 0 || usable.length < own.length
        ? undefined
        : usable.filter((part) => part !== undefined);
    },
  };
}

async function openPart(
  store: Store,
  entry: StoreEntry,
  rows: ReadonlyMap<string, StoreEntry>,
): Promise<Part | undefined> {
  if (!(await store.has(entry))) return undefined;
  // Its bytes are checked, and code of the same format wrote them, so that they are not validated again.
  const index: PartIndex = JSON.parse((await store.readFile(entry)).toString("utf8"));
  if (index.format !== partFormat) return undefined;
  const entryOf = (table: string): StoreEntry | undefined => rows.get(`${entry.partition}.${table}`);
  for (const table of Object.keys(index.tables)) {
    const found = entryOf(table);
    if (found === undefined || !(await store.has(found))) return undefined;
  }
  const loadRows = async (table: string, { offset, bytes }: Section): Promise<SectionRows> => {
    const found = entryOf(table);
    if (found === undefined) throw new TypeError(`Expected rows of ${table} in ${index.file}, got none`);
    const all = await store.readFile(found);
    return parseSection(all.toString("utf8", offset, offset + bytes));
  };
  return { index, loadRows, fresh: undefined };
}

/** Stores the parts that were read now and keeps the others; what it gives is to be committed with the tables. */
export async function putParts(
  store: Store,
  parts: readonly Part[],
  key: string,
): Promise<Record<string, StoreTable>> {
  const before = store.manifest().tables;
  const indexes: StoreEntry[] = [];
  const rows: StoreEntry[] = [];
  for (const part of parts) {
    const name = partName(part.index);
    if (part.fresh === undefined) {
      indexes.push(...(before[partTable]?.entries ?? []).filter(({ partition }) => partition === name));
      rows.push(
        ...(before[partRowsTable]?.entries ?? []).filter(({ partition }) => partition.startsWith(`${name}.`)),
      );
      continue;
    }
    for (const [table, bytes] of part.fresh) {
      const item = {
        table: partRowsTable,
        partition: `${name}.${table}`,
        rows: part.index.tables[table]?.accepted ?? 0,
      };
      const rowsHash = sha256(part.index.key + table);
      rows.push(await store.put({ ...item, rowsHash, extension: "json" }, (path) => writeFile(path, bytes)));
    }
    const item = { table: partTable, partition: name, rows: part.index.rows, rowsHash: part.index.key };
    indexes.push(
      await store.put({ ...item, extension: "json" }, (path) => writeFile(path, JSON.stringify(part.index))),
    );
  }
  return { [partTable]: { key, entries: indexes }, [partRowsTable]: { key, entries: rows } };
}

/** Source names hold no dot, so that a name begins with one source's only. */
function partName({ source, file }: PartIndex): string {
  return `${source}.${sha256(file).slice(0, 16)}`;
}
