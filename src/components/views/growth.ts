import * as Plot from "npm:@observablehq/plot";
import { formatCount } from "../../metrics/format.js";
import type { GrowthMonth, PackageGrowth } from "../../model/packageGrowth.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { plotSize, stateColours } from "../plotStyle.js";
import type { View, ViewContext } from "../view.js";

/** Draws how the package grew, or says what is missing for it. */
function growthView(
  name: string,
  summary: string,
  draw: (growth: PackageGrowth, context: ViewContext) => Element,
): View {
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs: ["growth.json"],
    render(_options, context) {
      const { growth } = context.data;
      if (growth.source !== null) return draw(growth, context);
      return elementsOf(context.document)("p", { class: "empty" }, [nothing]);
    },
  };
}

const nothing =
  "How the package grew is not known: it takes two releases with times, or a log of additions and removals (lifecycle.history in workspace.yaml).";

type Fact = { readonly label: string; readonly value: string; readonly note: string };

/** How often the package changed, how much, and how long terms were watched. */
export const growthTable = growthView(
  "table growth",
  "how often the package changed, how many terms came and went, and how long terms were watched before they rejected",
  (growth, { document }) =>
    dataTable(elementsOf(document), factsOf(growth), {
      caption:
        growth.source === "log"
          ? "By the log of additions and removals"
          : "By what releases held; what came and went between two of them is not seen",
      columns: factColumns,
    }),
);

const factColumns: readonly Column<Fact>[] = [
  { label: "What", cell: ({ label }) => label },
  { label: "How much", numeric: true, cell: ({ value }) => value },
  { label: "Note", cell: ({ note }) => note },
];

function factsOf({ source, releases, added, removed, daysBetween, bulk, promotions }: PackageGrowth): Fact[] {
  const unseen = "Not told by snapshots; a log would (lifecycle.history)";
  return [
    {
      label: "Releases",
      value: formatCount(releases),
      note: source === "log" ? "Without bulk changes" : "After the first",
    },
    { label: "From one to the next", ...lengthFact(daysBetween) },
    { label: "Terms added", value: formatCount(added), note: "" },
    { label: "Terms removed", value: formatCount(removed), note: "" },
    {
      label: "Bulk changes",
      value: bulk === null ? "–" : formatCount(bulk.releases),
      note:
        bulk === null
          ? unseen
          : `Lists thrown back or applied again: ${formatCount(bulk.added)} added, ${formatCount(bulk.removed)} removed; no churn`,
    },
    {
      label: "Terms promoted",
      value: promotions === null ? "–" : formatCount(promotions.terms),
      note: promotions === null ? unseen : "Watched first, then put on a list that rejects",
    },
    { label: "Watched before", ...lengthFact(promotions?.days ?? null) },
  ];
}

function lengthFact(quartiles: PackageGrowth["daysBetween"]): Pick<Fact, "value" | "note"> {
  if (quartiles === null) return { value: "–", note: "" };
  const [low, median, high] = quartiles;
  return {
    value: lengthWords(median),
    note: `Median; half of them lie between ${lengthWords(low)} and ${lengthWords(high)}`,
  };
}

function lengthWords(days: number): string {
  if (days >= 2) return `${days.toFixed(1)} days`;
  const hours = days * 24;
  return hours >= 2 ? `${hours.toFixed(1)} hours` : `${(hours * 60).toFixed(0)} minutes`;
}

type Change = { readonly from: Date; readonly count: number; readonly title: string };

/** Terms that came and went by month; bulk changes below, on a scale of their own. */
export const growthPlot = growthView(
  "chart growth",
  "terms added and removed by month, bulk changes apart",
  (growth, { document }) => {
    const h = elementsOf(document);
    const { months, added, removed, bulk } = growth;
    const drawings = [drawMonths(document, changesOf(months, "ordinary"), "terms")];
    if (bulk !== null && bulk.releases > 0)
      drawings.push(drawMonths(document, changesOf(months, "bulk"), "terms in bulk changes"));
    const isSplit = drawings.length > 1;
    return figure(h, h("div", {}, drawings), {
      title: `${formatCount(added)} terms added and ${formatCount(removed)} removed in ${formatCount(months.length)} ${months.length === 1 ? "month" : "months"} with a release`,
      subtitle: `by the month of the release, added above the line and removed below${isSplit ? " · second panel: bulk changes, on a scale of their own" : ""}`,
      rows: dataTable(h, months, { caption: "Terms by month", columns: monthColumns(bulk !== null) }),
    });
  },
);

function changesOf(months: readonly GrowthMonth[], which: "ordinary" | "bulk"): Change[] {
  return months.flatMap(({ month, added, removed, bulkAdded, bulkRemoved }) => {
    const [up, down] = which === "bulk" ? [bulkAdded, bulkRemoved] : [added, removed];
    const from = new Date(`${month}-01T00:00:00Z`);
    return [
      { from, count: up, title: `${month}: ${formatCount(up)} added` },
      { from, count: -down, title: `${month}: ${formatCount(down)} removed` },
    ];
  });
}

/** Both panels have the months of all changes, so that they stand below one another. */
function drawMonths(document: Document, changes: readonly Change[], label: string): Element {
  return Plot.plot({
    ...plotSize,
    document,
    height: 200,
    marginLeft: 64,
    marginTop: 28,
    marginBottom: 36,
    x: { label: null, type: "utc", ...(monthsIn(changes) <= monthTicks ? { ticks: "month" } : {}) },
    y: {
      label,
      grid: true,
      nice: true,
      tickFormat: (count: number) => formatCount(Math.abs(count)),
      ticks: 5,
    },
    marks: [
      Plot.rectY(changes, {
        x: "from",
        interval: "month",
        y: "count",
        fill: ({ count }: Change) => (count < 0 ? stateColours.worse : stateColours.better),
        title: "title",
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** With so many months or fewer each has its tick; d3 would name weeks where there are few. */
const monthTicks = 18;

function monthsIn(changes: readonly Change[]): number {
  return new Set(changes.map(({ from }) => from.getTime())).size;
}

function monthCount(label: string, of: (month: GrowthMonth) => number): Column<GrowthMonth> {
  return { label, numeric: true, cell: (month) => formatCount(of(month)) };
}

function monthColumns(withBulk: boolean): Column<GrowthMonth>[] {
  const bulk = [
    monthCount("Bulk changes", ({ bulkReleases }) => bulkReleases),
    monthCount("Added in bulk", ({ bulkAdded }) => bulkAdded),
    monthCount("Removed in bulk", ({ bulkRemoved }) => bulkRemoved),
  ];
  return [
    { label: "Month", cell: ({ month }) => month },
    monthCount("Releases", ({ releases }) => releases),
    monthCount("Added", ({ added }) => added),
    monthCount("Removed", ({ removed }) => removed),
    ...(withBulk ? bulk : []),
  ];
}
