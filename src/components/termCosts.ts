import { formatCount } from "../metrics/format.js";
import type { MeasuredCosts, TermCost } from "../model/termCost.js";
import type { Column } from "./dataTable.js";
import type { PageData } from "./pageData.js";

/** Term id → what it costs; empty where the workspace does not say. */
export function costsOf({ packageHealth }: PageData): ReadonlyMap<string, TermCost> {
  return new Map(packageHealth.costs?.costs.map((cost) => [cost.termId, cost]));
}

/** `1,204`, `12.4` or `< 0.3`; "" without a cost. In µs per 1,000 items. */
export function microseconds(cost: TermCost | undefined): string {
  if (cost === undefined) return "";
  return `${cost.basis === "below" ? "< " : ""}${formatUs(cost.costUs)}`;
}

type OfTerm = { readonly term: { readonly termId: string } };

/** The column of costs for a table of terms; none where nothing was measured. */
export function costColumns(data: PageData): Column<OfTerm>[] {
  const costs = costsOf(data);
  if (costs.size === 0) return [];
  return [
    {
      label: "µs",
      numeric: true,
      title: "What it costs to be looked for in 1,000 items, by riskbook cost",
      cell: ({ term }) => microseconds(costs.get(term.termId)),
    },
  ];
}

/** The dearest first; those within noise of nothing and those that were not measured last. */
export function byCost(data: PageData): (a: OfTerm, b: OfTerm) => number {
  const costs = costsOf(data);
  const costUs = ({ term }: OfTerm): number => {
    const cost = costs.get(term.termId);
    return cost === undefined || cost.basis === "below" ? 0 : cost.costUs;
  };
  return (a, b) => costUs(b) - costUs(a);
}

/** The fastest and the slowest round. */
export function roundsWords({ lowUs, highUs }: TermCost): string {
  return `${formatUs(lowUs)}–${formatUs(highUs)}`;
}

/** `1,204` or `12.4`. */
export function formatUs(us: number): string {
  return us >= 100 ? formatCount(Math.round(us)) : String(Number(us.toPrecision(3)));
}

/** Texts, day and machine of the measurement. */
export function measuredWords({ texts, measuredAt, machine }: MeasuredCosts): string {
  return `measured on ${formatCount(texts)} texts on ${measuredAt.slice(0, 10)}, ${machine}`;
}

export const basisWords: Readonly<Record<TermCost["basis"], string>> = {
  alone: "searched for alone",
  shared: "equal share of the search for all of its kind",
  below: "within noise of nothing",
};
