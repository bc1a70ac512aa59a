import { judgedMeasures } from "../metrics/judged.js";
import { hasMeasures } from "../metrics/rates.js";
import { confusionMeasures } from "../metrics/verdict.js";
import type { Cube, CubeCell } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import type { Release, Report } from "../model/report.js";
import { confusionBySnapshot } from "../replay/flips.js";
import type { PageData } from "./pageData.js";
import type { PageState } from "./pageState.js";

/** Stages that the pages score: the package, and the people after it. */
export type Stage = "auto" | "human";

const stageMeasures: readonly string[] = [...confusionMeasures, ...judgedMeasures];

/** Whether a metric is a ratio that the cubes of the stages can give: of labelled decisions or pairs of judgments. */
export function isStageMetric({ kind, numerator, denominator }: Metric): boolean {
  return (
    kind === "ratio" && [...numerator, ...denominator].every((measure) => stageMeasures.includes(measure))
  );
}

/** The cube of the human stage that has the measures of `metric`: pairs for agreement, judgments for the rest. */
export function humanCube(data: PageData, metric: Metric): Cube {
  return hasMeasures(data.pairs, metric) ? data.pairs : data.review;
}

/** The cube of a stage; the auto stage is that of one release, by index. */
export function stageCube(data: PageData, metric: Metric, stage: { name: Stage; release: number }): Cube {
  return stage.name === "human"
    ? humanCube(data, metric)
    : confusionBySnapshot(data.decisions, stage.release, data.report.dimensions);
}

/** The cube with only those cells that fit the reader's choices of dimensions; an empty choice means all. */
export function chosenCells(cube: Cube, state: PageState): Cube {
  const wanted = cube.dimensions.filter((name) => (state[name] ?? "") !== "");
  const fits = (cell: CubeCell) => wanted.every((name) => cell.slice[name] === state[name]);
  return wanted.length === 0 ? cube : { ...cube, cells: cube.cells.filter(fits) };
}

/** The reader's choices in words, e.g. `language fr, policy profanity_nh`; `undefined` when everything is shown. */
export function choiceWords(state: PageState, report: Report): string | undefined {
  const parts = report.dimensions
    .filter((name) => (state[name] ?? "") !== "")
    .map((name) => `${name} ${valueLabel(name, state[name] ?? "", report)}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** A dimension's value as readers know it: languages by name, policies by title, missing values as "none". */
export function valueLabel(
  dimension: string,
  value: string | null,
  report: Pick<Report, "policies">,
): string {
  if (value === null || value === "") return "none";
  if (dimension === "language") return languageNames.of(value) ?? value;
  if (dimension === "policy") return report.policies[value] ?? value;
  return value;
}

/**
 * Releases after which no decision on this traffic changed, merged with the first of their run.
 * @returns runs in order; each covers the releases `from` to `to` (indexes)
 */
export function releaseRuns(data: PageData): { from: number; to: number; release: Release }[] {
  const runs: { from: number; to: number; release: Release }[] = [];
  for (const [index, release] of data.report.releases.entries()) {
    const last = runs.at(-1);
    const same =
      last !== undefined &&
      data.decisions.every((row) => row.rejectedBy[index] === row.rejectedBy[index - 1]);
    if (same) last.to = index;
    else runs.push({ from: index, to: index, release });
  }
  return runs;
}

/** Index of the newest release. */
export function newestRelease(report: Report): number {
  return report.releases.length - 1;
}
