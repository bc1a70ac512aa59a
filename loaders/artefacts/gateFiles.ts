import type { GateResult } from "../../src/gate/gateChange.js";
import { sha256 } from "../store/codeHash.js";
import { safeCsv } from "../../src/model/safeCsv.js";

/** Every item whose decision changes, with what became of it, as CSV: `item_id,flip`. */
export function flipsCsv({ changes }: GateResult): string {
  return safeCsv([["item_id", "flip"], ...changes.map(({ itemId, flip }) => [itemId, flip])]);
}

/**
 * The changed items without a label, as CSV: `item_id,change,policy,language,market,term_ids`, cells empty where
 * nothing is known. The terms are those that reject the item, as ids alone. Their order is that of the hashes of their
 * ids, so that the first ones are a sample of all; empty when there are none.
 */
export function labelRequestCsv({ changes }: GateResult): { csv: string; items: number } {
  const open = changes
    .filter(({ flip }) => flip === "unlabelledGained" || flip === "unlabelledLost")
    .map((change) => ({ ...change, order: sha256(change.itemId) }))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const rows = open.map(({ itemId, flip, slice, termIds }) => [
    itemId,
    flip === "unlabelledGained" ? "newly rejected" : "no longer rejected",
    ...dimensions.map((name) => slice[name] ?? ""),
    termIds.join(";"),
  ]);
  return { csv: safeCsv([["item_id", "change", ...dimensions, "term_ids"], ...rows]), items: open.length };
}

const dimensions = ["policy", "language", "market"] as const;
