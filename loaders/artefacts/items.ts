import type { Truth } from "../../src/metrics/verdict.js";
import { quoteName, quoteText } from "../engine/quote.js";
import type { Engine, QueryValue } from "../engine/duckdb.js";
import { fileColumn, sliceColumn } from "./dataset.js";
import { advertiserSql } from "./openItems.js";
import type { Dataset } from "./dataset.js";

/** Dimension → value, as several items have it. */
export type Slice = Readonly<Record<string, string | null>>;

/** What the pages need of the items of one file, each by its place in it. */
export type PartItems = {
  readonly slices: readonly Slice[];
  /** Its place among the slices. */
  readonly sliceOf: readonly number[];
  readonly truths: readonly Truth[];
  /** The ids of some. */
  readonly someIds: ReadonlyMap<number, string>;
  /** Number of its advertiser; empty where no item names one. */
  readonly advertisers: readonly number[];
  /** 1 where a model or another package rejected it too; empty without automatic decisions. */
  readonly byModel: readonly number[];
  /** How often it was expected to be seen; empty where no item says so. */
  readonly exposures: readonly number[];
  /** Currencies, and by item the place of its own among them, from 1; 0 for none. Empty where `exposures` is. */
  readonly currencies: readonly string[];
  readonly currencyOf: readonly number[];
  /** One over the chance that it had of being labelled; empty where no sample says its chance. */
  readonly weights: readonly number[];
};

type FoundItems = {
  sliceOf: number[];
  truths: Truth[];
  someIds: Map<number, string>;
  advertisers: number[];
  byModel: number[];
  exposures: number[];
  currencyOf: number[];
  weights: number[];
};

function newItems(): FoundItems {
  return {
    sliceOf: [],
    truths: [],
    someIds: new Map(),
    advertisers: [],
    byModel: [],
    exposures: [],
    currencyOf: [],
    weights: [],
  };
}

/** Of so many items of a file one gives its id, by which they are held against those of the replay. */
const idEvery = 64;

/** The dimensions of the open items by the number that stands for them. */
export async function querySlices({ engine, dimensions }: Dataset): Promise<Slice[]> {
  const { columns, rows } = await engine.query(`FROM slice ORDER BY ${quoteName(sliceColumn)}`);
  const places = Object.entries(dimensions).map(([name, column]) => [name, columns.indexOf(column)] as const);
  return rows.map((row) => Object.fromEntries(places.map(([name, at]) => [name, textOrNull(row[at])])));
}

/** The open items by the place of their file: numbers alone, since texts of all of them would take most of the time. */
export async function queryItems(
  dataset: Dataset,
  slices: readonly Slice[],
): Promise<Map<number, PartItems>> {
  const { engine, stages, uses, hasAdvertisers } = dataset;
  const money = uses.exposure ? await openCurrencies(dataset) : noCurrencies;
  const byModel = stages.includes("auto")
    ? [", m.item IS NOT NULL AS by_model", `LEFT JOIN (${rejectedElsewhere(dataset)}) m ON m.item = i.item`]
    : [];
  const columns = await engine.queryColumns(
    `SELECT i.item::DOUBLE AS item, i.${quoteName(sliceColumn)} * 3 + CASE t.violating WHEN true THEN 1 WHEN false THEN 2 ELSE 0 END AS code
       ${hasAdvertisers ? `, ${advertiserSql} AS advertiser` : ""} ${uses.exposure ? ", i.exposure::DOUBLE AS exposure" : ""} ${money.column}
       ${uses.incl_prob ? ", t.weight::DOUBLE AS weight" : ""} ${byModel[0] ?? ""}
     FROM open_item i
     LEFT JOIN truth t ON t.stage = 'auto' AND t.item = i.item ${byModel[1] ?? ""} ${money.join}`,
  );
  const {
    item: items = [],
    code: codes = [],
    advertiser,
    exposure,
    currency,
    weight,
    by_model: model,
  } = columns;
  const files = new Map<number, FoundItems>();
  const itemsOf = (file: number): FoundItems => {
    let found = files.get(file);
    if (found === undefined) files.set(file, (found = newItems()));
    return found;
  };
  for (let row = 0; row < items.length; row++) {
    const [item, code] = [Number(items[row]), Number(codes[row])];
    const found = itemsOf(fileOf(item));
    const place = placeOf(item);
    found.sliceOf[place] = Math.floor(code / 3);
    found.truths[place] = truthsByCode[code % 3] ?? "unlabelled";
    if (advertiser !== undefined) found.advertisers[place] = Number(advertiser[row]);
    if (exposure !== undefined) found.exposures[place] = Number(exposure[row] ?? 0);
    if (currency !== undefined) found.currencyOf[place] = Number(currency[row] ?? 0);
    if (weight !== undefined) found.weights[place] = Number(weight[row] ?? 1);
    if (model !== undefined) found.byModel[place] = Number(model[row] === true);
  }
  for (const [item, id] of await someIds(engine)) itemsOf(fileOf(item)).someIds.set(placeOf(item), id);
  return new Map(
    Array.from(files, ([file, found]) => [file, { ...found, slices, currencies: money.currencies }]),
  );
}

type Currencies = { readonly currencies: readonly string[]; readonly column: string; readonly join: string };

const noCurrencies: Currencies = { currencies: [], column: "", join: "" };

/**
 * The currencies of the open items, of their delivery where they name none, and the SQL for the place of each item's
 * own among them.
 */
async function openCurrencies({ engine, files }: Dataset): Promise<Currencies> {
  const namesIn = async (table: string): Promise<(string | null)[]> => {
    const { rows } = await engine.query(`SELECT DISTINCT currency FROM ${table} ORDER BY currency`);
    return rows.map(([name]) => textOrNull(name));
  };
  const own = await namesIn("open_item");
  const isDelivered = own.includes(null) && files.delivery.length > 0;
  const others = isDelivered ? await namesIn("open_delivery") : [];
  const currencies = [...new Set([...own, ...others])].filter((name) => name !== null);
  if (currencies.length === 0) return noCurrencies;
  const name = isDelivered ? "coalesce(i.currency, d.currency)" : "i.currency";
  return {
    currencies,
    column: `, list_position([${currencies.map(quoteText).join(", ")}], ${name}) AS currency`,
    join: isDelivered ? deliveredJoin : "",
  };
}

const deliveredJoin = `
  LEFT JOIN (SELECT item_id, min(currency) AS currency FROM open_delivery GROUP BY item_id) d ON d.item_id = i.item_id`;

const truthsByCode = ["unlabelled", "violating", "good"] as const;

async function someIds(engine: Engine): Promise<[number, string][]> {
  const { item: items = [], item_id: ids = [] } = await engine.queryColumns(
    `SELECT item::DOUBLE AS item, item_id FROM open_item WHERE item % ${idEvery} = 0`,
  );
  return items.map((item, row) => [Number(item), textOrNull(ids[row]) ?? ""]);
}

function fileOf(item: number): number {
  return Math.floor(item / 2 ** 32);
}

function placeOf(item: number): number {
  return item % 2 ** 32;
}

/** What stands for an item of a file among all open items. */
export function itemNumber(file: number, place: number): number {
  return file * 2 ** 32 + place;
}

/** The texts of some of the open items by their number; none where no text may be published. */
export async function queryTexts(
  { engine, workspace }: Dataset,
  items: readonly number[],
): Promise<Map<number, string>> {
  if (!workspace.publishTexts || items.length === 0) return new Map();
  const { rows } = await engine.query(
    `SELECT item, "text" FROM open_item WHERE item IN (${[...new Set(items)].join(", ")})`,
  );
  return new Map(rows.map(([item, text]) => [Number(item), textOrNull(text) ?? ""]));
}

/**
 * Items that a model rejected, or a package that is not of this workspace. Packages are told apart by what stands before
 * the `@` of their actor, and only in files where one of the workspace has decided too: elsewhere the log may call it by
 * another name. Each file is judged by itself, so that an answer does not depend on which files are open.
 */
function rejectedElsewhere({ workspace, filled }: Dataset): string {
  const own = Object.keys(workspace.packages).map(quoteText).join(", ");
  const rejections = "SELECT DISTINCT item FROM open_event WHERE stage = 'auto' AND violating";
  if (own === "" || !filled.has("actor_id")) return `${rejections} AND actor_kind IN ('model', 'llm')`;
  const [isOwn, file] = [`split_part(actor_id, '@', 1) IN (${own})`, quoteName(fileColumn)];
  return `
    ${rejections} AND (actor_kind IN ('model', 'llm') OR (actor_kind = 'package' AND NOT ${isOwn} AND ${file} IN (
      SELECT ${file} FROM open_event WHERE stage = 'auto' AND actor_kind = 'package' AND ${isOwn})))`;
}

/**
 * Nothing, when the items are as many as the replay saw and those that give their ids stand in the same places.
 * @throws {TypeError} when they are not
 */
export function checkOrder({ sliceOf, someIds }: PartItems, itemIds: readonly string[]): void {
  if (sliceOf.length === itemIds.length && [...someIds].every(([place, id]) => itemIds[place] === id)) return;
  throw new TypeError(
    `Expected the ${itemIds.length} items of the replay in their order, got ${sliceOf.length} others`,
  );
}

function textOrNull(value: QueryValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
