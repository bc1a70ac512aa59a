import type { DataIssue } from "../../src/model/dataError.js";
import { batchRows } from "./source.js";
import type { Cell, RecordBatch } from "./source.js";

/** Gathers rows into batches of columns. */
export class BatchBuilder {
  #names: readonly string[];
  #columns: Cell[][];
  #lines: number[] = [];
  #rejected: DataIssue[] = [];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#columns = names.map(() => []);
  }

  /** Adds a row: one cell a column, in the order of the names. */
  add(cells: readonly Cell[], line: number): void {
    for (const [index, column] of this.#columns.entries()) column.push(cells[index] ?? null);
    this.#lines.push(line);
  }

  reject(issue: DataIssue): void {
    this.#rejected.push(issue);
  }

  isFull(): boolean {
    return this.#lines.length + this.#rejected.length >= batchRows;
  }

  /** What was gathered since the last call; possibly no rows. */
  take(): RecordBatch {
    const columns = Object.fromEntries(this.#names.map((name, index) => [name, this.#columns[index] ?? []]));
    const batch = { columns, lines: this.#lines, rejected: this.#rejected };
    [this.#columns, this.#lines, this.#rejected] = [this.#names.map(() => []), [], []];
    return batch;
  }
}
