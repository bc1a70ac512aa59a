import { findMetric } from "../../metrics/findMetric.js";
import { formatCount, formatHours, formatShare } from "../../metrics/format.js";
import { lagQuantile, shareWithin } from "../../metrics/lags.js";
import type { LagCount } from "../../metrics/lags.js";
import { rateOf } from "../../metrics/rates.js";
import { sampleSize } from "../../metrics/sampleSize.js";
import { scoredStages } from "../../metrics/verdict.js";
import type { Rate } from "../../model/rate.js";
import { chosenRows } from "../chainData.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { labelledShare } from "../rateWords.js";
import { chosenCells } from "../selection.js";
import type { View } from "../view.js";

/** What the labels of each stage are worth: how many decisions have one, the effective n, and what ± 1 point would take. */
export const samplingTable: View = {
  name: "table sampling",
  summary: "labelled share, effective n and the labels needed for ± 1 point of accuracy, by stage",
  options: {},
  uses: ["dimensions"],
  needs: ["report.json", "review.arrow"],
  render(_options, { data, state, document }) {
    const accuracy = findMetric(data.report.metrics, "accuracy");
    const rows = scoredStages.flatMap((stage) => {
      const cube = data.scored.get(stage);
      if (cube === undefined) return [];
      const chosen = chosenCells(cube, state);
      return [{ stage, rate: rateOf(chosen, chosen.cells, accuracy) }];
    });
    return dataTable(elementsOf(document), rows, {
      caption: "Labels by the stage whose decisions they judge",
      empty: "The log holds no decision of a stage that a later one could judge.",
      columns: [
        { label: "Stage", cell: ({ stage }) => stage },
        { label: "Decisions", numeric: true, cell: ({ rate }) => countWords(rate.labels?.decisions) },
        { label: "Labelled", numeric: true, cell: ({ rate }) => countWords(rate.labels?.labelled) },
        { label: "Coverage", numeric: true, cell: ({ rate }) => formatShare(labelledShare(rate)) },
        { label: "Effective n", numeric: true, cell: ({ rate }) => countWords(rate.effectiveN) },
        { label: "Half the interval", numeric: true, cell: ({ rate }) => halfWidth(rate) },
        {
          label: "Effective n for ± 1 point",
          numeric: true,
          cell: ({ rate }) => countWords(sampleSize(rate)?.effectiveN),
        },
        {
          label: "Labels for it",
          title: "With the weights and clusters that the labels have now",
          numeric: true,
          cell: ({ rate }) => countWords(sampleSize(rate)?.labels),
        },
      ],
    });
  },
};

function countWords(value: number | undefined): string {
  return value === undefined ? "cannot tell" : formatCount(Math.round(value));
}

function halfWidth({ interval }: Rate): string {
  if (interval === undefined) return "no data";
  return `± ${(((interval[1] - interval[0]) / 2) * 100).toFixed(1)} points`;
}

const days = [1, 3, 7, 14];

/** How late labels come, and within how many days. */
export const labelLagTable: View = {
  name: "table label lag",
  summary: "how late labels come: median, p95 and the share within days, by stage of the label",
  options: {},
  uses: ["dimensions"],
  needs: ["report.json", "labelLags.arrow"],
  render(_options, { data, state, document }) {
    const lags = chosenRows(data.labelLags, state, data.report);
    const rows = ["qa", "ata", "gold"]
      .map((stage) => ({ stage, own: lags.filter((row) => row.stage === stage) }))
      .filter(({ own }) => own.length > 0);
    return dataTable(elementsOf(document), rows, {
      caption: "From a decision to its label (labels that have come)",
      empty: "No label and decision carry times, so that no lag is known.",
      columns: [
        { label: "Labels by", cell: ({ stage }) => stage },
        {
          label: "Labels",
          numeric: true,
          cell: ({ own }) => formatCount(lagQuantile(own, { at: 0.5 }).total),
        },
        { label: "Median", numeric: true, cell: ({ own }) => quantileWords(own, 0.5) },
        { label: "p95", numeric: true, cell: ({ own }) => quantileWords(own, 0.95) },
        ...days.map((day) => ({
          label: `Within ${day} d`,
          numeric: true,
          cell: ({ own }: (typeof rows)[number]) => formatShare(shareWithin(own, day * 24)),
        })),
      ],
    });
  },
};

function quantileWords(lags: readonly LagCount[], at: number): string {
  return formatHours(lagQuantile(lags, { at }).value);
}
