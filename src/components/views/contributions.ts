import * as Plot from "npm:@observablehq/plot";
import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../../metrics/format.js";
import { chosenComparison } from "../comparison.js";
import type { Comparison } from "../comparison.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { labelWidth, plotSize, shortLabel, stateColours } from "../plotStyle.js";
import { valueLabel } from "../selection.js";
import type { View, ViewContext } from "../view.js";

const uses = ["metric", "a", "b", "by"];
const needs = ["report.json", "decisions.arrow", "review.arrow", "reviewDaily.arrow"] as const;

/** Slices drawn; the rest is summed into one bar, so that the bars still add up to the change. */
const shown = 10;

/** The answer in words: how much it moved, whether that stands out from noise, and mix against rate. */
export const contributionsNote: View = {
  name: "note contributions",
  summary: "the chosen comparison as sentences: change, verdict, mix and rate",
  options: {},
  uses,
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const chosen = chosenComparison(context);
    if (typeof chosen === "string") return h("p", { class: "finding" }, [chosen]);
    return h(
      "div",
      { class: "finding", "aria-live": "polite" },
      sentences(chosen, context).map((text) => h("p", {}, [text])),
    );
  },
};

function sentences({ metric, by, from, to, result }: Comparison, context: ViewContext): string[] {
  const { report } = context.data;
  const moved = `${metric.label} is ${formatShare(result.from.value)} (${formatCount(result.from.count)} of ${formatCount(result.from.total)}, effective n ${formatCount(Math.round(result.from.effectiveN))}) for ${from.label} and ${formatShare(result.to.value)} (${formatCount(result.to.count)} of ${formatCount(result.to.total)}, effective n ${formatCount(Math.round(result.to.effectiveN))}) for ${to.label}: ${formatPoints(result.change)}, 95 % interval ${formatPointsInterval(result.test.interval)}.`;
  if (!result.test.distinguishable) {
    return [
      moved,
      "That is not distinguishable from noise, so there is nothing to explain: the split below is shown, but it explains chance.",
    ];
  }
  const [top] = result.parts;
  const split = `Split by ${by}, ${formatPoints(result.rate)} come from slices that are decided differently (rate) and ${formatPoints(result.mix)} from a different mix of slices.`;
  const first =
    top === undefined
      ? undefined
      : `The largest part is ${valueLabel(by, top.key, report)}: ${formatPoints(top.mix + top.rate)}, from ${formatShare(top.rate0)} to ${formatShare(top.rate1)}.`;
  const simpson = result.simpson
    ? "Every slice moved the other way: the change is one of mix alone (Simpson's paradox)."
    : undefined;
  return [moved, split, first, simpson].filter((text) => text !== undefined);
}

/** Mix and rate of each slice as diverging bars that sum to the change. */
export const contributionsPlot: View = {
  name: "chart bars contributions",
  summary: "mix and rate of the chosen comparison, slice by slice",
  options: {},
  uses,
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const chosen = chosenComparison(context);
    if (typeof chosen === "string") return h("p", { class: "empty" }, [chosen]);
    const { metric, by, result } = chosen;
    return figure(h, drawContributions(chosen, context), {
      title: `${formatPoints(result.change)} = ${formatPoints(result.rate)} rate and ${formatPoints(result.mix)} mix`,
      subtitle: `${metric.label}, percentage points by ${by}; full colour: the slice is decided differently (rate), pale: its share of ${metric.denominatorLabel} differs (mix)`,
      rows: contributionRows(chosen, context),
    });
  },
};

type Bar = { readonly slice: string; readonly part: "rate" | "mix"; readonly points: number };

function drawContributions({ by, result }: Comparison, context: ViewContext): Element {
  const named = result.parts
    .slice(0, shown)
    .map((part) => ({ ...part, name: shortLabel(valueLabel(by, part.key, context.data.report)) }));
  const rest = result.parts.slice(shown);
  const other = { name: `${rest.length} others`, mix: total(rest, "mix"), rate: total(rest, "rate") };
  const slices = rest.length === 0 ? named : [...named, other];
  const bars = slices.flatMap(({ name, rate, mix }): Bar[] => [
    { slice: name, part: "rate", points: rate * 100 },
    { slice: name, part: "mix", points: mix * 100 },
  ]);
  return Plot.plot({
    ...plotSize,
    document: context.document,
    height: 40 + slices.length * 30,
    marginLeft: labelWidth,
    x: { label: null, grid: true, nice: true },
    fy: { label: null, domain: slices.map(({ name }) => name), padding: 0.2, axis: null },
    y: { axis: null, domain: ["rate", "mix"] },
    marks: [
      Plot.axisFy({ anchor: "left", label: null, textAnchor: "end", dx: -8 }),
      Plot.barX(bars, {
        fy: "slice",
        y: "part",
        x: "points",
        fill: (bar: Bar) => sideColour(bar.points),
        fillOpacity: (bar: Bar) => (bar.part === "rate" ? 1 : 0.35),
        stroke: (bar: Bar) => sideColour(bar.points),
        title: (bar: Bar) => `${bar.slice}, ${bar.part}: ${formatPoints(bar.points / 100)}`,
      }),
      Plot.ruleX([0]),
    ],
  });
}

function sideColour(points: number): string {
  return points >= 0 ? stateColours.worse : stateColours.better;
}

function total(parts: readonly { mix: number; rate: number }[], key: "mix" | "rate"): number {
  return parts.reduce((sum, part) => sum + part[key], 0);
}

/** Every slice of the comparison with both rates, weights, mix and rate. */
export const contributionsTable: View = {
  name: "table contributions",
  summary: "the chosen comparison slice by slice, with counts",
  options: {},
  uses,
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const chosen = chosenComparison(context);
    if (typeof chosen === "string") return h("p", { class: "empty" }, [chosen]);
    return contributionRows(chosen, context);
  },
};

function contributionRows({ by, from, to, result, metric }: Comparison, context: ViewContext): HTMLElement {
  return dataTable(elementsOf(context.document), result.parts, {
    caption: `${metric.label} by ${by}: ${from.label} against ${to.label}`,
    columns: [
      { label: by, cell: ({ key }) => valueLabel(by, key, context.data.report) },
      {
        label: "First",
        numeric: true,
        cell: ({ from: rate }) =>
          `${formatShare(rate.value)} (${formatCount(rate.count)} of ${formatCount(rate.total)})`,
      },
      {
        label: "Second",
        numeric: true,
        cell: ({ to: rate }) =>
          `${formatShare(rate.value)} (${formatCount(rate.count)} of ${formatCount(rate.total)})`,
      },
      {
        label: "Share first",
        numeric: true,
        title: "Share of the denominator in the first group",
        cell: ({ weight0 }) => formatShare(weight0),
      },
      {
        label: "Share second",
        numeric: true,
        title: "Share of the denominator in the second group",
        cell: ({ weight1 }) => formatShare(weight1),
      },
      {
        label: "Rate",
        numeric: true,
        title: "Part of the change because the slice is decided differently",
        cell: ({ rate }) => formatPoints(rate),
      },
      {
        label: "Mix",
        numeric: true,
        title: "Part of the change because the slice's share differs; growing an average slice adds 0",
        cell: ({ mix }) => formatPoints(mix),
      },
    ],
  });
}
