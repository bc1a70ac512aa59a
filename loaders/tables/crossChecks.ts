import { formatIssue, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { tableNames, tables } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import type { Value } from "../../src/model/tables/column.js";
import type { Part, Section } from "./part.js";
import { keyText } from "./sectionRows.js";

/** A row that a check took out: the source and table it is counted against, and why. */
export type Rejection = { readonly source: string; readonly table: TableName; readonly issue: DataIssue };

/** Section → places of the rows that are not in the table. */
export type TakenOut = ReadonlyMap<Section, ReadonlySet<number>>;

export type CrossChecked = { readonly takenOut: TakenOut; readonly rejections: readonly Rejection[] };

/**
 * What only all files together tell: a row whose key an earlier one has, and a row that names an item that there is
 * not. Works on the stored keys; rows are loaded only of sections with something wrong.
 * Earlier is what stands in an earlier source, file or line, whenever it arrived.
 */
export async function crossChecks(parts: readonly Part[]): Promise<CrossChecked> {
  const takenOut = new Map<Section, Set<number>>();
  const rejections: Rejection[] = [];
  const take = ({ part, section, row, line }: Place, table: TableName, reason: Reason): void => {
    const rows = takenOut.get(section) ?? new Set();
    takenOut.set(section, rows.add(row));
    const { source, file } = part.index;
    rejections.push({ source, table, issue: { source: file, line, ...reason } });
  };
  for (const table of tableNames) {
    for (const { place, reason } of await duplicates(parts, table)) take(place, table, reason);
  }
  for (const { place, reason } of await unknownItems(parts, takenOut)) take(place, "review_event", reason);
  return { takenOut, rejections };
}

type Place = { readonly part: Part; readonly section: Section; readonly row: number; readonly line: number };
type Reason = { readonly column: string; readonly message: string };
type Found = { readonly place: Place; readonly reason: Reason };

async function duplicates(parts: readonly Part[], table: TableName): Promise<Found[]> {
  const twice = repeatedKeys(parts, table);
  if (twice.size === 0) return [];
  const { key, noun } = tables[table];
  const first = new Map<string, Place>();
  const places = await findPlaces(parts, table, (section, row) => twice.has(keyText(section.keys, row)));
  return places.flatMap((place) => {
    const name = keyText(place.section.keys, place.row);
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, place);
    if (earlier === undefined) return [];
    const values = place.section.keys.map((column) => column?.[place.row] ?? null);
    const message = `expected each ${noun} once, got ${shown(values)} again (first at ${placeText(earlier)})`;
    return [{ place, reason: { column: key[0], message } }];
  });
}

function repeatedKeys(parts: readonly Part[], table: TableName): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { index } of parts) {
    for (const { keys, rows } of index.tables[table]?.sections ?? []) {
      for (let row = 0; row < rows; row++) {
        const name = keyText(keys, row);
        const known = seen.size;
        if (seen.add(name).size === known) twice.add(name);
      }
    }
  }
  return twice;
}

async function unknownItems(parts: readonly Part[], takenOut: TakenOut): Promise<Found[]> {
  if (parts.every(({ index }) => index.tables.item === undefined)) return [];
  const known = new Set<Value>();
  for (const { index } of parts)
    for (const { keys } of index.tables.item?.sections ?? []) for (const id of keys[0] ?? []) known.add(id);
  const lost = parts.filter(
    ({ index }) => index.tables.review_event?.itemIds.some((id) => !known.has(id)) === true,
  );
  const found = await Promise.all(lost.map((part) => unknownIn(part, known, takenOut)));
  return found.flat();
}

async function unknownIn(part: Part, known: ReadonlySet<Value>, takenOut: TakenOut): Promise<Found[]> {
  const at = Object.keys(tables.review_event.columns).indexOf("item_id");
  const found: Found[] = [];
  for (const section of part.index.tables.review_event?.sections ?? []) {
    const { rows, lines } = await part.loadRows("review_event", section);
    for (const [row, values] of rows.entries()) {
      const id = values[at] ?? null;
      if (known.has(id) || takenOut.get(section)?.has(row) === true) continue;
      const message = `expected an item of the table item, got ${quote(id)}, which it does not hold`;
      found.push({
        place: { part, section, row, line: lines[row] ?? 0 },
        reason: { column: "item_id", message },
      });
    }
  }
  return found.toSorted((a, b) => a.place.line - b.place.line);
}

/** The rows of a table that `holds` picks, in the order of files and lines. */
async function findPlaces(
  parts: readonly Part[],
  table: TableName,
  holds: (section: Section, row: number) => boolean,
): Promise<Place[]> {
  const found: Place[] = [];
  for (const part of parts) {
    const own: Place[] = [];
    for (const section of part.index.tables[table]?.sections ?? []) {
      const rows = Array.from({ length: section.rows }, (_, row) => row).filter((row) => holds(section, row));
      if (rows.length === 0) continue;
      const { lines } = await part.loadRows(table, section);
      own.push(...rows.map((row) => ({ part, section, row, line: lines[row] ?? 0 })));
    }
    found.push(...own.toSorted((a, b) => a.line - b.line));
  }
  return found;
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
