import { DataError, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { parseTime } from "../../src/model/time.js";
import { isReleaseKind, releaseKinds } from "../../src/rca/moveEvents.js";
import type { MoveEvent } from "../../src/rca/moveEvents.js";
import { checkHeader, openCsv } from "./csvRows.js";

const columns = ["release_id", "at", "kind"];

/**
 * What was changed when, from a CSV file with the columns `release_id`, `at` (UTC) and `kind`; others are not read.
 * @throws {DataError} for a missing column, and at the end with every wrong row
 */
export async function readEvents(path: string): Promise<MoveEvent[]> {
  const { header, rows } = await openCsv(path);
  checkHeader(header, columns, path);
  const issues: DataIssue[] = [];
  const events: MoveEvent[] = [];
  for await (const row of rows) {
    if ("message" in row) {
      issues.push(row);
      continue;
    }
    const { release_id: id = "", at = "", kind = "" } = row.cells;
    const wrong = (column: string, expected: string): void => {
      const got = quote(row.cells[column] ?? "");
      issues.push({ source: path, line: row.line, column, message: `expected ${expected}, got ${got}` });
    };
    const atMs = parseTime(at, "UTC");
    if (id === "") wrong("release_id", "an id");
    if (atMs === undefined) wrong("at", "a time (2022-01-31T15:32:00Z)");
    if (!isReleaseKind(kind)) wrong("kind", releaseKinds.join(", "));
    else if (atMs !== undefined && id !== "") events.push({ id, atMs, kind });
  }
  if (issues.length > 0) throw new DataError(issues);
  return events;
}
