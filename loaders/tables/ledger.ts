import { DataError } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";

/** What a source gave and what was lost on the way. */
export type SourceCount = {
  readonly source: string;
  readonly files: number;
  /** Rows read, unreadable ones included. */
  readonly rows: number;
  /** Rows with anything wrong, for whichever table. */
  readonly rejected: number;
  readonly tables: readonly { readonly table: string; readonly accepted: number; readonly skipped: number }[];
};

export type Rejected = {
  readonly count: number;
  /** The first thousand. */
  readonly issues: readonly DataIssue[];
};

const listed = 1_000;

type Account = {
  files: number;
  rows: number;
  rejected: Set<string>;
  tables: Map<string, { accepted: number; skipped: number }>;
};

/** Keeps the count of every row that came in, so that none is dropped in silence. */
export class Ledger {
  #accounts = new Map<string, Account>();
  #issues: DataIssue[] = [];

  file(source: string): void {
    this.#account(source).files++;
  }

  rows(source: string, count: number): void {
    this.#account(source).rows += count;
  }

  reject(source: string, issues: readonly DataIssue[]): void {
    const { rejected } = this.#account(source);
    for (const issue of issues) {
      rejected.add(`${issue.source}:${issue.line ?? ""}`);
      if (this.#issues.length < listed) this.#issues.push(issue);
    }
  }

  /** Books rows of a table; `accepted` may be negative for rows that a later check took back. */
  book(source: string, table: string, { accepted = 0, skipped = 0 }): void {
    const { tables } = this.#account(source);
    const found = tables.get(table) ?? { accepted: 0, skipped: 0 };
    tables.set(table, { accepted: found.accepted + accepted, skipped: found.skipped + skipped });
  }

  counts(): SourceCount[] {
    return [...this.#accounts].map(([source, { files, rows, rejected, tables }]) => ({
      source,
      files,
      rows,
      rejected: rejected.size,
      tables: [...tables].map(([table, booked]) => ({ table, ...booked })),
    }));
  }

  rejected(): Rejected {
    return { count: this.counts().reduce((sum, { rejected }) => sum + rejected, 0), issues: this.#issues };
  }

  /** @throws {DataError} listing what was rejected, when that is more than the share of any source's rows */
  check(maxShare: number): void {
    const over = this.counts().filter(({ rows, rejected }) => rejected > rows * maxShare);
    if (over.length === 0) return;
    const totals = over.map(({ source, rows, rejected }) => ({
      source: `source ${source}`,
      message: `expected at most a share of ${maxShare} of the rows to be rejected, got ${rejected} of ${rows}`,
    }));
    throw new DataError([...this.#issues, ...totals]);
  }

  #account(source: string): Account {
    const found = this.#accounts.get(source) ?? { files: 0, rows: 0, rejected: new Set(), tables: new Map() };
    this.#accounts.set(source, found);
    return found;
  }
}
