import { recordText, utf8Column } from "../matcher/utf8Column.js";
import type { ItemFacts } from "./traffic.js";

/** The id of an item. */
export function itemIdOf({ ids }: Pick<ItemFacts, "ids">, item: number): string {
  return recordText(ids, item);
}

/** The ids of all items, in their order. */
export function itemIdsOf(items: Pick<ItemFacts, "ids" | "truths">): string[] {
  return Array.from(items.truths, (_, item) => itemIdOf(items, item));
}

/** The ids of some items, in the form in which facts keep them. */
export function pickIds(items: Pick<ItemFacts, "ids">, picked: Int32Array): ItemFacts["ids"] {
  return utf8Column(Array.from(picked, (item) => itemIdOf(items, item)));
}
