import type { DataIssue } from "../../src/model/dataError.js";
import type { Rejection } from "./crossChecks.js";
import type { PartIndex } from "./part.js";
import { listedIssues } from "./partIssues.js";

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

type Account = {
  files: number;
  rows: number;
  rejected: Set<string>;
  tables: Map<string, { accepted: number; skipped: number }>;
};

/** A source with more rejected rows than it may have. */
export type Excess = { readonly source: string; readonly issue: DataIssue };

/** Keeps the count of every row that came in, so that none is dropped in silence. */
export class Ledger {
  #accounts = new Map<string, Account>();
  #issues: DataIssue[] = [];

  /** Books what a file came to by itself. */
  part({ source, file, rows, rejectedLines, issues, tables, snapshots }: PartIndex): void {
    const account = this.#account(source);
    account.files++;
    account.rows += rows;
    for (const line of rejectedLines) account.rejected.add(`${file}:${line}`);
    this.#list(issues);
    for (const [table, { accepted, skipped }] of Object.entries(tables))
      this.#book(source, table, { accepted, skipped });
    for (const { accepted, repeated } of Object.values(snapshots))
      this.#book(source, "term", { accepted, skipped: repeated });
  }

  /** Books a row that a check across files took back. */
  takeBack({ source, table, issue }: Rejection): void {
    this.#account(source).rejected.add(`${issue.source}:${issue.line ?? 0}`);
    this.#list([issue]);
    this.#book(source, table, { accepted: -1, skipped: 0 });
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

  /** The sources of whose rows more than the share was rejected. */
  excesses(maxShare: number): Excess[] {
    const over = this.counts().filter(({ rows, rejected }) => rejected > rows * maxShare);
    return over.map(({ source, rows, rejected }) => {
      const message = `expected at most a share of ${maxShare} of the rows to be rejected, got ${rejected} of ${rows}`;
      return { source, issue: { source: `source ${source}`, message } };
    });
  }

  #list(issues: readonly DataIssue[]): void {
    this.#issues.push(...issues.slice(0, Math.max(0, listedIssues - this.#issues.length)));
  }

  #book(source: string, table: string, { accepted, skipped }: { accepted: number; skipped: number }): void {
    const { tables } = this.#account(source);
    const found = tables.get(table) ?? { accepted: 0, skipped: 0 };
    tables.set(table, { accepted: found.accepted + accepted, skipped: found.skipped + skipped });
  }

  #account(source: string): Account {
    const found = this.#accounts.get(source) ?? { files: 0, rows: 0, rejected: new Set(), tables: new Map() };
    this.#accounts.set(source, found);
    return found;
  }
}
