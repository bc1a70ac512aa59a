import type { PageData } from "../../src/components/pageData.js";
import { confusionMeasures } from "../../src/metrics/verdict.js";
import { DataError, quote } from "../../src/model/dataError.js";
import type { Metric } from "../../src/model/metric.js";
import { didYouMean } from "../../src/model/nearest.js";
import { stages } from "../../src/model/stages.js";
import type { Stage } from "../../src/model/stages.js";
import { logMetrics } from "../../src/rca/logMetrics.js";
import type { LogSource, OpenLog } from "./openLog.js";

/** A metric as a sentence needs it. */
export type NamedMetric = Pick<
  Metric,
  "id" | "label" | "numerator" | "denominator" | "numeratorLabel" | "denominatorLabel"
>;

/** What may be looked at: a metric of a stage, its cube, and the days with units of it. */
export type Candidate = {
  readonly metric: NamedMetric;
  readonly stage: Stage;
  readonly source: LogSource;
  readonly days: readonly string[];
  readonly dimensions: readonly string[];
};

/** Which of them; all where something is left out. */
export type CandidateChoice = {
  readonly metric: string | undefined;
  readonly stage: string | undefined;
  readonly by: readonly string[] | undefined;
};

/**
 * The chosen metrics of a workspace: those of its log, then those of labelled decisions by stage.
 * @throws {DataError} for a metric, stage or dimension that it does not have
 */
export function chooseCandidates(
  data: PageData,
  log: OpenLog,
  { metric, stage, by }: CandidateChoice,
): Candidate[] {
  const all = candidatesOf(data, log, metric);
  if (all.length === 0) throw optionError("--workspace", "expected decisions that have a day, got none");
  const ofMetric = narrow(all, "--metric", { wanted: metric, nameOf: (own) => own.metric.id });
  const chosen = narrow(ofMetric, "--stage", { wanted: stage, nameOf: (own) => own.stage });
  checkDimensions(by ?? [], chosen);
  return chosen;
}

/** The metrics of the log, then those of labelled decisions. */
function candidatesOf({ report }: PageData, log: OpenLog, chosen: string | undefined): Candidate[] {
  const hasAuto = log.daysOf({ view: "auto" }).length > 0;
  const ofLog = logMetrics.map((metric) => {
    const stage: Stage = hasAuto ? metric.stage : "human"; // what becomes of items is then people's doing alone
    return { metric, stage, source: { view: metric.view } };
  });
  const labelledOnes = report.metrics.filter(isOfLabels);
  const own =
    chosen === undefined ? withoutOpposites(labelledOnes.filter(({ watched }) => watched)) : labelledOnes;
  const labelled = stages.flatMap((stage) =>
    own.map((metric) => ({ metric, stage, source: { labelled: stage } })),
  );
  const taken = new Set(own.map(({ id }) => id));
  return [...ofLog.filter(({ metric }) => !taken.has(metric.id)), ...labelled].flatMap((candidate) => {
    const days = log.daysOf(candidate.source);
    if (days.length === 0) return [];
    const known = log.dimensionsOf(candidate.source);
    const wanted = "dimensions" in candidate.metric ? candidate.metric.dimensions : undefined;
    return [{ ...candidate, days, dimensions: wanted ?? known }];
  });
}

const labels: readonly string[] = confusionMeasures;

function isOfLabels({ numerator, denominator }: Metric): boolean {
  return denominator.length > 0 && [...numerator, ...denominator].every((name) => labels.includes(name));
}

/** Without the second of two metrics that add up to 1, such as FDR and precision: it says what the other says. */
function withoutOpposites(metrics: readonly Metric[]): Metric[] {
  const seen = new Set<string>();
  return metrics.filter(({ numerator, denominator }) => {
    const isCounted = denominator.map((name) => numerator.includes(name));
    const turned = isCounted[0] === true ? isCounted : isCounted.map((own) => !own);
    const key = JSON.stringify([denominator, turned]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function narrow(
  all: readonly Candidate[],
  option: string,
  { wanted, nameOf }: { wanted: string | undefined; nameOf: (candidate: Candidate) => string },
): Candidate[] {
  const found = all.filter((candidate) => wanted === undefined || nameOf(candidate) === wanted);
  if (wanted === undefined || found.length > 0) return found;
  const known = [...new Set(all.map(nameOf))];
  throw optionError(option, `expected ${known.join(", ")}, got ${quote(wanted)}${didYouMean(wanted, known)}`);
}

function checkDimensions(by: readonly string[], candidates: readonly Candidate[]): void {
  const known = [...new Set(candidates.flatMap(({ dimensions }) => dimensions))];
  const issues = by
    .filter((name) => !known.includes(name))
    .map((name) => ({
      source: "--by",
      message: `expected dimensions of ${known.join(", ")}, got ${quote(name)}${didYouMean(name, known)}`,
    }));
  if (issues.length > 0) throw new DataError(issues);
}

function optionError(source: string, message: string): DataError {
  return new DataError([{ source, message }]);
}
