import { DataError, quote } from "../../src/model/dataError.js";
import { readCube, timeOrder } from "./readCube.js";
import type { CubeColumns, TimedRow } from "./readCube.js";

/** Two windows: of one file by time, or a file each. */
export type WindowSource =
  | {
      readonly cube: string;
      readonly time: string;
      readonly at: string;
      /** Distinct times before `at` that make the earlier window. */
      readonly before: number;
    }
  | { readonly baseline: string; readonly current: string };

export type CubeWindows = { readonly from: readonly TimedRow[]; readonly to: readonly TimedRow[] };

/**
 * The rows of the earlier and the later window, with what is odd about them.
 * @param onRows told now and then which file is read and how many rows it gave
 * @throws {DataError} as `readCube` does, when no row has the time, none an earlier one, or a window has no units
 */
export async function readWindows(
  source: WindowSource,
  columns: Omit<CubeColumns, "time">,
  onRows: (path: string, rows: number) => void = () => undefined,
): Promise<CubeWindows & { readonly warnings: readonly string[] }> {
  const read = (path: string, time?: string) =>
    readCube(path, { ...columns, time }, (rows) => onRows(path, rows));
  if ("baseline" in source) {
    const [from, to] = [await read(source.baseline), await read(source.current)];
    checkUnits(from.rows, source.baseline, columns.total);
    checkUnits(to.rows, source.current, columns.total);
    return { from: from.rows, to: to.rows, warnings: [...from.warnings, ...to.warnings] };
  }
  const { rows, warnings } = await read(source.cube, source.time);
  const { from, to } = cubeWindows(rows, source);
  checkUnits(from, `${source.cube}, the times before ${quote(source.at)}`, columns.total);
  checkUnits(to, `${source.cube}, ${quote(source.at)}`, columns.total);
  return { from, to, warnings };
}

function checkUnits(rows: readonly TimedRow[], source: string, column: string): void {
  if (rows.some(({ total, count }) => total > 0 || count > 0)) return;
  throw new DataError([{ source, column, message: "expected a denominator above 0, got only 0" }]);
}

/** The rows of one time, and those of up to `before` distinct times before it. */
function cubeWindows(
  rows: readonly TimedRow[],
  { cube, at, before }: { readonly cube: string; readonly at: string; readonly before: number },
): CubeWindows {
  const orders = [...new Set(rows.map(({ order }) => order))].toSorted((a, b) => a - b);
  const order = timeOrder(at);
  const place = order === undefined ? -1 : orders.indexOf(order);
  if (place === -1) throw new DataError([{ source: "--at", message: unknownTime(rows, cube, at) }]);
  const earlier = new Set(orders.slice(Math.max(0, place - before), place));
  if (earlier.size === 0) {
    const message = `expected a time with earlier ones in ${cube} to compare with, got its first, ${quote(at)}`;
    throw new DataError([{ source: "--at", message }]);
  }
  return {
    from: rows.filter((row) => earlier.has(row.order)),
    to: rows.filter((row) => row.order === order),
  };
}

function unknownTime(rows: readonly TimedRow[], cube: string, at: string): string {
  const sorted = rows.toSorted((a, b) => a.order - b.order);
  const [first, last] = [sorted[0]?.at ?? "", sorted.at(-1)?.at ?? ""];
  return `expected a time of ${cube}, where they run from ${quote(first)} to ${quote(last)}, got ${quote(at)}`;
}
