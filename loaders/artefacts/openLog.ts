import type { Cube } from "../../src/model/cube.js";
import { rowsCube } from "../../src/metrics/rowsCube.js";
import type { LogView } from "../../src/rca/logMetrics.js";
import type { DayRange } from "../../src/rca/moveRows.js";
import { cubeSql } from "../engine/cubeSql.js";
import type { Engine } from "../engine/duckdb.js";
import { quoteText } from "../engine/quote.js";
import { openDataset } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { itemColumn, logSql, logViewsOf } from "./logSql.js";
import type { ViewSql } from "./logSql.js";
import { openItems } from "./openItems.js";
import type { PreparedData } from "./prepareData.js";

/** A cube that can be made of a log: one that needs no label, or the labelled decisions of a stage. */
export type LogSource = { readonly view: LogView } | { readonly labelled: string };

/** The review log of a workspace, asked as it is needed. */
export type OpenLog = {
  /** Days with units of a source, in order; none where the log has nothing of the kind. */
  readonly daysOf: (source: LogSource) => readonly string[];
  /** Of a source that has days, without `day`. */
  readonly dimensionsOf: (source: LogSource) => readonly string[];
  /** Its cells of some days, by day, with the sums of items and advertisers where items name any. */
  readonly cubeOf: (source: LogSource, days: DayRange) => Promise<Cube>;
};

/**
 * Opens the stored tables of a workspace in the engine while they are asked: every decision with the dimensions of its
 * item, the cohort of who made it, and the versions of package, model and guideline in force at its time, where more than
 * one was. Memory and time: those of all events, once.
 * @throws {DataError} when a stored file is missing or damaged
 */
export async function withLog<Answer>(
  prepared: Pick<PreparedData, "workspace" | "store" | "ingested">,
  ask: (log: OpenLog) => Promise<Answer>,
): Promise<Answer> {
  const { openEngine } = await import("../engine/duckdb.js"); // only who asks pays for loading it
  const engine = await openEngine();
  try {
    return await ask(await openLog(engine, prepared));
  } finally {
    engine.close();
  }
}

async function openLog(
  engine: Engine,
  { workspace, store, ingested }: Pick<PreparedData, "workspace" | "store" | "ingested">,
): Promise<OpenLog> {
  const tables = Object.fromEntries(
    Object.entries(store.manifest().tables).map(([name, { entries }]) => [name, entries]),
  );
  const dataset = await openDataset(engine, { ...workspace, publishTexts: false }, { tables, store });
  const { item: items, review_event: events, delivery } = dataset.files;
  await openItems(dataset, { items, events, delivery });
  await engine.query(`CREATE TABLE log AS ${logSql(dataset, ingested.snapshots)}`);
  const views = await logViewsOf(dataset);
  const days = new Map<string, readonly string[]>();
  for (const [name, { units }] of views) days.set(name, await daysIn(engine, units));
  const viewOf = (source: LogSource): ViewSql => {
    const found = views.get(nameOf(source));
    if (found === undefined) throw new TypeError(`Expected a view of the log, got \`${nameOf(source)}\``);
    return found;
  };
  return {
    daysOf: (source) => days.get(nameOf(source)) ?? [],
    dimensionsOf: (source) => viewOf(source).dimensions,
    cubeOf: (source, range) => queryCube(dataset, viewOf(source), range),
  };
}

function nameOf(source: LogSource): string {
  return "view" in source ? source.view : `labelled ${source.labelled}`;
}

async function daysIn(engine: Engine, units: string): Promise<string[]> {
  const { rows } = await engine.query(`SELECT DISTINCT day FROM (${units}) ORDER BY day`);
  return rows.flatMap(([day]) => (typeof day === "string" ? [day] : []));
}

async function queryCube(
  { engine, hasAdvertisers, dimensions: ofItem }: Dataset,
  { units, dimensions: ofView, measures }: ViewSql,
  { first, last }: DayRange,
): Promise<Cube> {
  const within = `SELECT * FROM (${units}) WHERE day BETWEEN ${quoteText(first)} AND ${quoteText(last)}`;
  const dimensions = ["day", ...ofView];
  const ask = async (cluster: string, names: readonly string[]): Promise<Cube> => {
    const split = Object.fromEntries(
      names.map((name) => [name, name !== "day" && name in ofItem ? itemColumn(name) : name]),
    );
    const sql = cubeSql({ units: within, cluster, dimensions: split, measures });
    const { columns, rows } = await engine.query(sql);
    const records = rows.map((row) => Object.fromEntries(row.map((value, at) => [columns[at] ?? "", value])));
    return rowsCube(records, { dimensions: names, measures: Object.keys(measures) });
  };
  const cube = await ask("item", dimensions);
  if (!hasAdvertisers) return cube;
  const [ofItems, ofAdvertisers] = [(await ask("item", [])).cells[0], (await ask("advertiser", [])).cells[0]];
  if (ofItems === undefined || ofAdvertisers === undefined) return cube;
  const whole = {
    dimension: null,
    value: null,
    sums: ofItems.sums,
    ofItems: ofItems.products,
    ofAdvertisers: ofAdvertisers.products,
  };
  return { ...cube, advertisers: [whole] };
}
