import { isStageMetric } from "../selection.js";
import { hasMeasures } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import { gateChange } from "../../rca/gateChange.js";
import { periodSums } from "../../rca/periodSums.js";
import { benjaminiHochberg } from "../../stats/benjaminiHochberg.js";
import type { PageData } from "../pageData.js";
import { changeOf } from "./chosenChange.js";
import { exactPValue } from "./exactPValue.js";
import { comparedWindows } from "./windowChange.js";
import type { Compared, MoveChoice, WindowChange } from "./windowChange.js";
import { baselineCounts } from "./changeWindows.js";

/** What moved in the last days, and how much was looked at to say so. */
export type TopMoves = {
  /** Metrics of stages whose last window differs from those before beyond noise, surest first. */
  readonly moves: readonly WindowChange[];
  /** Metrics of stages with enough units in both windows, and all of them. */
  readonly tested: number;
  readonly series: number;
  /** Last day of the windows; `undefined` where no two windows fit. */
  readonly lastDay: string | undefined;
};

/** False discovery rate over all that was tested. */
export const movesQ = 0.05;

/**
 * The watched metrics of all stages whose last settled window of so many days differs beyond noise from the four windows
 * before it, or from one where days are fewer; corrected for all of them together. Metrics that are one minus another are
 * tested once.
 */
export function topMoves(data: PageData, length: number): TopMoves {
  const found = seriesOf(data).map(({ stage, metric }) => testSeries(data, { stage, metric, length }));
  const known = found.filter((one) => one !== undefined);
  const tested = known.filter(({ isEnough }) => isEnough);
  const adjusted = benjaminiHochberg(tested.map(({ pValue }) => pValue));
  const moves = tested
    .map((one, at) => ({ ...one, adjustedP: adjusted[at] ?? 1 }))
    .filter(({ adjustedP }) => adjustedP <= movesQ)
    .toSorted((a, b) => a.pValue - b.pValue)
    .map(({ choice }) => changeOf(data, choice))
    .filter((change) => typeof change !== "string");
  return {
    moves,
    tested: tested.length,
    series: found.length,
    lastDay: known
      .map(({ lastDay }) => lastDay)
      .toSorted()
      .at(-1),
  };
}

type Series = { readonly stage: string; readonly metric: Metric };

function seriesOf({ scoredDaily, report }: PageData): Series[] {
  return [...scoredDaily].flatMap(([stage, cube]) => {
    const own = report.metrics.filter(
      (metric) => metric.watched && isStageMetric(metric) && hasMeasures(cube, metric),
    );
    return own
      .filter((metric, at) => !own.slice(0, at).some((earlier) => isComplement(metric, earlier)))
      .map((metric) => ({ stage, metric }));
  });
}

/** Whether a metric is one minus another: they share their units, and no count. */
function isComplement({ numerator, denominator }: Metric, other: Metric): boolean {
  return (
    [...denominator].toSorted().join() === [...other.denominator].toSorted().join() &&
    numerator.length + other.numerator.length === denominator.length &&
    numerator.every((name) => !other.numerator.includes(name))
  );
}

type Tested = {
  readonly choice: MoveChoice;
  readonly pValue: number;
  readonly isEnough: boolean;
  readonly lastDay: string;
};

/** The test of a series against the longest earlier window that its days allow; `undefined` where none is. */
function testSeries(
  data: PageData,
  { stage, metric, length }: Series & { readonly length: number },
): Tested | undefined {
  const cube = data.scoredDaily.get(stage);
  if (cube === undefined) return undefined;
  const { asOf } = data.report.workspace;
  for (const baselines of baselineCounts.toReversed()) {
    const choice = { metric, stage, length, baselines, asOf };
    const compared = comparedWindows(cube, choice);
    if (typeof compared === "string") continue;
    const tested = testWindows(compared, metric.minN);
    if (tested !== undefined) return { ...tested, choice, lastDay: compared.windows.later.to };
  }
  return undefined;
}

function testWindows(
  { before, after, from, to }: Compared,
  minN: number,
): { pValue: number; isEnough: boolean } | undefined {
  const [sum0, sum1] = [totalOf(from), totalOf(to)];
  const exact = exactPValue(sum0, sum1);
  if (exact !== undefined) return { pValue: exact, isEnough: true };
  const test = gateChange(sum0, sum1, { periods: periodSums(from) });
  const isEnough = Math.min(before.effectiveN, after.effectiveN) >= minN;
  return test === undefined ? undefined : { pValue: test.pValue, isEnough };
}

function totalOf(rows: readonly { readonly count: number; readonly total: number }[]) {
  return rows.reduce((sum, { count, total }) => ({ count: sum.count + count, total: sum.total + total }), {
    count: 0,
    total: 0,
  });
}
