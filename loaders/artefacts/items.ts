import type { Truth } from "../../src/metrics/verdict.js";
import { quoteName } from "../engine/quote.js";
import type { QueryValue } from "../engine/duckdb.js";
import { fileColumn, sliceColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";

/** What the pages need of one item. */
export type ItemFacts = {
  readonly itemId: string;
  /** Dimension → value. */
  readonly slice: Readonly<Record<string, string | null>>;
  readonly truth: Truth;
  /** "" when no text may be published. */
  readonly text: string;
  /** Number of its advertiser; `null` where no item names one. */
  readonly advertiser: number | null;
  /** Whether a model rejected it too. */
  readonly isRejectedByModel: boolean;
  /** How often it was expected to be seen, 0 where it does not say. */
  readonly exposure: number;
};

/** The dimensions of the open items by the number that stands for them. */
export async function querySlices({ engine, dimensions }: Dataset): Promise<ItemFacts["slice"][]> {
  const { columns, rows } = await engine.query(`FROM slice ORDER BY ${quoteName(sliceColumn)}`);
  const places = Object.entries(dimensions).map(([name, column]) => [name, columns.indexOf(column)] as const);
  return rows.map((row) => Object.fromEntries(places.map(([name, at]) => [name, textOrNull(row[at])])));
}

/** The open items by the place of their file, in the order in which they are stored, with their slice and truth. */
export async function queryItems(
  { engine, workspace, stages, uses }: Dataset,
  slices: readonly ItemFacts["slice"][],
): Promise<Map<number, ItemFacts[]>> {
  const hasAuto = stages.includes("auto");
  const columns = await engine.queryColumns(
    `SELECT i.${quoteName(fileColumn)}, i.${quoteName(sliceColumn)}, (i.item & 4294967295)::INTEGER AS place, i.item_id,
       t.violating, i.advertiser ${workspace.publishTexts ? ', i."text"' : ""}
       ${uses.exposure ? ", i.exposure::DOUBLE AS exposure" : ""} ${hasAuto ? ", m.item IS NOT NULL AS by_model" : ""}
     FROM open_item i
     LEFT JOIN truth t ON t.stage = 'auto' AND t.item = i.item ${hasAuto ? `LEFT JOIN (${rejectedByModel}) m ON m.item = i.item` : ""}`,
  );
  const { place = [], item_id: ids = [], violating = [], text = [] } = columns;
  const { advertiser = [], exposure = [], by_model: byModel = [] } = columns;
  const fileOf = columns[fileColumn] ?? [];
  const sliceOf = columns[sliceColumn] ?? [];
  const files = new Map<number, ItemFacts[]>();
  for (let row = 0; row < fileOf.length; row++) {
    const file = Number(fileOf[row]);
    const items = files.get(file) ?? [];
    files.set(file, items);
    items[Number(place[row])] = {
      itemId: textOrNull(ids[row]) ?? "",
      slice: slices[Number(sliceOf[row])] ?? {},
      truth: truthOf(violating[row]),
      text: textOrNull(text[row]) ?? "",
      advertiser: numberOrNull(advertiser[row]),
      isRejectedByModel: byModel[row] === true,
      exposure: numberOrNull(exposure[row]) ?? 0,
    };
  }
  return files;
}

const rejectedByModel = `
  SELECT DISTINCT item FROM open_event WHERE stage = 'auto' AND violating AND actor_kind IN ('model', 'llm')`;

/**
 * Nothing, when the items are row by row those that the replay saw.
 * @throws {TypeError} when they are not
 */
export function checkOrder(items: readonly ItemFacts[], itemIds: readonly string[]): void {
  if (items.length === itemIds.length && items.every(({ itemId }, index) => itemId === itemIds[index]))
    return;
  throw new TypeError(
    `Expected the ${itemIds.length} items of the replay in their order, got ${items.length} others`,
  );
}

function truthOf(violating: QueryValue | undefined): Truth {
  if (violating === null || violating === undefined) return "unlabelled";
  return violating === true ? "violating" : "good";
}

function textOrNull(value: QueryValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function numberOrNull(value: QueryValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
