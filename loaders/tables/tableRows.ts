import { formatIssue, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import type { Columns, Value } from "../../src/model/tables/column.js";
import type { Table } from "../../src/model/tables/tables.js";

/** Where a row came from. */
export type Origin = { readonly source: string; readonly file: string };

/** Rows of one table with their origin, gathered batch by batch. Holds all of them in memory. */
export class TableRows {
  readonly columns: Columns;
  #rows: (readonly Value[])[] = [];
  #origins: Origin[] = [];
  #lines: number[] = [];

  constructor(columns: Columns) {
    this.columns = columns;
  }

  add(rows: readonly (readonly Value[])[], lines: readonly number[], origin: Origin): void {
    for (const [index, row] of rows.entries()) {
      this.#rows.push(row);
      this.#lines.push(lines[index] ?? 0);
      this.#origins.push(origin);
    }
  }

  rows(): readonly (readonly Value[])[] {
    return this.#rows;
  }

  /** Every value of a column that is a text. */
  texts(column: string): Set<string> {
    const index = this.#indexOf(column);
    return new Set(this.#rows.map((row) => row[index]).filter((value) => typeof value === "string"));
  }

  /** Takes out the rows whose key an earlier row has, and says of each where that was. */
  takeDuplicates({ key, noun }: Pick<Table, "key" | "noun">): Rejection[] {
    const indexes = key.map((name) => this.#indexOf(name));
    const first = new Map<string, number>();
    return this.#take((row, index) => {
      const values = indexes.map((at) => row[at] ?? null);
      const name = values.length === 1 ? String(values[0]) : JSON.stringify(values);
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, index);
      if (earlier === undefined) return undefined;
      const shown = values
        .filter((value) => value !== null)
        .map(quote)
        .join(" × ");
      const place = formatIssue({
        source: this.#origins[earlier]?.file ?? "",
        line: this.#lines[earlier] ?? 0,
        message: "",
      });
      const message = `expected each ${noun} once, got ${shown} again (first at ${place.replace(/: $/, "")})`;
      return { column: key[0] ?? "", message };
    });
  }

  /** Takes out the rows whose column names none of the known values. */
  takeUnknown(column: string, { known, noun }: { known: ReadonlySet<string>; noun: string }): Rejection[] {
    const at = this.#indexOf(column);
    return this.#take((row) => {
      const value = row[at];
      if (value === undefined || value === null || known.has(String(value))) return undefined;
      return {
        column,
        message: `expected an ${noun} of the table ${noun}, got ${quote(value)}, which it does not hold`,
      };
    });
  }

  #take(
    judge: (row: readonly Value[], index: number) => { column: string; message: string } | undefined,
  ): Rejection[] {
    const taken = new Map<number, Rejection>();
    for (const [index, row] of this.#rows.entries()) {
      const reason = judge(row, index);
      const origin = this.#origins[index];
      if (reason === undefined || origin === undefined) continue;
      const issue = { source: origin.file, line: this.#lines[index] ?? 0, ...reason };
      taken.set(index, { source: origin.source, issue });
    }
    if (taken.size > 0) this.#keep((index) => !taken.has(index));
    return [...taken.values()];
  }

  #keep(keeps: (index: number) => boolean): void {
    this.#rows = this.#rows.filter((_, index) => keeps(index));
    this.#origins = this.#origins.filter((_, index) => keeps(index));
    this.#lines = this.#lines.filter((_, index) => keeps(index));
  }

  #indexOf(column: string): number {
    return Object.keys(this.columns).indexOf(column);
  }
}

/** A row that a check took out: the source it is counted against, and why. */
export type Rejection = { readonly source: string; readonly issue: DataIssue };
