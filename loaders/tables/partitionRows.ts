import { createHash } from "node:crypto";
import type { Columns, Value } from "../../src/model/tables/column.js";
import type { Table } from "../../src/model/tables/tables.js";

type Row = readonly Value[];

/**
 * Names the partition of a row: `day=YYYY-MM-DD` of the table's time, or `bucket=00` to `bucket=15` by the first
 * hexadecimal digit of the SHA-256 of its id where a row has no time; `all` for a table that is not cut.
 * @param timeZone zone that days are cut in
 */
export function partitionNamer({
  columns,
  table,
  timeZone,
}: {
  columns: Columns;
  table: Table;
  timeZone: string;
}): (row: Row) => string {
  const names = Object.keys(columns);
  const dayAt = names.indexOf(table.filedBy?.day ?? "");
  const bucketAt = names.indexOf(table.filedBy?.bucket ?? "");
  const dayOf = dayFormatter(timeZone);
  return (row) => {
    const timeMs = row[dayAt];
    return typeof timeMs === "number" ? `day=${dayOf(timeMs)}` : undatedName(row[bucketAt]);
  };
}

/** The rows of a partition in the table's own order: by its key, texts by UTF-16 code units, null first. */
export function sortByKey(rows: readonly Row[], columns: Columns, table: Pick<Table, "key">): Row[] {
  const names = Object.keys(columns);
  const keyAt = table.key.map((name) => names.indexOf(name));
  return rows.toSorted((a, b) => compareKeys(a, b, keyAt));
}

function undatedName(id: Value | undefined): string {
  if (id === undefined) return "all";
  const digit = createHash("sha256").update(String(id)).digest("hex").charAt(0);
  return `bucket=${String(Number.parseInt(digit, 16)).padStart(2, "0")}`;
}

/** Keys are unique, so the order is total. */
function compareKeys(a: Row, b: Row, keyAt: readonly number[]): number {
  for (const at of keyAt) {
    const [left, right] = [a[at] ?? null, b[at] ?? null];
    if (left === right) continue;
    if (left === null) return -1;
    return right === null || left > right ? 1 : -1;
  }
  return 0;
}

const dayMs = 86_400_000;

function dayFormatter(timeZone: string): (timeMs: number) => string {
  if (timeZone === "UTC") return cached((timeMs) => new Date(timeMs).toISOString().slice(0, 10), dayMs);
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return cached((timeMs) => format.format(timeMs), 900_000); // no zone changes its day within a quarter of an hour
}

function cached(dayOf: (timeMs: number) => string, stepMs: number): (timeMs: number) => string {
  const found = new Map<number, string>();
  return (timeMs) => {
    const step = Math.floor(timeMs / stepMs);
    const day = found.get(step) ?? dayOf(step * stepMs);
    found.set(step, day);
    return day;
  };
}
