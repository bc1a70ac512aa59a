import { openEngine } from "../../loaders/engine/duckdb.js";
import type { Engine } from "../../loaders/engine/duckdb.js";
import { quoteName, quoteText } from "../../loaders/engine/quote.js";
import { sqlTypes } from "../../loaders/engine/sqlTypes.js";
import { sha256 } from "../../loaders/store/codeHash.js";
import type { StoreEntry } from "../../loaders/store/manifest.js";
import { openStore } from "../../loaders/store/store.js";
import type { Store } from "../../loaders/store/store.js";
import type { Columns } from "../../src/model/tables/column.js";
import { itemColumns } from "../../src/model/tables/item.js";
import { reviewEventColumns } from "../../src/model/tables/reviewEvent.js";

/** Days that the items are dealt to, in turn: item n stands on day n modulo this. */
export const days = 100;

/** Of each item one decision of the auto stage and one of a person; a fifth of these is audited, and a fifth of that again. */
export const eventsAnItem = 2.24;

const itemSql: Readonly<Record<string, string>> = {
  item_id: "'i' || n",
  advertiser_id: "'a' || hash(n * 7) % 5000",
  language: "['en', 'de', 'es', 'pt', 'id'][(1 + hash(n * 3) % 5)::INTEGER]",
  market: "['US', 'DE', 'MX', 'BR', 'ID', 'GB', 'FR', 'JP'][(1 + hash(n * 5) % 8)::INTEGER]",
  policy_id: "'p' || hash(n * 11) % 12",
  created_at: "moment",
};

const chance = (salt: number): string => `(hash(n * 31 + ${salt}) % 10000 / 10000.0)`;
const violates = `${chance(1)} < 0.1`;

/** A decision that is wrong with a given probability. */
const decided = (salt: number, error: number): string =>
  `if((${violates}) = (${chance(salt)} >= ${error}), 'reject', 'approve')`;

const stagesSql: readonly Readonly<Record<string, string>>[] = [
  { event_id: "'auto' || n", stage: "'auto'", decision: decided(2, 0.08) },
  { event_id: "'human' || n", stage: "'human'", decision: decided(3, 0.05) },
  {
    event_id: "'qa' || n",
    stage: "'qa'",
    decision: decided(4, 0.02),
    prior_event_id: "'human' || n",
    incl_prob: "0.2",
    where: "n % 5 = 0",
  },
  {
    event_id: "'ata' || n",
    stage: "'ata'",
    decision: decided(5, 0.01),
    prior_event_id: "'qa' || n",
    incl_prob: "0.2",
    where: "n % 25 = 0",
  },
];

const everyEvent = {
  item_id: "'i' || n",
  ended_at: "moment + INTERVAL 1 HOUR",
  outcome_state: "'final'",
};

type Span = { readonly day: number; readonly items: number };

/** The rows of a day, with the columns of the table; what is not said is null. */
function daySql(columns: Columns, values: Readonly<Record<string, string>>, { day, items }: Span): string {
  const list = Object.entries(columns).map(
    ([name, { type }]) => `(${values[name] ?? "NULL"})::${sqlTypes[type]} AS ${quoteName(name)}`,
  );
  const moment = `TIMESTAMP '2024-02-01' + INTERVAL ${day} DAY + INTERVAL (hash(n) % 86000) SECOND AS moment`;
  return `SELECT ${list.join(", ")} FROM (SELECT range AS n, ${moment} FROM range(${day}, ${items}, ${days})) WHERE ${values["where"] ?? "true"}`;
}

async function putDay(
  { store, engine }: { store: Store; engine: Engine },
  { table, day, sql }: { table: string; day: number; sql: string },
): Promise<StoreEntry> {
  const partition = `day=${new Date(Date.UTC(2024, 1, 1 + day)).toISOString().slice(0, 10)}`;
  const { rows } = await engine.query(`SELECT count(*) FROM (${sql})`);
  const item = { table, partition, rows: Number(rows[0]?.[0]), rowsHash: sha256(sql) };
  return store.put({ ...item, extension: "parquet" }, async (path) => {
    await engine.query(`COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  });
}

/** A store of simulated items and review events, a partition of each a day, made by the engine itself. */
export async function writeReviews(dir: string, items: number): Promise<void> {
  const store = await openStore(dir);
  const engine = await openEngine();
  const tables: Record<"item" | "review_event", StoreEntry[]> = { item: [], review_event: [] };
  for (let day = 0; day < days; day++) {
    const into = { store, engine };
    const span = { day, items };
    tables.item.push(await putDay(into, { table: "item", day, sql: daySql(itemColumns, itemSql, span) }));
    const events = stagesSql.map((values) => daySql(reviewEventColumns, { ...everyEvent, ...values }, span));
    const sql = events.join(" UNION ALL ");
    tables.review_event.push(await putDay(into, { table: "review_event", day, sql }));
  }
  engine.close();
  const named = Object.entries(tables).map(([name, entries]) => [name, { key: "bench", entries }]);
  await store.commit({ version: 1, tables: Object.fromEntries(named) });
}
