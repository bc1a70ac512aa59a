import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { scoredStages } from "../../src/metrics/verdict.js";
import { hasMeasures, rates } from "../../src/metrics/rates.js";
import type { Cube } from "../../src/model/cube.js";
import type { Interval } from "../../src/model/rate.js";
import type { Release } from "../../src/model/report.js";
import { confusionBySnapshot } from "../../src/replay/flips.js";
import { openArtefacts } from "./openArtefacts.js";
import type { PreparedData } from "./prepareData.js";

/** One value of one metric. `value` and `interval` are `null` where there is no data. */
export type MetricPoint = {
  readonly metric: string;
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
 * Every metric of the package, replayed release by release, then of the stages that the log holds decisions of; slices
 * in the order of their values.
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
  const warnings: string[] = [];
  const points: MetricPoint[] = [];
  const add = (cube: Cube, stage: string, release: string | null): void => {
    for (const metric of report.metrics.filter((candidate) => hasMeasures(cube, candidate))) {
      for (const { slice, rate } of rates(cube, metric, { by })) {
        const { count, total, effectiveN, value, interval } = rate;
        points.push({
          metric: metric.id,
          stage,
          snapshot: release,
          slice,
          count,
          total,
          effectiveN,
          value: value ?? null,
          interval: interval ?? null,
        });
      }
    }
  };
  const ofLog = Object.entries(onlyInLog).filter(([name]) => by.includes(name));
  warnings.push(...ofLog.map(([, warning]) => warning));
  if (ofLog.length === 0)
    for (const { index, label } of chosen)
      add(confusionBySnapshot(data.decisions, index, report.dimensions), "auto", label);
  const scored = by.includes("day") ? data.scoredDaily : data.scored;
  for (const stage of scoredStages) {
    const cube = scored.get(stage);
    if (cube !== undefined) add(cube, stage, null);
  }
  if (ofLog.length === 0) add(data.pairs, "human", null);
  return { points, warnings };
}

/** Dimensions of logged decisions that nothing else has, and what to say about it. */
const onlyInLog = {
  day: "items carry no time, so the auto stage and the pairs of judgments have no day and are left out",
  labelSource: "the replayed package and the pairs of judgments have no label source and are left out",
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
