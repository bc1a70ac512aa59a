import type { Row } from "./simulated.js";

/** Rows by what they have in common, in the order of their first. */
export function groups(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return [...found.values()];
}

/** Whether an event says that its item violates; `undefined` where it decides nothing. */
export function means(event: Row | undefined): boolean | undefined {
  const decision = event?.["decision"];
  return decision === "reject" ? true : decision === "approve" ? false : undefined;
}

/** What an event decides of: a version of an item in a market. */
export function itemKey(row: Row): string {
  return `${row["item_id"]} ${row["item_version"]} ${row["market"]}`;
}
