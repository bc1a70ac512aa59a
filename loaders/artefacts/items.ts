import type { Truth } from "../../src/metrics/verdict.js";
import { quoteName } from "../engine/quote.js";
import type { QueryValue } from "../engine/duckdb.js";
import { fileColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";

/** What the pages need of one item. */
export type ItemFacts = {
  readonly itemId: string;
  /** Dimension → value. */
  readonly slice: Readonly<Record<string, string | null>>;
  readonly truth: Truth;
  /** "" when no text may be published. */
  readonly text: string;
};

/** The open items by the path of their file, in the order in which they are stored, with their slice and truth. */
export async function queryItems({
  engine,
  workspace,
  dimensions,
}: Dataset): Promise<Map<string, ItemFacts[]>> {
  const names = Object.keys(dimensions);
  const columns = Object.values(dimensions).map((column) => `, i.${quoteName(column)}`);
  const { rows } = await engine.query(
    `SELECT i.${quoteName(fileColumn)}, i.file_row_number, i.item_id, t.violating,
       ${workspace.publishTexts ? "i.text" : "NULL"} ${columns.join("")}
     FROM open_item i
     LEFT JOIN truth t ON t.stage = 'auto' AND t.item_id = i.item_id AND t.item_version IS NOT DISTINCT FROM i.item_version`,
  );
  const files = new Map<string, ItemFacts[]>();
  for (const [file, place, itemId, violating, text, ...values] of rows) {
    const path = textOrNull(file) ?? "";
    const items = files.get(path) ?? [];
    files.set(path, items);
    items[Number(place)] = {
      itemId: textOrNull(itemId) ?? "",
      slice: Object.fromEntries(names.map((name, index) => [name, textOrNull(values[index])])),
      truth: truthOf(violating),
      text: textOrNull(text) ?? "",
    };
  }
  return files;
}

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
