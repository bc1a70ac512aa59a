import { findMetric } from "../../metrics/findMetric.js";
import { formatShare } from "../../metrics/format.js";
import { rates } from "../../metrics/rates.js";
import type { SliceRate } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { rateDots } from "../rateDots.js";
import { ratesTable } from "../ratesTable.js";
import { choiceWords, chosenCells, newestRelease, stageCube, valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View } from "../view.js";

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
    const toDot = (slice: SliceRate) => ({
      label: label(slice),
      value: slice.rate.value ?? 0,
      interval: slice.rate.interval,
      isHollow: slice.rate.effectiveN < metric.minN,
    });
    const about = human
      ? "human stage"
      : `automatic stage, package ${report.releases.at(-1)?.label ?? "none"}`;
    return figure(h, rateDots(context.document, sorted.map(toDot), formatShare), {
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
