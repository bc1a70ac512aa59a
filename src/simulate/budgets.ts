import type { Advertiser } from "./advertisers.js";
import type { Outbox } from "./outbox.js";
import { dayOn, dayStartMs, world } from "./world.js";

/** What advertisers spend, by day, until the day is written. */
export type Budgets = {
  readonly add: (advertiser: Advertiser, day: number, spent: number) => void;
  /** Writes what each advertiser meant to spend on a day and spent. */
  readonly close: (day: number) => void;
};

export function openBudgets(advertisers: readonly Advertiser[], outbox: Outbox): Budgets {
  const days = new Map<number, Float64Array>();
  return {
    add({ index }, day, spent) {
      const own = days.get(day) ?? new Float64Array(advertisers.length);
      days.set(day, own);
      own[index] = (own[index] ?? 0) + spent;
    },
    close(day) {
      const own = days.get(day) ?? new Float64Array();
      for (const [index, spent] of own.entries()) {
        const advertiser = advertisers[index];
        if (spent === 0 || advertiser === undefined) continue;
        const budget = Math.ceil(spent * world.delivery.budgetOverSpend);
        const { id, market } = advertiser;
        const cells = {
          advertiser_id: id,
          day: dayOn(day),
          budget,
          spent: Number(spent.toFixed(2)),
          currency: market.currency,
        };
        outbox.add("budgets", dayStartMs(day), cells);
      }
      days.delete(day);
    },
  };
}
