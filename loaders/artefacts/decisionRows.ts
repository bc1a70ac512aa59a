import { decisionsOf } from "../../src/replay/decisions.js";
import type { DecisionRow } from "../../src/replay/flips.js";
import type { ReplayedPackage } from "../replay/replayPackages.js";
import type { ItemFacts } from "./items.js";

/** Items with the same slice, truth and decisions of all releases, counted; in the order of first occurrence. */
export function decisionRows(items: readonly ItemFacts[], replayed: ReplayedPackage): DecisionRow[] {
  const decisions = decisionsOf({
    size: { items: items.length, terms: replayed.terms.length },
    hits: replayed.hits,
    snapshots: replayed.releases.map(({ terms }) => terms),
  });
  const rows = new Map<string, DecisionRow & { items: number }>();
  for (const [index, { slice, truth }] of items.entries()) {
    const rejectedBy = decisions[index] ?? "";
    const key = JSON.stringify([slice, truth, rejectedBy]);
    const row = rows.get(key) ?? { slice, truth, rejectedBy, items: 0 };
    row.items += 1;
    rows.set(key, row);
  }
  return [...rows.values()];
}
