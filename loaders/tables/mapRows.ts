import { quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { anyOf } from "../../src/model/expected.js";
import { didYouMean } from "../../src/model/nearest.js";
import type { Columns, Value } from "../../src/model/tables/column.js";
import type { Table } from "../../src/model/tables/tables.js";
import { fillTemplate, isTemplate, templateColumns } from "../../src/model/template.js";
import type { TableMapping } from "../../src/model/workspace.js";
import type { Cell, RecordBatch } from "../sources/source.js";
import { cellConverter, isRefusal } from "./convertCell.js";
import type { Refusal } from "./convertCell.js";

export type MappedRows = {
  /** Values in the order of the table's columns. */
  readonly rows: readonly (readonly Value[])[];
  /** Line of each row. */
  readonly lines: readonly number[];
  /** Rows that the mapping says are none. */
  readonly skipped: number;
  /** One for each cell that cannot be stored; its row is left out. */
  readonly issues: readonly DataIssue[];
  /** Whether a later `asOf` could change any of them. */
  readonly refusedFuture: boolean;
};

type Cells = RecordBatch["columns"];
type Reader = { readonly label: string; read(cells: Cells, row: number): Value | Refusal };

type MapperOptions = {
  readonly columns: Columns;
  readonly asOf: number;
  readonly rowIssues?: Table["rowIssues"];
};

/** The rows of a table that a batch of a source holds, each checked column by column, and then as a whole. */
export function rowMapper(mapping: TableMapping, { columns, asOf, rowIssues }: MapperOptions) {
  const places = new Map(Object.keys(columns).map((name, at) => [name, at]));
  const readers = Object.keys(columns).map((name) => columnReader(name, mapping, { columns, asOf }));
  const { skipWithout } = mapping;
  return (batch: RecordBatch, source: string): MappedRows => {
    const rows: Value[][] = [];
    const lines: number[] = [];
    const issues: DataIssue[] = [];
    let skipped = 0;
    let refusedFuture = false;
    for (const [index, line] of batch.lines.entries()) {
      if (skipWithout !== undefined && isEmpty(batch.columns[skipWithout]?.[index])) {
        skipped++;
        continue;
      }
      const row = readRow(readers, batch.columns, index);
      refusedFuture ||= row.refusedFuture;
      const found =
        row.issues.length > 0
          ? row.issues
          : (rowIssues?.((name) => row.values[places.get(name) ?? -1] ?? null) ?? []);
      if (found.length > 0) issues.push(...found.map((issue) => ({ source, line, ...issue })));
      else {
        rows.push(row.values);
        lines.push(line);
      }
    }
    return { rows, lines, skipped, issues, refusedFuture };
  };
}

type CellIssue = { column: string; message: string };

function readRow(readers: readonly Reader[], cells: Cells, row: number) {
  const values: Value[] = [];
  const issues: CellIssue[] = [];
  let refusedFuture = false;
  for (const reader of readers) {
    const value = reader.read(cells, row);
    if (isRefusal(value)) {
      issues.push({ column: reader.label, message: value.message });
      refusedFuture ||= value.isFuture === true;
    } else values.push(value);
  }
  return { values, issues, refusedFuture };
}

function columnReader(
  name: string,
  mapping: TableMapping,
  { columns, asOf }: { columns: Columns; asOf: number },
): Reader {
  const constant = mapping.constants[name];
  if (constant !== undefined) return { label: name, read: () => constant };
  const from = mapping.columns[name];
  const column = columns[name];
  if (from === undefined || column === undefined) return { label: name, read: () => null };
  const convert = cellConverter(column, { zone: mapping.zone, asOf });
  const translate = translator(mapping.values[name]);
  const cellOf = isTemplate(from)
    ? templateReader(from)
    : (cells: Cells, row: number) => cells[from]?.[row] ?? null;
  const label = from === name || isTemplate(from) ? name : `${from} → ${name}`;
  return {
    label,
    read: (cells, row) => {
      const cell = translate(cellOf(cells, row));
      return isRefusal(cell) ? cell : convert(cell);
    },
  };
}

/** A text with a hole that has nothing to fill it is no text. */
function templateReader(template: string): (cells: Cells, row: number) => Cell {
  const names = templateColumns(template);
  return (cells, row) =>
    names.some((name) => isEmpty(cells[name]?.[row]))
      ? null
      : fillTemplate(template, (name) => String(cells[name]?.[row] ?? ""));
}

function translator(values: Readonly<Record<string, string>> | undefined): (cell: Cell) => Cell | Refusal {
  if (values === undefined) return (cell) => cell;
  const found = new Map(Object.entries(values));
  const known = [...found.keys()];
  return (cell) => {
    const value = found.get(String(cell ?? ""));
    if (value !== undefined || cell === null || cell === "") return value ?? null;
    return { message: `expected ${anyOf(known)}, got ${quote(cell)}${didYouMean(String(cell), known)}` };
  };
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || cell === "";
}
