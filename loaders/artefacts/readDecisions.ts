import { DataError, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { decisions } from "../../src/model/tables/reviewEvent.js";
import { didYouMean } from "../../src/model/nearest.js";
import type { Workspace } from "../../src/model/workspace.js";
import { checkHeader, openCsv } from "../tables/csvRows.js";
import type { CsvRow } from "../tables/csvRows.js";

/**
 * What a file of decisions says of each item, by its id: true for rejected, as the workspace reads decisions; those that
 * decide nothing are left out. A CSV file (`.gz` too) with the columns `item_id` and `decision`.
 * @throws {DataError} with every row that has no id, another decision than the known ones, or contradicts an earlier one
 */
export async function readDecisions(
  path: string,
  { decisions: meanings }: Pick<Workspace, "decisions">,
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  const issues: DataIssue[] = [];
  const table = await openCsv(path);
  checkHeader(table.header, ["item_id", "decision"], path);
  let rows = 0;
  for await (const row of table.rows) {
    rows++;
    const issue = "cells" in row ? addDecision(found, row, meanings) : row;
    if (issue !== undefined) issues.push({ ...issue, source: path });
  }
  if (rows === 0) issues.push({ source: path, message: "expected at least one decision, got none" });
  if (issues.length > 0) throw new DataError(issues);
  return found;
}

function addDecision(
  found: Map<string, boolean>,
  { line, cells }: CsvRow,
  meanings: Workspace["decisions"],
): Omit<DataIssue, "source"> | undefined {
  const { item_id: itemId = "", decision: cell = "" } = cells;
  if (itemId === "") return { line, column: "item_id", message: "expected an id, got none" };
  const decision = decisions.find((name) => name === cell);
  if (decision === undefined) {
    const message = `expected ${decisions.join(", ")}, got ${quote(cell)}${didYouMean(cell, decisions)}`;
    return { line, column: "decision", message };
  }
  const meaning = meanings[decision];
  if (meaning === "none") return undefined;
  const earlier = found.get(itemId);
  found.set(itemId, meaning === "violating");
  if (earlier === undefined || earlier === (meaning === "violating")) return undefined;
  return {
    line,
    column: "decision",
    message: `expected one decision an item, got another for ${quote(itemId)}`,
  };
}
