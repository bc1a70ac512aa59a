import { quoteName } from "../engine/quote.js";
import type { QueryValue } from "../engine/duckdb.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { outcomeNames } from "../../src/replay/traffic.js";
import type { ItemFacts, Outcome, Traffic } from "../../src/replay/traffic.js";
import { fileColumn, sliceColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { querySlices } from "./items.js";
import { advertiserSql, openItems } from "./openItems.js";
import { policyFacts } from "./policyFacts.js";

/** What traffic is made of beside texts and hits, in a form that can be stored. */
export type TrafficFacts = ItemFacts & {
  /** Policies that cannot wait. */
  readonly p0: readonly string[];
};

/** The facts of all items, in the order in which they are stored. */
export async function queryTraffic(dataset: Dataset): Promise<TrafficFacts> {
  const { item: items, review_event: events, delivery } = dataset.files;
  await openItems(dataset, { items, events, delivery }, []);
  const starts = startsOf(items.map(({ entry }) => entry.rows));
  const columns = await dataset.engine.queryColumns(
    `SELECT i.${quoteName(fileColumn)} AS file, (i.item & 4294967295)::INTEGER AS place, i.item_id,
       i.${quoteName(sliceColumn)} AS slice, t.violating, t.weight::DOUBLE AS weight, ${advertiserSql} AS advertiser,
       epoch_ms(i.created_at)::DOUBLE AS created_at
     FROM open_item i LEFT JOIN truth t ON t.stage = 'auto' AND t.item = i.item`,
  );
  const { file = [], place = [], violating = [], weight = [], advertiser = [] } = columns;
  const index = Int32Array.from(file, (at, row) => (starts[Number(at)] ?? 0) + Number(place[row]));
  const count = index.length;
  const [truths, sliceOf] = [new Uint8Array(count), new Int32Array(count)];
  const weights = new Float64Array(count).fill(1);
  const itemIds = Array.from({ length: count }, () => "");
  for (let row = 0; row < count; row++) {
    const at = index[row] ?? 0;
    const isViolating = violating[row];
    if (typeof isViolating === "boolean") truths[at] = isViolating ? 1 : 2;
    weights[at] = Number(weight[row] ?? 1);
    sliceOf[at] = Number(columns["slice"]?.[row]);
    const itemId = columns["item_id"]?.[row];
    if (typeof itemId === "string") itemIds[at] = itemId;
  }
  const auto = await queryAuto(dataset);
  return {
    ids: utf8Column(itemIds),
    truths,
    weights,
    clusters: clustersOf(advertiser, index),
    sliceOf,
    slices: await querySlices(dataset),
    dimensions: Object.keys(dataset.dimensions),
    createdAt: timesOf(columns["created_at"] ?? [], index),
    logged: auto && verdictsOf(auto.item, auto.logged, starts),
    outcomes: outcomesOf(auto, await queryPeople(dataset), starts),
    money: await queryMoney(dataset, starts),
    p0: (await policyFacts(dataset)).p0,
  };
}

/** Index of the first item of each file, and behind the last one the number of items. */
function startsOf(rows: readonly number[]): number[] {
  const starts = [0];
  for (const count of rows) starts.push((starts.at(-1) ?? 0) + count);
  return starts;
}

type Columns<Name extends string> = Readonly<Record<Name, readonly QueryValue[]>>;

/**
 * What the automatic stage decided, by item: whether any actor rejected, and whether the package did; where no actor is a
 * package, all stand for it.
 */
async function queryAuto({
  engine,
  stages,
}: Dataset): Promise<Columns<"item" | "rejected" | "logged"> | undefined> {
  if (!stages.includes("auto")) return undefined;
  const {
    item = [],
    rejected = [],
    logged = [],
  } = await engine.queryColumns(
    `WITH auto AS (FROM open_event WHERE stage = 'auto' AND violating IS NOT NULL),
       any_package AS (SELECT bool_or(actor_kind = 'package') AS found FROM auto)
     SELECT item::DOUBLE AS item, bool_or(violating) AS rejected,
       bool_or(violating AND (actor_kind = 'package' OR found IS DISTINCT FROM true)) AS logged
     FROM auto, any_package GROUP BY item`,
  );
  return { item, rejected, logged };
}

/** What people decided in the last round, of decisions of one round the newest. */
async function queryPeople({ engine, stages }: Dataset): Promise<Columns<"item" | "rejected"> | undefined> {
  if (!stages.includes("human")) return undefined;
  const { item = [], rejected = [] } = await engine.queryColumns(
    `SELECT item::DOUBLE AS item, violating AS rejected FROM open_event
     WHERE stage = 'human' AND violating IS NOT NULL AND coalesce(outcome_state, 'final') = 'final'
     QUALIFY row_number() OVER (PARTITION BY item ORDER BY round DESC NULLS LAST, ended_at DESC NULLS LAST, event_id) = 1`,
  );
  return { item, rejected };
}

type Verdicts = Columns<"item" | "rejected"> | undefined;

/** By item index the place among `outcomeNames`: people overrule the automatic stage. */
function outcomesOf(auto: Verdicts, people: Verdicts, starts: readonly number[]): Uint8Array {
  const outcomes = new Uint8Array(starts.at(-1) ?? 0);
  const note = ({ item, rejected }: NonNullable<Verdicts>, approve: Outcome, reject: Outcome): void => {
    const verdicts = verdictsOf(item, rejected, starts);
    const [good, violating] = [outcomeNames.indexOf(approve), outcomeNames.indexOf(reject)];
    for (let at = 0; at < verdicts.length; at++) {
      if (verdicts[at] !== -1) outcomes[at] = verdicts[at] === 1 ? violating : good;
    }
  };
  if (auto !== undefined) note(auto, "auto approve", "auto reject");
  if (people !== undefined) note(people, "human approve", "human reject");
  return outcomes;
}

/** 1, 0 or −1 by item index, from numbers of items and verdicts. */
function verdictsOf(
  item: readonly QueryValue[],
  rejected: readonly QueryValue[],
  starts: readonly number[],
): Int8Array {
  const verdicts = new Int8Array(starts.at(-1) ?? 0).fill(-1);
  for (let row = 0; row < item.length; row++) {
    const number = Number(item[row]);
    const file = Math.floor(number / 2 ** 32);
    verdicts[(starts[file] ?? 0) + (number - file * 2 ** 32)] = Number(rejected[row] === true);
  }
  return verdicts;
}

/** Revenue by item; an item that was delivered in several currencies has an amount in each. */
async function queryMoney({ engine, files }: Dataset, starts: readonly number[]): Promise<Traffic["money"]> {
  if (files.delivery.length === 0) return [];
  const {
    currency = [],
    file = [],
    place = [],
    revenue = [],
  } = await engine.queryColumns(
    `SELECT d.currency, i.${quoteName(fileColumn)} AS file, (i.item & 4294967295)::INTEGER AS place, d.revenue
     FROM (
       SELECT item_id, currency, sum(revenue::DECIMAL(18, 4))::DOUBLE AS revenue
       FROM open_delivery WHERE revenue IS NOT NULL GROUP BY item_id, currency
     ) d JOIN open_item i ON i.item_id = d.item_id`,
  );
  const found = new Map<QueryValue, Float64Array>();
  for (let row = 0; row < revenue.length; row++) {
    const amounts = found.get(currency[row] ?? null) ?? new Float64Array(starts.at(-1) ?? 0);
    found.set(currency[row] ?? null, amounts);
    amounts[(starts[Number(file[row])] ?? 0) + Number(place[row])] = Number(revenue[row]);
  }
  return [...found]
    .map(([name, amounts]) => ({ currency: typeof name === "string" ? name : null, amounts }))
    .toSorted((a, b) => ((a.currency ?? "") < (b.currency ?? "") ? -1 : 1));
}

/** Advertisers by number, in the order of their first item. */
function clustersOf(advertiser: readonly QueryValue[], index: Int32Array): Int32Array {
  const ofItem = new Float64Array(index.length);
  for (let row = 0; row < index.length; row++) ofItem[index[row] ?? 0] = Number(advertiser[row] ?? -1);
  const numbers = new Map<number, number>();
  return Int32Array.from(ofItem, (id, at) => {
    if (id < 0) return at; // no item names an advertiser
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  });
}

function timesOf(values: readonly QueryValue[], index: Int32Array): Float64Array | undefined {
  const times = new Float64Array(index.length);
  for (let row = 0; row < index.length; row++) {
    const value = values[row];
    if (typeof value !== "number") return undefined;
    times[index[row] ?? 0] = value;
  }
  return times.length === 0 ? undefined : times;
}
