import { amount, id, maybeCount, count, pastMoment, text } from "./column.js";
import type { Columns, Value } from "./column.js";

/**
 * What an item did on a day after it was let through. `day` is the moment at which the day begins, UTC ms; money is in
 * whole units of `currency`, and is never added over currencies.
 */
export const deliveryColumns = {
  item_id: id,
  day: pastMoment,
  impressions: count,
  clicks: maybeCount,
  spend: amount,
  revenue: amount,
  conversions: maybeCount,
  currency: text,
} as const satisfies Columns;

/** No two rows share these. */
export const deliveryKey = ["item_id", "day"] as const;

/** What is wrong with a row although each of its values is right by itself. */
export function deliveryIssues(valueOf: (column: string) => Value) {
  const issues: { readonly column: string; readonly message: string }[] = [];
  const [impressions, clicks] = [valueOf("impressions"), valueOf("clicks")];
  if (typeof impressions === "number" && typeof clicks === "number" && clicks > impressions) {
    issues.push({
      column: "clicks",
      message: `expected at most as many clicks as impressions (${impressions}), got ${clicks}`,
    });
  }
  const hasMoney = valueOf("spend") !== null || valueOf("revenue") !== null;
  if (hasMoney && valueOf("currency") === null)
    issues.push({ column: "currency", message: "expected the currency of spend and revenue, got none" });
  return issues;
}
