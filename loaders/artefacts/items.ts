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

/** The open items by the place of their file, in the order in which they are stored, with their slice and truth. */
export async function queryItems({
  engine,
  workspace,
  dimensions,
}: Dataset): Promise<Map<number, ItemFacts[]>> {
  const named = Object.entries(dimensions).map(
    ([name, column]) => `, i.${quoteName(column)} AS ${quoteName(`by ${name}`)}`,
  );
  const columns = await engine.queryColumns(
    `SELECT i.${quoteName(fileColumn)}, i.file_row_number::INTEGER AS place, i.item_id, t.violating,
       ${workspace.publishTexts ? "i.text" : "NULL"} AS "text" ${named.join("")}
     FROM open_item i
     LEFT JOIN truth t ON t.stage = 'auto' AND t.item = i.item`,
  );
  const { place = [], item_id: ids = [], violating = [], text = [] } = columns;
  const fileOf = columns[fileColumn] ?? [];
  const values = Object.keys(dimensions).map((name) => [name, columns[`by ${name}`] ?? []] as const);
  const files = new Map<number, ItemFacts[]>();
  for (let row = 0; row < fileOf.length; row++) {
    const file = Number(fileOf[row]);
    const items = files.get(file) ?? [];
    files.set(file, items);
    const slice: Record<string, string | null> = {};
    for (const [name, column] of values) slice[name] = textOrNull(column[row]);
    items[Number(place[row])] = {
      itemId: textOrNull(ids[row]) ?? "",
      slice,
      truth: truthOf(violating[row]),
      text: textOrNull(text[row]) ?? "",
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
