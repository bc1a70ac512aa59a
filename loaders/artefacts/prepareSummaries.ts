import { writeFile } from "node:fs/promises";
import { quoteName } from "../engine/quote.js";
import type { QueryColumns, QueryValue } from "../engine/duckdb.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { fileColumn } from "./dataset.js";
import type { DataFile, Dataset } from "./dataset.js";
import { queryActors, queryExposure } from "./autoCubes.js";
import { queryEventFaults } from "./eventFaults.js";
import { itemNumber, queryItems, querySlices, queryTexts } from "./items.js";
import type { PartItems } from "./items.js";
import type { PackedRows } from "./packedRows.js";
import { openItems } from "./openItems.js";
import { mapTables, packSummary, summarisePart } from "./partSummary.js";
import type { PackedSummary, PartCubes } from "./partSummary.js";
import { queryPolicyCubes } from "./policyCubes.js";
import { queryReviewCubes } from "./reviewCubes.js";
import type { Row } from "./sumRows.js";
import { summaryTable } from "./summaryTable.js";

/** Items that are summarised in one go; it bounds the memory. */
const itemsAtOnce = 250_000;

export type SummaryOptions = {
  readonly replayed: ReplayedPackage;
  /** Says which code summaries are made by. */
  readonly codeHash: string;
  readonly force: boolean;
};

/** A partition of the items, the events and delivery that belong to its items, and what its summary is called by. */
type PartPlan = {
  readonly item: DataFile;
  readonly events: readonly DataFile[];
  readonly delivery: readonly DataFile[];
  readonly key: string;
};

/**
 * The summaries of all partitions of the items, in their order. One is made anew only when its items, their events or
 * hits, the releases, the workspace's meaning of them or the code changed; the caller commits the entries.
 */
export async function prepareSummaries(
  dataset: Dataset,
  store: Store,
  options: SummaryOptions,
): Promise<{ entries: StoreEntry[]; summaries: PackedSummary[] }> {
  const plans = await planParts(dataset, options);
  const known = new Map(
    (store.manifest().tables[summaryTable]?.entries ?? []).map((entry) => [entry.rowsHash, entry]),
  );
  const made = new Map<string, Stored>();
  const isKept = async ({ key }: PartPlan): Promise<boolean> => {
    const entry = known.get(key);
    return !options.force && entry !== undefined && (await store.has(entry));
  };
  const kept = await Promise.all(plans.map(isKept));
  for (const batch of batches(plans.filter((_, index) => kept[index] !== true))) {
    for (const [plan, summary] of await summariseBatch(dataset, batch, options.replayed)) {
      made.set(plan.key, { entry: await putSummary(store, plan, summary), summary });
    }
  }
  const stored = await Promise.all(
    plans.map(async ({ key }): Promise<Stored[]> => {
      const [own, entry] = [made.get(key), known.get(key)];
      if (own !== undefined) return [own];
      return entry === undefined ? [] : [{ entry, summary: await readSummary(store, entry) }];
    }),
  );
  return {
    entries: stored.flat().map(({ entry }) => entry),
    summaries: stored.flat().map(({ summary }) => summary),
  };
}

type Stored = { readonly entry: StoreEntry; readonly summary: PackedSummary };

async function planParts(dataset: Dataset, { replayed, codeHash }: SummaryOptions): Promise<PartPlan[]> {
  const { workspace, dimensions, stages, hasAdvertisers, uses } = dataset;
  const { decisions, timeZone, publishTexts, cleanup, packages } = workspace;
  const releases = replayed.releases.map(({ label, snapshotId }) => [label, snapshotId]);
  const { policy, reviewer } = dataset.files;
  const lists = [policy, reviewer].map((files) => files.map(({ entry }) => entry.rowsHash));
  const common = sha256(
    JSON.stringify([
      codeHash,
      decisions,
      timeZone,
      publishTexts,
      cleanup,
      Object.keys(packages),
      dimensions,
      stages,
      hasAdvertisers,
      uses,
      lists,
      releases,
      replayed.hashedItems.image > 0,
      replayed.hashedItems.video > 0,
    ]),
  );
  const hitKeys = new Map(replayed.partitions.map(({ partition, key }) => [partition, key]));
  const eventsOf = await filesOfItems(dataset, "review_event");
  const deliveryOf = await filesOfItems(dataset, "delivery");
  return dataset.files.item.map((item, at) => {
    const events = eventsOf[at] ?? [];
    const { partition, rowsHash } = item.entry;
    const delivery = deliveryOf[at] ?? [];
    const hashes = [events, delivery].map((files) => files.map(({ entry }) => entry.rowsHash));
    const key = sha256(JSON.stringify([common, partition, rowsHash, hashes, hitKeys.get(partition)]));
    return { item, events, delivery, key };
  });
}

/**
 * For each file of items the files of a table that hold rows about its items, in their order. Joined by hashes, which
 * takes a third less; that and leaving versions out can only name a file too many. Empty where the table has no file.
 */
async function filesOfItems(
  { engine, files }: Dataset,
  table: "review_event" | "delivery",
): Promise<DataFile[][]> {
  if (files[table].length === 0) return [];
  const file = quoteName(fileColumn);
  const { rows } = await engine.query(
    `SELECT DISTINCT i.${file}, e.${file} FROM ${table} e JOIN item i ON hash(i.item_id) = hash(e.item_id)`,
  );
  const pairs = new Set(rows.map(([item, other]) => `${Number(item)} ${Number(other)}`));
  return files.item.map((_, item) => files[table].filter((__, other) => pairs.has(`${item} ${other}`)));
}

function* batches(plans: readonly PartPlan[]): Generator<PartPlan[]> {
  let batch: PartPlan[] = [];
  let rows = 0;
  for (const plan of plans) {
    if (batch.length > 0 && rows + plan.item.entry.rows > itemsAtOnce) {
      yield batch;
      [batch, rows] = [[], 0];
    }
    batch.push(plan);
    rows += plan.item.entry.rows;
  }
  if (batch.length > 0) yield batch;
}

async function summariseBatch(
  dataset: Dataset,
  plans: readonly PartPlan[],
  replayed: ReplayedPackage,
): Promise<[PartPlan, PackedSummary][]> {
  const events = new Set(plans.flatMap((plan) => plan.events));
  const delivery = new Set(plans.flatMap((plan) => plan.delivery));
  const opened = { items: plans.map(({ item }) => item), events: [...events], delivery: [...delivery] };
  await openItems(dataset, opened);
  const slices = await querySlices(dataset);
  const items = await queryItems(dataset, slices);
  const cubes = {
    ...(await queryReviewCubes(dataset)),
    ...(await queryPolicyCubes(dataset)),
    actors: await queryActors(dataset),
    exposure: await queryExposure(dataset),
    eventFaults: await queryEventFaults(dataset),
  };
  const byFile = mapTables(cubes, (cube) => (cube === undefined ? new Map() : columnsByFile(cube)));
  const parts: [PartPlan, ReturnType<typeof summarisePart>][] = [];
  for (const [file, plan] of plans.entries()) {
    const partCubes: PartCubes = mapTables(
      byFile,
      (files: ReadonlyMap<number, PackedRows>) => files.get(file) ?? {},
    );
    const hits = await replayed.readHits(plan.item.entry.partition);
    const options = { replayed, cubes: partCubes, withSets: dataset.workspace.cleanup };
    parts.push([plan, summarisePart(items.get(file) ?? noItems, hits, options)]);
  }
  const examples = parts.flatMap(([, { termExamples }], file) =>
    (termExamples["place"] ?? []).map((place) => itemNumber(file, Number(place))),
  );
  const texts = await queryTexts(dataset, examples);
  return parts.map(([plan, tables], file) => {
    const textOf = (place: number): string => texts.get(itemNumber(file, place)) ?? "";
    return [plan, packSummary(tables, { slices, textOf })];
  });
}

const noItems: PartItems = {
  slices: [],
  sliceOf: [],
  truths: [],
  someIds: new Map(),
  advertisers: [],
  byModel: [],
  exposures: [],
  currencies: [],
  currencyOf: [],
  weights: [],
};

/** The columns of a cube but for the first, the file, by its values; times and lists do not stand in a cube. */
function columnsByFile(columns: QueryColumns): Map<number, PackedRows> {
  const [[, fileOf] = ["", []], ...others] = Object.entries(columns);
  const cells = others.map(([name, values]) => [name, toCells(values)] as const);
  const files = new Map<number, Record<string, Row[string][]>>();
  let start = 0;
  for (let row = 1; row <= fileOf.length; row++) {
    if (row < fileOf.length && fileOf[row] === fileOf[start]) continue;
    addRows(files, Number(fileOf[start]), { cells, rows: [start, row] });
    start = row;
  }
  return files;
}

type CellRange = {
  readonly cells: readonly (readonly [string, readonly Row[string][]])[];
  readonly rows: readonly [number, number];
};

/** Mostly a file's rows follow each other, so that each column is copied in one go. */
function addRows(
  files: Map<number, Record<string, Row[string][]>>,
  file: number,
  { cells, rows: [start, end] }: CellRange,
): void {
  const known = files.get(file);
  const own = cells.map(([name, values]): [string, Row[string][]] => {
    const part = values.slice(start, end);
    return [name, known === undefined ? part : (known[name] ?? []).concat(part)];
  });
  files.set(file, Object.fromEntries(own));
}

/** The values of a column are of one type, and mostly cells as they are. */
function toCells(values: readonly QueryValue[]): readonly Row[string][] {
  const first = values.find((value) => value !== null) ?? null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the first is, so are the others
  return isCell(first) ? (values as readonly Row[string][]) : values.map(toCell);
}

function isCell(value: QueryValue): value is Row[string] {
  return typeof value === "number" || typeof value === "string" || value === null;
}

function toCell(value: QueryValue): Row[string] {
  return isCell(value) ? value : Number(value);
}

function putSummary(store: Store, { item, key }: PartPlan, summary: PackedSummary): Promise<StoreEntry> {
  const { partition, rows } = item.entry;
  const stored = { table: summaryTable, partition, rows, rowsHash: key, extension: "json" } as const;
  return store.put(stored, (path) => writeFile(path, JSON.stringify(summary)));
}

/** Its bytes are checked, and code of the same hash wrote them, so that they are not validated again. */
async function readSummary(store: Store, entry: StoreEntry): Promise<PackedSummary> {
  const summary: PackedSummary = JSON.parse((await store.readFile(entry)).toString("utf8"));
  return summary;
}
