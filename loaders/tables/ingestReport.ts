import * as v from "valibot";
import { DataError } from "../../src/model/dataError.js";
import type { Term } from "../../src/matcher/term.js";
import type { Store } from "../store/store.js";
import type { DegradedSource, GoodTimes } from "./degraded.js";
import type { SourceFreshness } from "./freshness.js";
import type { IngestInputs } from "./ingestKey.js";
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
};

/** Name that the report has in the manifest. */
export const reportTable = "ingest_report";

const texts = v.array(v.string());
const maybeText = v.nullable(v.string());
const maybeNumber = v.nullable(v.number());
const termSchema = v.object({
  termId: v.string(),
  term: v.string(),
  kind: v.literal("word"),
  match: v.picklist(["word", "prefix", "substring"]),
  views: v.array(v.literal("canonical")),
  languages: texts,
  markets: texts,
  policies: texts,
  fields: texts,
  action: maybeText,
  validFrom: maybeNumber,
  validTo: maybeNumber,
  owner: maybeText,
  note: maybeText,
});

const issueSchema = v.pipe(
  v.object({
    source: v.string(),
    line: v.optional(v.number()),
    column: v.optional(v.string()),
    message: v.string(),
  }),
  v.transform(({ source, message, line, column }) => ({
    source,
    message,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  })),
);

const hashes = v.record(v.string(), v.string());

const reportSchema = v.object({
  inputs: v.object({ code: v.string(), settings: v.string(), files: v.record(v.string(), hashes) }),
  snapshots: v.array(
    v.object({
      package_id: v.string(),
      label: v.string(),
      snapshot_id: v.string(),
      released_at: maybeNumber,
      terms: maybeNumber,
    }),
  ),
  /** Each distinct term once; snapshots name them by index. */
  terms: v.array(termSchema),
  members: v.record(v.string(), v.array(v.number())),
  counts: v.array(
    v.object({
      source: v.string(),
      files: v.number(),
      rows: v.number(),
      rejected: v.number(),
      tables: v.array(v.object({ table: v.string(), accepted: v.number(), skipped: v.number() })),
    }),
  ),
  rejected: v.object({ count: v.number(), issues: v.array(issueSchema) }),
  freshness: v.array(
    v.object({
      source: v.string(),
      newestAt: maybeNumber,
      status: v.picklist(["fresh", "stale", "expired"]),
    }),
  ),
  degraded: v.array(v.object({ source: v.string(), reason: v.string(), since: v.number() })),
  goodAsOf: v.record(v.string(), v.number()),
  recipes: v.record(v.string(), hashes),
});

/**
 * The report of the last ingest; `undefined` when there was none or an older version of the code wrote it.
 * @throws {DataError} when its file was damaged
 */
export async function readIngestReport(store: Store): Promise<IngestReport | undefined> {
  const entry = store.manifest().tables[reportTable]?.entries[0];
  if (entry === undefined) return undefined;
  const parsed = v.safeParse(reportSchema, JSON.parse((await store.readFile(entry)).toString("utf8")));
  if (!parsed.success) return undefined;
  const { terms, members, ...rest } = parsed.output;
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
  return `${JSON.stringify({ ...rest, terms: distinct, members })}\n`;
}

function termAt(terms: readonly Term[], at: number): Term {
  const term = terms[at];
  if (term === undefined)
    throw new DataError([{ source: reportTable, message: `expected a term ${at}, got none` }]);
  return term;
}
