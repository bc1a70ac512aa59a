import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { scoredStages } from "../../src/metrics/verdict.js";
import { groupCells } from "../../src/metrics/cells.js";
import { canCount, countOf } from "../../src/metrics/counts.js";
import { hasMeasures, rates } from "../../src/metrics/rates.js";
import { measuredStages } from "../../src/components/measured.js";
import type { StageValue } from "../../src/components/measured.js";
import type { PageData } from "../../src/components/pageData.js";
import type { Cube } from "../../src/model/cube.js";
import type { Metric } from "../../src/model/metric.js";
import type { Interval } from "../../src/model/rate.js";
import type { Release } from "../../src/model/report.js";
import { confusionBySnapshot } from "../../src/replay/flips.js";
import { openArtefacts } from "./openArtefacts.js";
import type { PreparedData } from "./prepareData.js";

/** One value of one metric. `value` and `interval` are `null` where there is no data. */
export type MetricPoint = {
  readonly metric: string;
  /** Unit of `value` and `interval`. */
  readonly unit: Metric["unit"];
  /** `auto` with a release is the package replayed; without one, what the automatic stage decided by the log. */
  readonly stage: string;
  /** Label of the release that was replayed, else `null`. */
  readonly snapshot: string | null;
  readonly slice: Readonly<Record<string, string | null>>;
  readonly count: number;
  readonly total: number;
  readonly effectiveN: number;
  readonly value: number | null;
  readonly interval: Interval | null;
};

export type MetricChoice = {
  /** Label of a release, or the beginning (8 digits or more) of its content hash; all releases when left out. */
  readonly snapshot: string | undefined;
  readonly by: readonly string[];
};

/**
 * Every metric of the package, replayed release by release, then metric by metric of the stages that the log holds
 * decisions of; slices in the order of their values.
 * @throws {DataError} for a release or a dimension that the workspace does not have
 */
export async function computeMetrics(
  prepared: PreparedData,
  { snapshot, by }: MetricChoice,
): Promise<{ points: MetricPoint[]; warnings: string[] }> {
  const data = await openArtefacts(prepared);
  const { report } = data;
  checkDimensions(by, [...report.dimensions, ...Object.keys(onlyInLog)]);
  const chosen = chosenReleases(report.releases, snapshot);
  const ofLog = Object.entries(onlyInLog).filter(([name]) => by.includes(name));
  const warnings = ofLog.map(([, warning]) => warning);
  if (ofLog.length > 0) return { points: logPoints(data, by), warnings };
  const replayed = chosen.flatMap(({ index, label }) => {
    const cube = confusionBySnapshot(data.decisions, index, report.dimensions);
    return cubePoints(report.metrics, cube, { stage: "auto", snapshot: label, by });
  });
  const measured = report.metrics.flatMap((metric) =>
    measuredStages(data, metric, { by }).map((value) => toPoint(metric, { ...value, snapshot: null })),
  );
  return { points: [...replayed, ...measured], warnings };
}

/** Metrics of the logged decisions by day or by the stage of their label, which nothing else has. */
function logPoints(data: PageData, by: readonly string[]): MetricPoint[] {
  const scored = by.includes("day") ? data.scoredDaily : data.scored;
  return scoredStages.flatMap((stage) => {
    const cube = scored.get(stage);
    if (cube === undefined) return [];
    const points = cubePoints(data.report.metrics, cube, { stage, snapshot: null, by });
    return points.filter(({ slice }) => slice["labelSource"] !== null); // decisions without a label
  });
}

function cubePoints(
  metrics: readonly Metric[],
  cube: Cube,
  { by, ...where }: { stage: string; snapshot: string | null; by: readonly string[] },
): MetricPoint[] {
  return metrics.flatMap((metric) => {
    if (metric.kind === "count" && canCount(cube, metric))
      return groupCells(cube, by).map(({ slice, cells }) =>
        toPoint(metric, { ...where, slice, measured: countOf(cube, cells, metric) }),
      );
    if (metric.kind !== "ratio" || !hasMeasures(cube, metric)) return [];
    return rates(cube, metric, { by }).map(({ slice, rate }) =>
      toPoint(metric, { ...where, slice, measured: rate }),
    );
  });
}

function toPoint(
  metric: Metric,
  { stage, snapshot, slice, measured }: StageValue & { readonly snapshot: string | null },
): MetricPoint {
  const { count, total, effectiveN, value, interval } = measured;
  return {
    metric: metric.id,
    unit: metric.unit,
    stage,
    snapshot,
    slice,
    count,
    total,
    effectiveN,
    value: value ?? null,
    interval: interval ?? null,
  };
}

/** Dimensions of logged decisions that nothing else has, and what to say about it. */
const onlyInLog = {
  day: "only decisions with a label are known by day; the replayed package and what is not held against a label is left out",
  labelSource:
    "the replayed package and what is not held against a label have no label source and are left out",
};

function checkDimensions(by: readonly string[], known: readonly string[]): void {
  const issues = by
    .filter((name) => !known.includes(name))
    .map((name) => ({
      source: "--by",
      message: `expected dimensions of ${known.join(", ")}, got ${quote(name)}${didYouMean(name, known)}`,
    }));
  if (issues.length > 0) throw new DataError(issues);
}

function chosenReleases(
  releases: readonly Release[],
  snapshot: string | undefined,
): { index: number; label: string }[] {
  const all = releases.map(({ label, snapshotId }, index) => ({ index, label, snapshotId }));
  if (snapshot === undefined) return all;
  const found = all.filter(
    ({ label, snapshotId }) =>
      label === snapshot || (snapshot.length >= 8 && snapshotId.startsWith(snapshot)),
  );
  if (found.length > 0) return found;
  const labels = all.map(({ label }) => label);
  throw new DataError([
    {
      source: "--snapshot",
      message: `expected a label of ${labels.join(", ")} or a content hash, got ${quote(snapshot)}${didYouMean(snapshot, labels)}`,
    },
  ]);
}
