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
 * Items by id and version, with their slice and truth.
 * @returns the facts in the order of `itemIds`
 * @throws {TypeError} when an id is not in the dataset
 */
export async function queryItems(dataset: Dataset, itemIds: readonly string[]): Promise<ItemFacts[]> {
  const { engine, dimensions } = dataset;
  const names = Object.keys(dimensions);
  const columns = Object.values(dimensions).map((column) => `, i.${quoteName(column)}`);
  const { rows } = await engine.query(
    `SELECT i.item_id, t.violating, i.text ${columns.join("")} FROM item i
     LEFT JOIN truth t ON t.item_id = i.item_id AND t.item_version IS NOT DISTINCT FROM i.item_version`,
  );
  const byId = new Map(
    rows.map(([itemId, violating, text, ...values]) => [
      String(itemId),
      {
        itemId: String(itemId),
        slice: Object.fromEntries(names.map((name, index) => [name, textOrNull(values[index])])),
        truth: truthOf(violating),
        text: textOrNull(text) ?? "",
      },
    ]),
  );
  return itemIds.map((itemId) => {
    const facts = byId.get(itemId);
    if (facts === undefined) throw new TypeError(`Expected item ${itemId} of the replay to be in the dataset`);
    return facts;
  });
}

function truthOf(violating: unknown): Truth {
  if (violating === null || violating === undefined) return "unlabelled";
  return violating === true ? "violating" : "good";
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
