import { formatIssue, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { tableNames, tables, tablesOfItems } from "../../src/model/tables/tables.js";
import type { Table, TableName } from "../../src/model/tables/tables.js";
import { formatTime } from "../../src/model/time.js";
import type { Value } from "../../src/model/tables/column.js";
import { joinHashes, keyReader, shortHash, unpackHashes } from "./keyHashes.js";
import type { Part, Section } from "./part.js";

/** A row that a check took out: the source and table it is counted against, and why. */
export type Rejection = { readonly source: string; readonly table: TableName; readonly issue: DataIssue };

/** Section → places of the rows that are not in the table. */
export type TakenOut = ReadonlyMap<Section, ReadonlySet<number>>;

export type CrossChecked = {
  readonly takenOut: TakenOut;
  readonly rejections: readonly Rejection[];
  /** Whether no two rows have the same key. */
  readonly isSound: boolean;
};

/**
 * What only all files together tell: a row whose key an earlier one has, and a row that names an item that there is
 * not. Works on stored hashes of keys and of the ids of items; rows are loaded only of sections
 * that may hold something wrong, and then decide. An unknown item passes when its hash is that of a known one: of a
 * million items one with a chance of 1 in 10,000,000,000.
 * Earlier is what stands in an earlier source, file or line, whenever it arrived.
 * @param options.keptAreSound whether the parts that are not fresh were found without a repeated key among themselves
 */
export async function crossChecks(
  parts: readonly Part[],
  { keptAreSound }: { keptAreSound: boolean },
): Promise<CrossChecked> {
  const takenOut = new Map<Section, Set<number>>();
  const rejections: Rejection[] = [];
  const take = ({ part, section, row, line }: Place, table: TableName, reason: Reason): void => {
    const rows = takenOut.get(section) ?? new Set();
    takenOut.set(section, rows.add(row));
    const { source, file } = part.index;
    rejections.push({ source, table, issue: { source: file, line, ...reason } });
  };
  for (const table of tableNames) {
    for (const { place, reason } of await duplicates(parts, table, keptAreSound)) take(place, table, reason);
  }
  const isSound = rejections.length === 0;
  for (const { table, place, reason } of await unknownItems(parts, takenOut)) take(place, table, reason);
  return { takenOut, rejections, isSound };
}

type Place = { readonly part: Part; readonly section: Section; readonly row: number; readonly line: number };
type Reason = { readonly column: string; readonly message: string };
type Found = { readonly place: Place; readonly reason: Reason };

async function duplicates(parts: readonly Part[], table: TableName, keptAreSound: boolean): Promise<Found[]> {
  const isSound = ({ fresh }: Part): boolean => keptAreSound && fresh === undefined;
  const suspects = repeatedHashes(
    sectionsOf(parts.filter(isSound), table),
    sectionsOf(
      parts.filter((part) => !isSound(part)),
      table,
    ),
  );
  if (suspects.size === 0) return [];
  const { key, noun }: Table = tables[table];
  const first = new Map<string, Place>();
  const found: Found[] = [];
  for (const { place, name, values } of await placesOf(parts, table, suspects)) {
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, place);
      continue;
    }
    const message = `expected each ${noun} once, got ${shown(values)} again (first at ${placeText(earlier)})`;
    found.push({ place, reason: { column: key[0] ?? "", message } });
  }
  return found;
}

function sectionsOf(parts: readonly Part[], table: TableName): Section[] {
  return parts.flatMap(({ index }) => index.tables[table]?.sections ?? []);
}

/** Hashes of keys that more than one row has, at least one of them open: equal keys, or now and then others. */
function repeatedHashes(sound: readonly Section[], open: readonly Section[]): Set<number> {
  const hashes = joinHashes(open.map(({ keyHashes }) => keyHashes)).toSorted();
  const repeated = new Set(hashes.filter((hash, index) => index > 0 && hash === hashes[index - 1]));
  if (hashes.length === 0) return repeated;
  const known = new Set(hashes);
  for (const { keyHashes } of sound)
    for (const hash of unpackHashes(keyHashes)) if (known.has(hash)) repeated.add(hash);
  return repeated;
}

type KeyPlace = { readonly place: Place; readonly name: string; readonly values: readonly Value[] };

/** The rows of a table that have one of the hashes, with their keys, in the order of files and lines. */
async function placesOf(
  parts: readonly Part[],
  table: TableName,
  hashes: ReadonlySet<number>,
): Promise<KeyPlace[]> {
  const { key, columns }: Table = tables[table];
  const at = key.map((name) => Object.keys(columns).indexOf(name)); // a workspace's own columns come after these
  const isTime = key.map((name) => columns[name]?.type === "timestamp");
  const textOf = keyReader(columns, key);
  const found: KeyPlace[] = [];
  for (const part of parts) {
    const own: KeyPlace[] = [];
    for (const section of part.index.tables[table]?.sections ?? []) {
      const suspects = [...unpackHashes(section.keyHashes).entries()].filter(([, hash]) => hashes.has(hash));
      if (suspects.length === 0) continue;
      const { rows, lines } = await part.loadRows(table, section);
      for (const [row] of suspects) {
        const values = rows[row] ?? [];
        const place = { part, section, row, line: lines[row] ?? 0 };
        own.push({
          place,
          name: textOf(values),
          values: at.map((index, nth) => keyValue(values[index] ?? null, isTime[nth] === true)),
        });
      }
    }
    found.push(...own.toSorted((a, b) => a.place.line - b.place.line));
  }
  return found;
}

async function unknownItems(parts: readonly Part[], takenOut: TakenOut): Promise<FoundIn[]> {
  if (parts.every(({ index }) => index.tables.item === undefined)) return [];
  const known = new Set(joinHashes(parts.map(({ index }) => index.tables.item?.itemHashes ?? "")));
  const lost = parts.flatMap((part) =>
    tablesOfItems
      .filter((table) =>
        unpackHashes(part.index.tables[table]?.itemHashes ?? "").some((hash) => !known.has(hash)),
      )
      .map((table) => ({ part, table })),
  );
  const found = await Promise.all(lost.map((place) => unknownIn(place, known, takenOut)));
  return found.flat();
}

type FoundIn = Found & { readonly table: TableName };

async function unknownIn(
  { part, table }: { part: Part; table: (typeof tablesOfItems)[number] },
  known: ReadonlySet<number>,
  takenOut: TakenOut,
): Promise<FoundIn[]> {
  const at = Object.keys(tables[table].columns).indexOf("item_id");
  const found: FoundIn[] = [];
  for (const section of part.index.tables[table]?.sections ?? []) {
    const { rows, lines } = await part.loadRows(table, section);
    for (const [row, values] of rows.entries()) {
      const id = values[at] ?? null;
      if (typeof id !== "string" || known.has(shortHash(id)) || takenOut.get(section)?.has(row) === true)
        continue;
      const message = `expected an item of the table item, got ${quote(id)}, which it does not hold`;
      const place = { part, section, row, line: lines[row] ?? 0 };
      found.push({ table, place, reason: { column: "item_id", message } });
    }
  }
  return found.toSorted((a, b) => a.place.line - b.place.line);
}

/** A time as people write it. */
function keyValue(value: Value, isTime: boolean): Value {
  return isTime && typeof value === "number" ? formatTime(value) : value;
}

function shown(values: readonly Value[]): string {
  return values
    .filter((value) => value !== null)
    .map(quote)
    .join(" × ");
}

function placeText({ part, line }: Place): string {
  return formatIssue({ source: part.index.file, line, message: "" }).replace(/: $/, "");
}
