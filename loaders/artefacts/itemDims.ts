import { quoteName } from "../engine/quote.js";
import type { Dataset } from "./dataset.js";

/** Columns of items by which the people outside are told apart; a workspace's own come on top. */
const outside = ["language", "market", "vertical", "product_line"] as const;

/** Those columns that hold a value. */
export async function itemDims({ engine, workspace }: Dataset): Promise<string[]> {
  const columns = [...outside, ...workspace.dimensions];
  const counts = columns.map((name) => `count(${quoteName(name)})`).join(", ");
  const { rows } = await engine.query(`SELECT ${counts} FROM item`);
  return columns.filter((_, at) => Number(rows[0]?.[at]) > 0);
}

/**
 * SQL of one row an item with these columns and its `cluster`: the advertiser, else the item itself. Of several versions
 * or markets of an item the first counts, since delivery and feedback name the item alone.
 */
export function oneRowAnItem(dims: readonly string[]): string {
  const columns = dims.map((name) => `, ${quoteName(name)}`).join("");
  return `
    SELECT DISTINCT ON (item_id) item_id, coalesce(advertiser_id, item_id) AS cluster ${columns}
    FROM item ORDER BY item_id, item_version NULLS FIRST, market NULLS FIRST`;
}
