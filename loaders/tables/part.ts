import type { Term } from "../../src/matcher/term.js";
import type { DataIssue } from "../../src/model/dataError.js";
import type { Value } from "../../src/model/tables/column.js";
import type { TableName } from "../../src/model/tables/tables.js";
import type { PackageColumn } from "../../src/model/packageColumns.js";

/** Rows that one file gave for one partition of a table: what is known of them without loading them. */
export type Section = {
  readonly partition: string;
  readonly rows: number;
  /** Hash of the rows, in their order. */
  readonly hash: string;
  /** Where they lie in the file's stored rows. */
  readonly offset: number;
  readonly bytes: number;
  /** A short hash of the key of each row, packed (`packHashes`). Rows of equal keys have equal ones. */
  readonly keyHashes: string;
  /** Column of times → the newest, UTC ms. */
  readonly newest: Readonly<Record<string, number>>;
};

/** Rows of a section, with the line of the file where each begins. */
export type SectionRows = { readonly rows: readonly (readonly Value[])[]; readonly lines: readonly number[] };

export type PartTable = {
  readonly accepted: number;
  readonly skipped: number;
  readonly sections: readonly Section[];
  /** Short hashes of the distinct items that its rows are about, packed; of none for a table of something else. */
  readonly itemHashes: string;
};

/** A term as its row says it: column of a package → cell, cells without a word left out. */
export type WrittenTerm = Readonly<Partial<Record<PackageColumn, string>>>;

/** With what the file of a video held when it was read. */
export type StoredTerm = WrittenTerm & Pick<Term, "frames">;

/** A file read as a snapshot of a package. */
export type PartSnapshot = {
  readonly label: string;
  readonly snapshotId: string;
  readonly releasedAt: number | null;
  readonly accepted: number;
  readonly repeated: number;
  /** Distinct, by term id. */
  readonly terms: readonly StoredTerm[];
  /** Files of frames that it names → fingerprint, see `fingerprintOf`; left out where it names none. */
  readonly videos?: Readonly<Record<string, string>>;
};

/** What one file of a source came to, checked by itself; checks across files are made anew each time. */
export type PartIndex = {
  readonly format: typeof partFormat;
  readonly source: string;
  /** The partition's key, e.g. the path. */
  readonly file: string;
  /** Hash of everything that it depends on. */
  readonly key: string;
  /** Hash of how the workspace reads the source, the code aside. */
  readonly layout: string;
  /** UTC ms that times were held against. */
  readonly asOf: number;
  /** Whether a row was rejected because of `asOf`, so that a later one needs another reading. */
  readonly refusedFuture: boolean;
  readonly rows: number;
  /** Lines of all rejected rows; the issues are listed up to a limit. */
  readonly rejectedLines: readonly number[];
  readonly issues: readonly DataIssue[];
  readonly tables: Readonly<Partial<Record<TableName, PartTable>>>;
  /** Package id → snapshot. */
  readonly snapshots: Readonly<Record<string, PartSnapshot>>;
};

/** Raised when the meaning of a stored index changes. */
export const partFormat = 4;

/** A file of a source, read now or taken from the store. */
export type Part = {
  readonly index: PartIndex;
  /** Loads the rows of a section. */
  readonly loadRows: (table: TableName, section: Section) => Promise<SectionRows>;
  /** Bytes to store; `undefined` for a part that is stored already. */
  readonly fresh: ReadonlyMap<TableName, Buffer> | undefined;
};
