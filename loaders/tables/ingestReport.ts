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
const reportFormat = 3;

const hashDigits = 64;

/** A report as it is stored: each distinct term once; snapshots name them by index. */
type StoredReport = Omit<IngestReport, "terms"> & {
  readonly format: number;
  readonly terms: readonly Term[];
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
  const { format: _, terms, termHashes, members, ...rest } = stored;
  for (const [at, term] of terms.entries())
    keepTermHash(term, termHashes.slice(at * hashDigits, (at + 1) * hashDigits));
  const found = Object.entries(members).map(([id, indexes]): [string, Term[]] => [
    id,
    indexes.map((at) => termAt(terms, at)),
  ]);
  return { ...rest, terms: new Map(found) };
}

/** The report as JSON text, each distinct term written once. */
export function formatIngestReport({ terms, ...rest }: IngestReport): string {
  const indexes = new Map<string, number>();
  const distinct: Term[] = [];
  const indexOf = (term: Term) => {
    const text = JSON.stringify(term);
    const found = indexes.get(text) ?? distinct.push(term) - 1;
    indexes.set(text, found);
    return found;
  };
  const members = Object.fromEntries([...terms].map(([id, list]) => [id, list.map(indexOf)]));
  const termHashes = distinct.map(termHashOf).join("");
  const stored: StoredReport = { format: reportFormat, ...rest, terms: distinct, termHashes, members };
  return `${JSON.stringify(stored)}\n`;
}

function termAt(terms: readonly Term[], at: number): Term {
  const term = terms[at];
  if (term === undefined)
    throw new DataError([{ source: reportTable, message: `expected a term ${at}, got none` }]);
  return term;
}
