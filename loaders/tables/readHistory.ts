import type { HistoryEvent } from "../../src/lifecycle/history.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { anyOf } from "../../src/model/expected.js";
import type { HistorySource } from "../../src/model/lifecycle.js";
import { didYouMean } from "../../src/model/nearest.js";
import { parseTime } from "../../src/model/time.js";
import type { Workspace } from "../../src/model/workspace.js";
import { openSource } from "../sources/openSource.js";
import type { RecordBatch } from "../sources/source.js";

/** The history of a workspace's package, as its workspace.yaml declares it. */
export type History = { readonly source: HistorySource; readonly events: readonly HistoryEvent[] };

/**
 * The events of a workspace's history, in the order of its files and rows.
 * @throws {DataError} when the workspace declares none, when a file cannot be read, and with every wrong row
 */
export async function readHistory(workspace: Workspace): Promise<History> {
  const source = workspace.lifecycle.history;
  if (source === undefined) {
    const message = "expected this section, which says where the history of the package stands, got none";
    throw new DataError([
      { source: `${workspace.dir}/workspace.yaml`, column: "lifecycle.history", message },
    ]);
  }
  const opened = openSource(workspace, source.from);
  const events: HistoryEvent[] = [];
  const issues: DataIssue[] = [];
  for (const { key } of await opened.partitions()) {
    for await (const batch of opened.read(key)) {
      issues.push(...batch.rejected);
      for (const [row, line] of batch.lines.entries()) {
        const read = readEvent(batch.columns, row, source);
        if (Array.isArray(read)) issues.push(...read.map((wrong) => ({ source: key, line, ...wrong })));
        else events.push(read);
      }
    }
  }
  if (issues.length > 0) throw new DataError(issues);
  return { source, events };
}

/** Which log a workspace has, by content; empty for a workspace without one. */
export async function historyKey(workspace: Workspace): Promise<readonly string[]> {
  const { history } = workspace.lifecycle;
  if (history === undefined) return [];
  const files = await openSource(workspace, history.from).partitions();
  return [JSON.stringify(history), ...files.map(({ fingerprint }) => fingerprint)];
}

type Wrong = Pick<DataIssue, "column" | "message">;

function readEvent(
  cells: RecordBatch["columns"],
  row: number,
  { columns, lists }: HistorySource,
): HistoryEvent | Wrong[] {
  const cell = (column: string): string => String(cells[column]?.[row] ?? "");
  const issues: Wrong[] = [];
  const wrong = (column: string, expected: string): void => {
    issues.push({ column, message: `expected ${expected}, got ${quote(cell(column))}` });
  };
  const at = parseTime(cell(columns.at));
  if (at === undefined) wrong(columns.at, "a time such as 2022-01-31T15:32:32Z");
  const op = cell(columns.op);
  if (op !== "add" && op !== "remove") wrong(columns.op, '"add" or "remove"');
  for (const column of [columns.release, columns.term]) if (cell(column) === "") wrong(column, "some text");
  const list = cell(columns.list);
  const known = Object.keys(lists);
  if (!known.includes(list))
    wrong(columns.list, `${anyOf(known)}, as lifecycle.history.lists has it${didYouMean(list, known)}`);
  const copies = columns.copies === undefined ? 1 : Number(cell(columns.copies));
  if (!(Number.isInteger(copies) && copies > 0)) wrong(columns.copies ?? "", "a whole number from 1");
  if (issues.length > 0 || at === undefined || (op !== "add" && op !== "remove")) return issues;
  const cause = columns.cause === undefined ? null : cell(columns.cause) || null;
  return { at, release: cell(columns.release), list, op, term: cell(columns.term), cause, copies };
}
