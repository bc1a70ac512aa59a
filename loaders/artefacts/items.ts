import type { Truth } from "../../src/metrics/verdict.js";
import { quoteName } from "../engine/quote.js";
import type { Dataset } from "./dataset.js";

/** What the pages need of one item. */
export type ItemFacts = {
  readonly itemId: string;
  /** Dimension → value. */
  readonly slice: Readonly<Record<string, string | null>>;
  readonly truth: Truth;
  readonly text: string;
};

/**
 * Items with their slice and truth, in the order in which they are stored.
 * @param itemIds of the replay, which read the same files: row by row they must be the same
 * @throws {TypeError} when they are not
 */
export async function queryItems(dataset: Dataset, itemIds: readonly string[]): Promise<ItemFacts[]> {
  const { engine, dimensions } = dataset;
  const names = Object.keys(dimensions);
  const columns = Object.values(dimensions).map((column) => `, i.${quoteName(column)}`);
  const { rows } = await engine.query(
    `SELECT i.item_id, t.violating, i.text ${columns.join("")}
     FROM (SELECT *, row_number() OVER () AS "stored row" FROM item) i
     LEFT JOIN truth t ON t.item_id = i.item_id AND t.item_version IS NOT DISTINCT FROM i.item_version
     ORDER BY i."stored row"`,
  );
  const items = rows.map(([itemId, violating, text, ...values]) => ({
    itemId: textOrNull(itemId) ?? "",
    slice: Object.fromEntries(names.map((name, index) => [name, textOrNull(values[index])])),
    truth: truthOf(violating),
    text: textOrNull(text) ?? "",
  }));
  checkOrder(items, itemIds);
  return items;
}

function checkOrder(items: readonly ItemFacts[], itemIds: readonly string[]): void {
  if (items.length === itemIds.length && items.every(({ itemId }, index) => itemId === itemIds[index]))
    return;
  throw new TypeError(
    `Expected the ${itemIds.length} items of the replay in their order, got ${items.length} others`,
  );
}

function truthOf(violating: unknown): Truth {
  if (violating === null || violating === undefined) return "unlabelled";
  return violating === true ? "violating" : "good";
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
