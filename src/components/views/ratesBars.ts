import * as Plot from "npm:@observablehq/plot";
import { findMetric } from "../../metrics/findMetric.js";
import { formatShare } from "../../metrics/format.js";
import { rates } from "../../metrics/rates.js";
import type { SliceRate } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { labelWidth, plotSize, shortLabel, stateColours } from "../plotStyle.js";
import { ratesTable } from "../ratesTable.js";
import { choiceWords, chosenCells, newestRelease, stageCube, valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

/** A metric by the values of a dimension: a dot with its interval each, worst first. */
export const ratesBars: View = {
  name: "chart bars",
  summary: "a metric by the values of a dimension, with intervals, worst first",
  subject: "metric",
  options: {
    metric: { type: "metric" },
    stage: { type: "choice", choices: ["auto", "human"], fallback: "human" },
    by: { type: "dimension" },
  },
  uses: ["dimensions"],
  needs: ["report.json", "decisions.arrow", "review.arrow", "pairs.arrow"],
  render(options, context) {
    const { report } = context.data;
    const h = elementsOf(context.document);
    const metric = findMetric(report.metrics, option(options, "metric"));
    const by = option(options, "by");
    const human = option(options, "stage") === "human";
    const stage = { name: human ? "human" : "auto", release: newestRelease(report) } as const;
    const cube = chosenCells(stageCube(context.data, metric, stage), context.state);
    const slices = rates(cube, metric, { by: [by] }).filter(({ rate }) => rate.value !== undefined);
    const sorted = worstFirst(slices, metric);
    const [worst] = sorted;
    if (worst === undefined)
      return h("p", { class: "empty" }, [`No data for ${metric.label} with these choices.`]);
    const label = (slice: SliceRate) => valueLabel(by, slice.slice[by] ?? null, report);
    const about = human
      ? "human stage"
      : `automatic stage, package ${report.releases.at(-1)?.label ?? "none"}`;
    return figure(h, drawBars(sorted, { label, metric, context }), {
      title: `${metric.short} by ${by}: ${metric.good === "up" ? "lowest" : "highest"} for ${label(worst)}, ${formatShare(worst.rate.value)}`,
      subtitle: [
        metric.label,
        `share of ${metric.denominatorLabel}`,
        about,
        choiceWords(context.state, report),
        "lines are 95 % intervals",
        `hollow: effective n below ${metric.minN}`,
      ]
        .filter((part) => part !== undefined)
        .join(" · "),
      rows: ratesTable(
        h,
        sorted.map((slice) => ({ cells: [label(slice)], rate: slice.rate, minN: metric.minN })),
        { headings: [by], caption: `${metric.label} by ${by}, ${about}` },
      ),
    });
  },
};

function worstFirst(slices: readonly SliceRate[], metric: Metric): SliceRate[] {
  const sign = metric.good === "up" ? 1 : -1;
  return slices.toSorted((a, b) => sign * ((a.rate.value ?? 0) - (b.rate.value ?? 0)));
}

function drawBars(
  slices: readonly SliceRate[],
  look: { label: (slice: SliceRate) => string; metric: Metric; context: ViewContext },
): Element {
  const { label, metric, context } = look;
  const mark = (slice: SliceRate) => shortLabel(label(slice));
  return Plot.plot({
    ...plotSize,
    document: context.document,
    height: 44 + slices.length * 22,
    marginLeft: labelWidth,
    x: {
      label: null,
      grid: true,
      zero: true,
      tickFormat: (value: number) => formatShare(value).replace(/\.0(?= %)/, ""),
    },
    y: { label: null, domain: slices.map(mark) },
    marks: [
      Plot.ruleX([0]),
      Plot.link(slices, {
        y: mark,
        x1: (slice: SliceRate) => slice.rate.interval?.[0],
        x2: (slice: SliceRate) => slice.rate.interval?.[1],
        stroke: stateColours.better,
        strokeWidth: 3,
        strokeOpacity: 0.5,
      }),
      Plot.dot(slices, {
        y: mark,
        x: (slice: SliceRate) => slice.rate.value,
        r: 5,
        stroke: stateColours.better,
        fill: (slice: SliceRate) =>
          slice.rate.effectiveN < metric.minN ? "var(--theme-background)" : stateColours.better,
        title: (slice: SliceRate) => `${label(slice)}: ${formatShare(slice.rate.value)}`,
      }),
    ],
  });
}
