import { quote } from "./dataError.js";

/** What is wrong in a line of frames. */
export type FrameFault = { readonly column: string; readonly expected: string; readonly got: string };

/** A line of a vPDQ file, `frame,quality,pdq,timestamp`, by its number, from 1. */
export type FrameLine = { readonly line: number; readonly cells: readonly string[]; readonly row: string };

/** The lines of a vPDQ file, which has no header; blank ones are none. */
export function frameLines(text: string): FrameLine[] {
  const rows = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return rows.flatMap((row, i) => (row === "" ? [] : [{ line: i + 1, cells: row.split(","), row }]));
}

/** The first thing that is wrong with a line; `undefined` when it is right. */
export function frameFault({ cells, row }: FrameLine): FrameFault | undefined {
  const [frame = "", quality = "", pdq = "", timestamp = ""] = cells;
  if (cells.length !== 4) return { column: "frame", expected: "frame,quality,pdq,timestamp", got: row };
  if (!/^\d+$/.test(frame)) return { column: "frame", expected: "a whole number", got: frame };
  if (!/^\d{1,3}$/.test(quality) || Number(quality) > 100)
    return { column: "quality", expected: "a whole number from 0 to 100", got: quality };
  if (!/^[0-9a-f]{64}$/i.test(pdq)) return { column: "pdq", expected: "64 hexadecimal digits", got: pdq };
  if (!/^\d+(\.\d+)?$/.test(timestamp))
    return { column: "timestamp", expected: "seconds such as 0.033", got: timestamp };
  return undefined;
}

/** Why a cell does not hold the lines of a vPDQ file, by the first that is wrong; `undefined` when it does. */
export function framesRefusal(cell: string): string | undefined {
  for (const found of frameLines(cell)) {
    const fault = frameFault(found);
    if (fault === undefined) continue;
    const { expected, got } = fault;
    return `expected the lines of a vPDQ file, with ${expected} in line ${found.line}, got ${quote(got)}`;
  }
  return undefined;
}
