import { findMetric } from "../../metrics/findMetric.js";
import { formatPoints, formatPointsInterval, formatShare } from "../../metrics/format.js";
import { hasMeasures, rateOf } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import type { Rate } from "../../model/rate.js";
import { compareProportions } from "../../stats/twoProportion.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { rateBasis } from "../rateWords.js";
import { recentPeriods } from "../recentPeriods.js";
import { chosenCells, newestRelease, releaseRuns, stageCube } from "../selection.js";
import type { Stage } from "../selection.js";
import { targetStatus, targetWords } from "../targetStatus.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";
import { measuredNeeds } from "./measuredViews.js";
import { valueTile } from "./valueTile.js";

/** One number of the headline: value, what it rests on, its change since the period or release before, its target. */
export const rateTile: View = {
  name: "metric",
  summary: "a metric of any kind as a tile: value, interval and what it rests on; rates with their change",
  subject: "metric",
  options: {
    metric: { type: "metric", kinds: "any" },
    stage: { type: "choice", choices: ["auto", "human", "main", "qa", "ata", "gold"], fallback: "human" },
    compare: { type: "choice", choices: ["none", "previous"], fallback: "none" },
  },
  uses: [],
  needs: [...measuredNeeds, "decisions.arrow", "reviewDaily.arrow"],
  render(options, context) {
    const h = elementsOf(context.document);
    const metric = findMetric(context.data.report.metrics, option(options, "metric"));
    const { pairs, review } = context.data;
    if (metric.kind !== "ratio" || ![review, pairs].some((cube) => hasMeasures(cube, metric)))
      return valueTile(metric, option(options, "stage"), context);
    const stage = stageOf(option(options, "stage"), context);
    const compared = option(options, "compare") === "previous";
    const { rate, words, before } = contentOf(metric, { stage, compared }, context);
    return h("div", { class: "tile" }, [
      h("div", { class: "tile-label" }, [
        h("a", { href: `./data-and-definitions#${metric.id}`, title: metric.definition }, [metric.label]),
      ]),
      h("div", { class: "tile-value" }, [rate.value === undefined ? "no data" : formatShare(rate.value)]),
      h("div", { class: "tile-basis" }, [rateBasis(rate, metric.denominatorLabel)]),
      h("div", { class: "tile-stage" }, [words]),
      rate.value !== undefined && rate.effectiveN < metric.minN
        ? h("div", { class: "tile-change" }, [
            `not enough labelled ${metric.denominatorLabel} (effective n ${Math.round(rate.effectiveN)} < ${metric.minN})`,
          ])
        : undefined,
      before === undefined ? undefined : change(h, { now: rate, before }, metric),
      metric.target === undefined
        ? undefined
        : h("div", { class: "tile-target" }, [
            `target ${targetWords(metric)}: ${targetStatus(rate, metric)}`,
          ]),
    ]);
  },
};

/** `main`: people where there are some, else the package. */
function stageOf(written: string, { data }: ViewContext): Stage {
  if (written === "main") return data.report.stages.includes("human") ? "human" : "auto";
  return written === "auto" ? "auto" : "human";
}

/** What a number is compared with; an interval only where both are independent. */
type Before = { readonly rate: Rate; readonly words: string; readonly independent: boolean };

type TileContent = { readonly rate: Rate; readonly words: string; readonly before: Before | undefined };

function contentOf(
  metric: Metric,
  { stage, compared }: { stage: Stage; compared: boolean },
  context: ViewContext,
): TileContent {
  const { report, reviewDaily } = context.data;
  if (stage === "auto") {
    return {
      rate: rateAt({ stage, release: newestRelease(report), metric }, context),
      words: `automatic stage, package ${report.releases.at(-1)?.label ?? "none"}`,
      before: compared ? releaseBefore(metric, context) : undefined,
    };
  }
  const periods = compared
    ? recentPeriods(chosenCells(reviewDaily, context.state), metric, report.workspace)
    : undefined;
  if (periods === undefined) {
    const rate = rateAt({ stage, release: newestRelease(report), metric }, context);
    return { rate, words: "human reviewers", before: undefined };
  }
  const { now, before } = periods;
  const words = `human reviewers, ${now.days} days to ${now.to}`;
  const against = `against ${formatShare(before.rate.value)} in the ${before.days} days before`;
  return { rate: now.rate, words, before: { rate: before.rate, words: against, independent: true } };
}

function rateAt(what: { stage: Stage; release: number; metric: Metric }, context: ViewContext): Rate {
  const { metric, stage, release } = what;
  const cube = chosenCells(stageCube(context.data, metric, { name: stage, release }), context.state);
  return rateOf(cube, cube.cells, metric);
}

/** The newest release that decided this traffic differently. */
function releaseBefore(metric: Metric, context: ViewContext): Before | undefined {
  const run = releaseRuns(context.data).at(-2);
  if (run === undefined) return undefined;
  const rate = rateAt({ stage: "auto", release: run.to, metric }, context);
  return { rate, words: `since ${run.release.label}`, independent: false };
}

function change(h: ElementMaker, { now, before }: { now: Rate; before: Before }, metric: Metric): Child {
  if (now.value === undefined || before.rate.value === undefined) return undefined;
  const moved = now.value - before.rate.value;
  const compared = before.independent
    ? compareProportions(before.rate, now, { minN: metric.minN })
    : undefined;
  const isSame = formatPoints(moved) === formatPoints(0);
  const isUnclear = compared !== undefined && !compared.distinguishable;
  const better = moved > 0 === (metric.good === "up");
  const sign = isSame ? "=" : moved > 0 ? "▲" : "▼";
  const word = isSame ? "unchanged" : isUnclear ? "may be chance" : better ? "better" : "worse";
  const interval =
    compared === undefined ? "" : `, 95 % interval ${formatPointsInterval(compared.interval)},`;
  return h("div", { class: `tile-change tile-${word.replaceAll(" ", "-")}` }, [
    `${sign} ${formatPoints(moved)}${interval} ${before.words} (${word})`,
  ]);
}
