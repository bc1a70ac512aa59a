import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { anyOf } from "../../src/model/expected.js";
import { costBases, costColumns } from "../../src/model/termCost.js";
import type { MeasuredCosts, TermCost } from "../../src/model/termCost.js";
import { parseTime } from "../../src/model/time.js";
import { checkHeader, openCsv } from "./csvRows.js";
import type { CsvRow } from "./csvRows.js";

type CostColumn = (typeof costColumns)[number];
type Wrong = { readonly column: CostColumn; readonly expected: string };

/**
 * The costs in a file that `riskbook cost` wrote; what is the same in every row is that of the first.
 * @throws {DataError} for a missing file or column and an empty file, and at the end with every wrong row
 */
export async function readCosts(path: string): Promise<MeasuredCosts> {
  const { header, rows } = await openCsv(path);
  checkHeader(header, costColumns, path);
  const issues: DataIssue[] = [];
  const costs: TermCost[] = [];
  const seen = new Set<string>();
  let first: CsvRow | undefined;
  for await (const row of rows) {
    if ("message" in row) {
      issues.push(row);
      continue;
    }
    first ??= row;
    const cells = cellsOf(row);
    const wrong = wrongCells(cells, { first: cellsOf(first), seen });
    for (const { column, expected } of wrong)
      issues.push({
        source: path,
        line: row.line,
        column,
        message: `expected ${expected}, got ${quote(cells(column))}`,
      });
    seen.add(cells("term_id"));
    costs.push(toCost(cells));
  }
  if (first === undefined && issues.length === 0)
    issues.push({ source: path, message: "expected rows below the header, got none" });
  if (issues.length > 0 || first === undefined) throw new DataError(issues);
  const cells = cellsOf(first);
  return {
    costs,
    texts: Number(cells("texts")),
    measuredAt: cells("measured_at"),
    machine: cells("machine"),
  };
}

type Cells = (column: CostColumn) => string;

function cellsOf({ cells }: CsvRow): Cells {
  return (column) => cells[column] ?? "";
}

function wrongCells(cells: Cells, { first, seen }: { first: Cells; seen: ReadonlySet<string> }): Wrong[] {
  const numbers = ["cost_us_per_1000_items", "low_us", "high_us"] as const;
  const shared = ["texts", "measured_at", "machine"] as const;
  const checks: readonly (readonly [CostColumn, boolean, string])[] = [
    ["term_id", cells("term_id") !== "" && !seen.has(cells("term_id")), "a term once"],
    ["basis", costBases.some((basis) => basis === cells("basis")), anyOf(costBases)],
    ...numbers.map((name) => [name, isAmount(cells(name)), "a number from 0 up"] as const),
    ["texts", /^[1-9]\d*$/.test(cells("texts")), "a whole number from 1"],
    ["measured_at", parseTime(cells("measured_at")) !== undefined, "a time such as 2022-02-08T00:00:00Z"],
    ...shared.map(
      (name) => [name, cells(name) === first(name), `${quote(first(name))} as in the first row`] as const,
    ),
  ];
  return checks.flatMap(([column, isRight, expected]) => (isRight ? [] : [{ column, expected }]));
}

function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(text);
}

function toCost(cells: Cells): TermCost {
  return {
    termId: cells("term_id"),
    kind: cells("kind"),
    costUs: Number(cells("cost_us_per_1000_items")),
    lowUs: Number(cells("low_us")),
    highUs: Number(cells("high_us")),
    basis: costBases.find((basis) => basis === cells("basis")) ?? "alone",
  };
}
