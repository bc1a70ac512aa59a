import { agreementOf } from "../metrics/agreement.js";
import { groupCells } from "../metrics/cells.js";
import { canCount, countOf } from "../metrics/counts.js";
import { lagQuantile } from "../metrics/lags.js";
import { hasMeasures, rates } from "../metrics/rates.js";
import { scoredStages } from "../metrics/verdict.js";
import type { Cube } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import type { Measured } from "../model/rate.js";
import { chosenRows } from "./chainData.js";
import type { PageData } from "./pageData.js";
import { chosenCells } from "./selection.js";
import type { PageState } from "./pageState.js";

/** A value of a metric at a stage of the log. For a label lag the stage is that of the labels. */
export type StageValue = {
  readonly stage: string;
  readonly slice: Readonly<Record<string, string | null>>;
  readonly measured: Measured;
};

type Choice = { readonly by?: readonly string[]; readonly state?: PageState };

/**
 * A metric of any kind at every stage whose decisions the log holds and that it can be computed for, by slice; none where
 * the data has nothing of the kind. The replayed package is not in it.
 * @param by dimensions to keep, of those of the items
 */
export function measuredStages(
  data: PageData,
  metric: Metric,
  { by = [], state = {} }: Choice = {},
): StageValue[] {
  const { dimensions } = data.report;
  if (metric.kind === "agreement") {
    if (data.judged.every(({ judgments }) => judgments < 2)) return [];
    return groupCells({ dimensions, cells: chosenRows(data.judged, state, data.report) }, by).flatMap(
      ({ slice, cells }) =>
        cells.length === 0 ? [] : [{ stage: "human", slice, measured: agreementOf(cells, metric) }],
    );
  }
  if (metric.kind === "quantile") {
    return ["qa", "ata", "gold"].flatMap((stage) => {
      const own = data.labelLags.filter((row) => row.stage === stage);
      if (own.length === 0) return [];
      const cells = chosenRows(own, state, data.report);
      return groupCells({ dimensions, cells }, by).map(({ slice, cells }) => ({
        stage,
        slice,
        measured: lagQuantile(cells, metric),
      }));
    });
  }
  if (metric.kind === "count") {
    return scoredCubes(data).flatMap(({ stage, cube }) => {
      if (!canCount(cube, metric)) return [];
      return groupCells(chosenCells(cube, state), by).map(({ slice, cells }) => ({
        stage,
        slice,
        measured: countOf(cube, cells, metric),
      }));
    });
  }
  return [...scoredCubes(data), ...chainCubes(data, metric)].flatMap(({ stage, cube }) => {
    if (!hasMeasures(cube, metric) || isEmpty(cube, metric)) return [];
    return rates(chosenCells(cube, state), metric, { by }).map(({ slice, rate }) => ({
      stage,
      slice,
      measured: rate,
    }));
  });
}

type StageCube = { readonly stage: string; readonly cube: Cube };

function scoredCubes({ scored }: PageData): StageCube[] {
  return scoredStages.flatMap((stage) => {
    const cube = scored.get(stage);
    return cube === undefined ? [] : [{ stage, cube }];
  });
}

/** Whether the data has no unit that the metric is about, whatever the slice. */
function isEmpty({ measures, cells }: Cube, { denominator }: Metric): boolean {
  const own = measures.flatMap((name, index) => (denominator.includes(name) ? [index] : []));
  return cells.every(({ sums, labels }) => labels === undefined && own.every((index) => sums[index] === 0));
}

/** Cubes of decisions that are held against each other rather than against a label. */
function chainCubes(data: PageData, metric: Metric): StageCube[] {
  const ofPeople = metric.numerator.some((name) => name.startsWith("qa_"));
  return [
    { stage: "human", cube: data.pairs },
    { stage: ofPeople ? "human" : "qa", cube: data.audited },
    { stage: "qa", cube: data.lineItems },
    { stage: "end-to-end", cube: data.duplicates },
  ];
}
