import { DataError } from "../../src/model/dataError.js";
import type { Term } from "../../src/matcher/term.js";
import type { Store } from "../store/store.js";
import type { DegradedSource, GoodTimes } from "./degraded.js";
import type { SourceFreshness } from "./freshness.js";
import type { IngestInputs } from "./ingestKey.js";
import { keepTermHash, termHashOf } from "./readPackage.js";
import type { Rejected, SourceCount } from "./ledger.js";
import type { Packages } from "./packages.js";
import type { Recipes } from "./tablePlan.js";

/** What an ingest has to say beside its tables; kept in the store, so that a build without an ingest can say it too. */
export type IngestReport = Packages & {
  readonly inputs: IngestInputs;
  readonly counts: readonly SourceCount[];
  readonly rejected: Rejected;
  readonly freshness: readonly SourceFreshness[];
  readonly degraded: readonly DegradedSource[];
  readonly goodAsOf: GoodTimes;
  readonly recipes: Recipes;
  /** Whether no two rows of all files had the same key. */
  readonly isSound: boolean;
};

/** Name that the report has in the manifest. */
export const reportTable = "ingest_report";

/** Raised when the meaning of a stored report changes. */
const reportFormat = 4;

const hashDigits = 64;

/** What many terms have in common. */
type TermFlags = Omit<Term, "termId" | "term">;

/** A report as it is stored: each distinct term once, in columns; snapshots name them by index. */
type StoredReport = Omit<IngestReport, "terms"> & {
  readonly format: number;
  readonly termIds: readonly string[];
  readonly texts: readonly string[];
  /** Which of `flags` each term has. */
  readonly flagsOf: readonly number[];
  readonly flags: readonly TermFlags[];
  /** Of each term, without anything between them. */
  readonly termHashes: string;
  readonly members: Readonly<Record<string, readonly number[]>>;
};

/**
 * The report of the last ingest; `undefined` when there was none or an older version of the code wrote it.
 * @throws {DataError} when its file was damaged
 */
export async function readIngestReport(store: Store): Promise<IngestReport | undefined> {
  const entry = store.manifest().tables[reportTable]?.entries[0];
  if (entry === undefined) return undefined;
  // Its bytes are checked, and code of the same format wrote them, so that they are not validated again.
  const stored: StoredReport = JSON.parse((await store.readFile(entry)).toString("utf8"));
  if (stored.format !== reportFormat) return undefined;
  const { format: _, termIds, texts, flagsOf, flags, termHashes, members, ...rest } = stored;
  const terms = termIds.map((termId, at): Term => {
    const own = flags[flagsOf[at] ?? -1];
    if (own === undefined) throw wrongReport(`flags of term ${at}`);
    const term = { termId, term: texts[at] ?? "", ...own };
    keepTermHash(term, termHashes.slice(at * hashDigits, (at + 1) * hashDigits));
    return term;
  });
  const found = Object.entries(members).map(([id, indexes]): [string, Term[]] => [
    id,
    indexes.map((at) => termAt(terms, at)),
  ]);
  return { ...rest, terms: new Map(found) };
}

/** The report as JSON text, each distinct term written once, and what terms have in common once for all. */
export function formatIngestReport({ terms, ...rest }: IngestReport): string {
  const [distinct, flags] = [pool<Term>(), pool<TermFlags>()];
  const members = Object.fromEntries([...terms].map(([id, list]) => [id, list.map(distinct.indexOf)]));
  const stored: StoredReport = {
    format: reportFormat,
    ...rest,
    termIds: distinct.values.map(({ termId }) => termId),
    texts: distinct.values.map(({ term }) => term),
    flagsOf: distinct.values.map((term) => flags.indexOf(flagsOf(term))),
    flags: flags.values,
    termHashes: distinct.values.map(termHashOf).join(""),
    members,
  };
  return `${JSON.stringify(stored)}\n`;
}

function flagsOf({ termId: _id, term: _text, ...flags }: Term): TermFlags {
  return flags;
}

/** Numbers values in the order in which they first occur; equal ones share a number. */
function pool<T>() {
  const indexes = new Map<string, number>();
  const values: T[] = [];
  const indexOf = (value: T): number => {
    const text = JSON.stringify(value);
    const found = indexes.get(text) ?? values.push(value) - 1;
    indexes.set(text, found);
    return found;
  };
  return { values, indexOf };
}

function termAt(terms: readonly Term[], at: number): Term {
  const term = terms[at];
  if (term === undefined) throw wrongReport(`a term ${at}`);
  return term;
}

function wrongReport(lacks: string): DataError {
  return new DataError([{ source: reportTable, message: `expected ${lacks}, got none` }]);
}
