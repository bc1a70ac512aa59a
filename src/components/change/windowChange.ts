import { toRate } from "../../metrics/rate.js";
import { rateOf } from "../../metrics/rates.js";
import type { Cube, CubeCell } from "../../model/cube.js";
import { dayMs } from "../../model/duration.js";
import type { Metric } from "../../model/metric.js";
import type { Rate } from "../../model/rate.js";
import { analyseChange } from "../../rca/analyseChange.js";
import type { ChangeAnswer } from "../../rca/analyseChange.js";
import { changeCube } from "../../rca/changeCube.js";
import type { CubeRow } from "../../rca/changeCube.js";
import type { PeriodRow } from "../../rca/periodNoise.js";
import type { RankedCause } from "../../rca/rankCauses.js";
import { provisionalFrom } from "../../trends/provisional.js";
import { changeWindows } from "./changeWindows.js";
import type { ChangeWindows, DayWindow, WindowChoice } from "./changeWindows.js";
import { exactPValue } from "./exactPValue.js";

/** A candidate or cause with its own rates; counts are those of the log, weighted where the log is. */
export type SliceCause = RankedCause & { readonly before: Rate; readonly after: Rate };

/**
 * `cannot-tell`: not distinguishable, on fewer effective units than the metric asks for. The others are those of the
 * analysis.
 */
export type MoveVerdict = ChangeAnswer["verdict"] | "cannot-tell";

/** Why a metric of a stage moved between two windows of days. */
export type WindowChange = {
  readonly metric: Metric;
  readonly stage: string;
  readonly cube: Cube;
  readonly windows: ChangeWindows;
  readonly before: Rate;
  readonly after: Rate;
  readonly verdict: MoveVerdict;
  readonly answer: ChangeAnswer;
  /** Two-sided p-value of the change as a whole. */
  readonly pValue: number;
  /** Whether an exact test stands in for the normal one, since too few counts are expected. */
  readonly isExact: boolean;
  readonly causes: readonly SliceCause[];
  /** Counts beyond those expected that no named cause explains, weighted where the log is. */
  readonly unexplained: number;
};

/** A metric of a stage and the windows to compare. */
export type MoveChoice = WindowChoice & {
  readonly metric: Metric;
  readonly stage: string;
  readonly asOf: number;
};

/**
 * The change of a metric between the last settled days and the days before, with its causes; else the sentence that
 * says why there is no answer. Counts enter the analysis in effective units: weighted or clustered decisions say less
 * than as many independent ones. The noise between periods is learnt from the earlier windows, or from the earlier
 * window's days where it is one. O(cells × choices of dimensions).
 */
export function windowChange(cube: Cube, choice: MoveChoice): WindowChange | string {
  const compared = comparedWindows(cube, choice);
  if (typeof compared === "string") return compared;
  const { windows, before, after, from, to } = compared;
  const dimensions = scanned(cube);
  const answer = analyseChange(changeCube(dimensions, { from, to }), { history: from });
  if (answer.verdict === "logging-fault")
    return "No answer, a logging fault: counts exceed the units that they are a part of.";
  const exact = exactPValue(answer.from, answer.to);
  const verdict = verdictOf(answer, { before, after, exact, minN: choice.metric.minN });
  const measured = { ...compared, cube, metric: choice.metric, toLog: after.total / answer.to.total };
  return {
    metric: choice.metric,
    stage: choice.stage,
    cube,
    windows,
    before,
    after,
    answer,
    pValue: exact ?? answer.test.pValue,
    isExact: exact !== undefined,
    verdict,
    causes: answer.causes.map((cause) => ({
      ...sliceCause(cause, measured),
      named: cause.named && verdict === "cause",
    })),
    unexplained: answer.unexplained * measured.toLog,
  };
}

/** Dimensions that causes are looked for in. */
function scanned({ dimensions }: Cube): string[] {
  return dimensions.filter((name) => name !== "day");
}

export type Compared = {
  readonly windows: ChangeWindows;
  readonly before: Rate;
  readonly after: Rate;
  /** Most effective units to a unit that any part of the windows is taken to have. */
  readonly most: number;
  /** The cells of each window in effective units. */
  readonly from: readonly PeriodRow[];
  readonly to: readonly CubeRow[];
};

/** The windows of a choice with what they hold, or why there are none. */
export function comparedWindows(cube: Cube, { metric, asOf, ...choice }: MoveChoice): Compared | string {
  const windows = changeWindows(cube, { ...choice, until: provisionalFrom(metric, asOf) });
  if (typeof windows === "string") return windows;
  const { earlier, later } = windows;
  const most = scaleOf(rateOf(cube, [...earlier.cells, ...later.cells], metric));
  const before = soberRate(rateOf(cube, earlier.cells, metric), most);
  const after = soberRate(rateOf(cube, later.cells, metric), most);
  const empty = before.total === 0 ? earlier : after.total === 0 ? later : undefined;
  if (empty !== undefined)
    return `No data: none of the decisions from ${empty.from} to ${empty.to} counts for ${metric.label} (${metric.denominatorLabel}).`;
  const rowsOf = ({ cells, from }: DayWindow, rate: Rate): PeriodRow[] =>
    effectiveRows(cube, cells, {
      metric,
      scale: scaleOf(rate),
      first: from,
      daysPerPeriod: windows.baselines > 1 ? windows.length : 1,
    });
  return { windows, before, after, most, from: rowsOf(earlier, before), to: rowsOf(later, after) };
}

/**
 * A rate on no more effective units to a unit than both windows together have: a window in which no decision of great
 * weight errs looks worth more than it is, since the weights of errors are not seen in it.
 */
function soberRate(rate: Rate, most: number): Rate {
  if (rate.effectiveN <= most * rate.total) return rate;
  return { ...rate, ...toRate(rate.count, rate.total, most * rate.total) };
}

/** Effective units to one unit, at most 1. */
export function scaleOf({ total, effectiveN }: Rate): number {
  return total > 0 ? Math.min(1, effectiveN / total) : 1;
}

type RowScale = {
  readonly metric: Metric;
  readonly scale: number;
  readonly first: string;
  readonly daysPerPeriod: number;
};

function effectiveRows(
  cube: Cube,
  cells: readonly CubeCell[],
  { metric, scale, first, daysPerPeriod }: RowScale,
): PeriodRow[] {
  const dimensions = scanned(cube);
  const [numerator, denominator] = [placesOf(cube, metric.numerator), placesOf(cube, metric.denominator)];
  const start = Date.parse(first);
  return cells.flatMap(({ slice, sums }) => {
    const total = sumAt(sums, denominator);
    if (total <= 0) return [];
    const order = Math.floor((Date.parse(slice["day"] ?? "") - start) / dayMs / daysPerPeriod);
    const values = dimensions.map((name) => slice[name] ?? null);
    return [{ values, count: scale * sumAt(sums, numerator), total: scale * total, order }];
  });
}

function placesOf({ measures }: Cube, names: readonly string[]): number[] {
  return names.map((name) => measures.indexOf(name));
}

function sumAt(sums: readonly number[], places: readonly number[]): number {
  let sum = 0;
  for (const place of places) sum += sums[place] ?? 0;
  return sum;
}

type Judged = Pick<Compared, "before" | "after"> & {
  readonly exact: number | undefined;
  readonly minN: number;
};

const level = 0.05;

/** The exact test, where there is one, decides in place of the normal one. */
function verdictOf({ verdict }: ChangeAnswer, { exact, before, after, minN }: Judged): MoveVerdict {
  const isFew = Math.min(before.effectiveN, after.effectiveN) < minN;
  if (exact === undefined) return isFew ? "cannot-tell" : verdict;
  if (exact < level) return verdict === "no-evidence" ? "unlocated" : verdict;
  return isFew ? "cannot-tell" : "no-evidence";
}

type Measured = Compared & { readonly cube: Cube; readonly metric: Metric; readonly toLog: number };

function sliceCause(cause: RankedCause, { cube, metric, windows, most, toLog }: Measured): SliceCause {
  const names = Object.entries(cause.slice);
  const isIn = ({ slice }: CubeCell): boolean =>
    names.every(([name, value]) => (slice[name] ?? null) === value);
  const rateIn = ({ cells }: DayWindow): Rate => soberRate(rateOf(cube, cells.filter(isIn), metric), most);
  const [low, high] = cause.interval;
  return {
    ...cause,
    excess: cause.excess * toLog,
    interval: [low * toLog, high * toLog],
    observed: cause.observed * toLog,
    expected: cause.expected * toLog,
    total: cause.total * toLog,
    before: rateIn(windows.earlier),
    after: rateIn(windows.later),
  };
}
