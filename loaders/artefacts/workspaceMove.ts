import { hasMeasures } from "../../src/metrics/rates.js";
import type { PageData } from "../../src/components/pageData.js";
import type { Cube } from "../../src/model/cube.js";
import { DataError, quote } from "../../src/model/dataError.js";
import type { Metric } from "../../src/model/metric.js";
import { didYouMean } from "../../src/model/nearest.js";
import { stages } from "../../src/model/stages.js";
import type { Stage } from "../../src/model/stages.js";
import type { Move } from "../../src/rca/explainMove.js";
import type { MoveEvent } from "../../src/rca/moveEvents.js";
import { dayMs } from "../../src/rca/moveRows.js";
import type { DayRange } from "../../src/rca/moveRows.js";
import { workspaceEvents } from "../../src/rca/workspaceEvents.js";

export type MoveChoice = {
  readonly metric: string;
  readonly stage: string;
  /** Last day of the later window; the last one with labels when left out. */
  readonly at: string | undefined;
  /** Days of each window. */
  readonly days: number;
  /** All dimensions of the items and the label source when left out. */
  readonly by: readonly string[] | undefined;
  /** What the workspace's tables do not know of: models, teams, samplings. */
  readonly events: readonly MoveEvent[];
};

/** What is to be explained, and the metric. */
export type WorkspaceMove = { readonly move: Move; readonly metric: Metric };

/**
 * The move of a metric of a workspace's labelled decisions of a stage, between two windows of days that follow each other,
 * with the releases of its package, the versions of its guideline and the events given.
 * @throws {DataError} for a metric, stage, dimension or day that it does not have, and for an empty window
 */
export function workspaceMove(data: PageData, choice: MoveChoice): WorkspaceMove {
  const { stage, cube } = stageCube(data, choice.stage);
  const metric = metricOf(data, cube, choice.metric);
  const days = daysOf(cube, metric);
  const at = checkDay(choice.at ?? days.at(-1) ?? "", days);
  const to = { first: shiftDay(at, 1 - choice.days), last: at };
  const from = { first: shiftDay(at, 1 - 2 * choice.days), last: shiftDay(at, -choice.days) };
  checkWindow(from, { days, at });
  const dimensions = choice.by === undefined ? {} : { dimensions: checkDimensions(choice.by, cube) };
  return {
    metric,
    move: { cube, stage, metric, from, to, ...dimensions, events: eventsOf(data, choice.events) },
  };
}

function stageCube({ scoredDaily }: PageData, name: string): { stage: Stage; cube: Cube } {
  const stage = stages.find((known) => known === name);
  const cube = scoredDaily.get(name);
  if (stage !== undefined && cube !== undefined) return { stage, cube };
  const known = [...scoredDaily.keys()];
  if (known.length === 0)
    throw optionError("--stage", "expected a stage with labelled decisions that have a day, got none");
  throw optionError("--stage", `expected ${known.join(", ")}, got ${quote(name)}${didYouMean(name, known)}`);
}

function metricOf({ report }: PageData, cube: Cube, id: string): Metric {
  const known = report.metrics.filter((metric) => hasMeasures(cube, metric));
  const metric = known.find((own) => own.id === id);
  if (metric !== undefined) return metric;
  const ids = known.map((own) => own.id);
  throw optionError("--metric", `expected ${ids.join(", ")}, got ${quote(id)}${didYouMean(id, ids)}`);
}

/** The days with units of the metric, in order. */
function daysOf(cube: Cube, { denominator }: Metric): string[] {
  const places = denominator.map((name) => cube.measures.indexOf(name));
  const days = new Set<string>();
  for (const { slice, sums } of cube.cells) {
    const day = slice["day"] ?? null;
    if (day !== null && places.some((place) => (sums[place] ?? 0) > 0)) days.add(day);
  }
  return [...days].toSorted();
}

function checkDay(at: string, days: readonly string[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined)
    throw optionError("--metric", "expected labelled decisions with a day, got none");
  const isDay = /^\d{4}-\d\d-\d\d$/.test(at) && !Number.isNaN(Date.parse(at));
  if (isDay && at >= first && at <= last) return at;
  throw optionError("--at", `expected a day from ${first} to ${last}, got ${quote(at)}`);
}

function checkWindow({ first, last }: DayRange, { days, at }: { days: readonly string[]; at: string }): void {
  if (days.some((day) => day >= first && day <= last)) return;
  const message = `expected a day with labels in the window before it, ${first} to ${last}, got none`;
  throw optionError("--at", `${message} (${quote(at)})`);
}

function checkDimensions(by: readonly string[], { dimensions }: Cube): readonly string[] {
  const known = dimensions.filter((name) => name !== "day");
  const issues = by
    .filter((name) => !known.includes(name))
    .map((name) => ({
      source: "--by",
      message: `expected dimensions of ${known.join(", ")}, got ${quote(name)}${didYouMean(name, known)}`,
    }));
  if (issues.length > 0) throw new DataError(issues);
  return by;
}

/** The workspace's own releases and guidelines stand for those that the others tell of, too. */
function eventsOf(data: PageData, others: readonly MoveEvent[]): MoveEvent[] {
  const own = workspaceEvents(data);
  const known = new Set(own.map(({ kind }) => kind));
  return [...own, ...others.filter(({ kind }) => !known.has(kind))];
}

function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);
}

function optionError(source: string, message: string): DataError {
  return new DataError([{ source, message }]);
}
