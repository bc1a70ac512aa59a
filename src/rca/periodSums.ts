import type { WindowSum } from "./gateChange.js";

/** What the rows of each time add up to, in the order in which the times are first met. O(rows). */
export function periodSums(
  rows: readonly { readonly order: number; readonly count: number; readonly total: number }[],
): WindowSum[] {
  const sums = new Map<number, { count: number; total: number }>();
  for (const { order, count, total } of rows) {
    const sum = sums.get(order) ?? { count: 0, total: 0 };
    sum.count += count;
    sum.total += total;
    sums.set(order, sum);
  }
  return [...sums.values()];
}
