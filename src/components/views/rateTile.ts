import { findMetric } from "../../metrics/findMetric.js";
import { formatPoints, formatShare } from "../../metrics/format.js";
import { rateOf } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import type { Rate } from "../../model/rate.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { rateBasis } from "../rateWords.js";
import { chosenCells, newestRelease, releaseRuns, stageCube } from "../selection.js";
import type { Stage } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

/** One number of the headline: value, what it rests on, and its change since the release before. */
export const rateTile: View = {
  name: "metric",
  summary: "a metric as a tile: value, count, total, effective n and interval",
  subject: "metric",
  options: {
    metric: { type: "metric" },
    stage: { type: "choice", choices: ["auto", "human"], fallback: "human" },
    compare: { type: "choice", choices: ["none", "previous"], fallback: "none" },
  },
  uses: [],
  needs: ["report.json", "decisions.arrow", "review.arrow", "pairs.arrow"],
  render(options, context) {
    const h = elementsOf(context.document);
    const { data } = context;
    const metric = findMetric(data.report.metrics, option(options, "metric"));
    const stage: Stage = option(options, "stage") === "auto" ? "auto" : "human";
    const newest = newestRelease(data.report);
    const rate = rateAt({ stage, release: newest, metric }, context);
    const compared = option(options, "compare") === "previous" && stage === "auto";
    return h("div", { class: "tile" }, [
      h("div", { class: "tile-label" }, [
        h("a", { href: `./data-and-definitions#${metric.id}`, title: metric.definition }, [metric.label]),
      ]),
      h("div", { class: "tile-value" }, [rate.value === undefined ? "no data" : formatShare(rate.value)]),
      h("div", { class: "tile-basis" }, [rateBasis(rate, metric.denominatorLabel)]),
      h("div", { class: "tile-stage" }, [stageWords(stage, context)]),
      compared ? change(h, rate, { metric, context }) : undefined,
      metric.target === undefined
        ? undefined
        : h("div", { class: "tile-target" }, [targetWords(rate, metric)]),
    ]);
  },
};

function rateAt(what: { stage: Stage; release: number; metric: Metric }, context: ViewContext): Rate {
  const { metric, stage, release } = what;
  const cube = chosenCells(stageCube(context.data, metric, { name: stage, release }), context.state);
  return rateOf(cube, cube.cells, metric);
}

function stageWords(stage: Stage, { data }: ViewContext): string {
  const release = data.report.releases.at(-1);
  return stage === "human" ? "human reviewers" : `automatic stage, package ${release?.label ?? "none"}`;
}

/** Change since the newest release that decided this traffic differently. */
function change(
  h: ElementMaker,
  now: Rate,
  { metric, context }: { metric: Metric; context: ViewContext },
): Child {
  const run = releaseRuns(context.data).at(-2);
  if (run === undefined) return undefined;
  const before = rateAt({ stage: "auto", release: run.to, metric }, context);
  if (now.value === undefined || before.value === undefined) return undefined;
  const moved = now.value - before.value;
  const same = formatPoints(moved) === formatPoints(0);
  const better = moved > 0 === (metric.good === "up");
  const sign = same ? "=" : moved > 0 ? "▲" : "▼";
  const word = same ? "unchanged" : better ? "better" : "worse";
  return h("div", { class: `tile-change tile-${word}` }, [
    `${sign} ${formatPoints(moved)} since ${run.release.label} (${word})`,
  ]);
}

function targetWords(rate: Rate, metric: Metric): string {
  const target = metric.target ?? 0;
  const sign = metric.good === "up" ? "≥" : "≤";
  if (rate.interval === undefined) return `target ${sign} ${formatShare(target)}: no data`;
  const [low, high] = rate.interval;
  const met = metric.good === "up" ? low >= target : high <= target;
  const missed = metric.good === "up" ? high < target : low > target;
  const verdict = met ? "met" : missed ? "missed" : "cannot tell";
  return `target ${sign} ${formatShare(target)}: ${verdict}`;
}
