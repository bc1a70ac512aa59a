import * as Plot from "npm:@observablehq/plot";
import { findMetric } from "../../metrics/findMetric.js";
import { formatShare } from "../../metrics/format.js";
import { rates } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import type { Rate } from "../../model/rate.js";
import { fewestDays } from "../../trends/judgeDays.js";
import type { DayChoice } from "../daySeries.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { categoryColours, categorySymbols, plotSize } from "../plotStyle.js";
import { ratesTable } from "../ratesTable.js";
import { choiceWords, chosenCells, releaseRuns, stageCube, valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";
import { drawDays } from "./daysPlot.js";

/** A point of a series: when, which line, and the rate. */
type Point = { readonly at: Date; readonly when: string; readonly series: string; readonly rate: Rate };

/** A metric over the releases of the package, which are replayed, or over the days of the log. */
export const trendPlot: View = {
  name: "chart trend",
  summary: "a metric over releases (auto) or days (human, or auto with over=days), with its interval",
  subject: "metric",
  options: {
    metric: { type: "metric" },
    stage: { type: "choice", choices: ["auto", "human"], fallback: "auto" },
    by: { type: "dimension", fallback: "none" },
    over: { type: "choice", choices: ["releases", "days"], fallback: "releases" },
  },
  uses: ["dimensions"],
  needs: ["report.json", "decisions.arrow", "reviewDaily.arrow", "alerts.json"],
  render(options, context) {
    const metric = findMetric(context.data.report.metrics, option(options, "metric"));
    const by = option(options, "by") === "none" ? [] : [option(options, "by")];
    const stage = option(options, "stage");
    const daily = stage === "human" || option(options, "over") === "days";
    const choice = { metric, stage, by };
    if (daily && hasLimits(stage, context)) return drawDays(choice, context);
    const points = daily ? dayPoints(choice, context) : releasePoints(metric, by, context);
    return drawTrend(points, { metric, daily, split: by.length > 0, context });
  },
};

/** Days enough to be held against each other; fewer are shown as they are. */
function hasLimits(stage: string, { data }: ViewContext): boolean {
  const cells = data.scoredDaily.get(stage)?.cells ?? [];
  return new Set(cells.map(({ slice }) => slice["day"])).size >= fewestDays;
}

function releasePoints(metric: Metric, by: readonly string[], context: ViewContext): Point[] {
  return releaseRuns(context.data).flatMap(({ from, to, release }) => {
    const cube = chosenCells(stageCube(context.data, metric, { name: "auto", release: from }), context.state);
    const last = context.data.report.releases[to]?.label ?? release.label;
    const when = to === from ? release.label : `${release.label} to ${last}`;
    return rates(cube, metric, { by }).map(({ slice, rate }) => ({
      at: new Date(release.releasedAt),
      when,
      series: seriesName(slice, by, context),
      rate,
    }));
  });
}

function dayPoints({ metric, stage, by }: DayChoice, context: ViewContext): Point[] {
  const daily = context.data.scoredDaily.get(stage);
  if (daily === undefined) return [];
  const cube = chosenCells(daily, context.state);
  return rates(cube, metric, { by: ["day", ...by] }).flatMap(({ slice, rate }) => {
    const day = slice["day"] ?? undefined;
    if (day === undefined) return [];
    return [{ at: new Date(`${day}T00:00:00Z`), when: day, series: seriesName(slice, by, context), rate }];
  });
}

function seriesName(
  slice: Readonly<Record<string, string | null>>,
  by: readonly string[],
  { data }: ViewContext,
): string {
  return by.map((name) => valueLabel(name, slice[name] ?? null, data.report)).join(" · ") || "all";
}

type TrendLook = {
  readonly metric: Metric;
  readonly daily: boolean;
  readonly split: boolean;
  readonly context: ViewContext;
};

function drawTrend(points: readonly Point[], look: TrendLook): Element {
  const { metric, daily, split, context } = look;
  const h = elementsOf(context.document);
  const known = points.filter(({ rate }) => rate.interval !== undefined);
  if (known.length === 0) {
    return h("p", { class: "empty" }, [`No data for ${metric.label} with these choices.`]);
  }
  const { report } = context.data;
  const grain = daily
    ? `by day (${report.workspace.timeZone})`
    : "by package release, releases that changed no decision merged";
  return figure(h, trendDrawing(known, look), {
    title: trendTitle(known, metric, split),
    subtitle: [
      metric.label,
      `share of ${metric.denominatorLabel}`,
      grain,
      choiceWords(context.state, report),
      "bars are 95 % intervals",
      `hollow: effective n below ${metric.minN}`,
    ]
      .filter((part) => part !== undefined)
      .join(" · "),
    rows: trendTable(points, look, grain),
  });
}

function trendTable(points: readonly Point[], { metric, daily, split, context }: TrendLook, grain: string) {
  const rows = points.map(({ when, series, rate }) => ({
    cells: split ? [when, series] : [when],
    rate,
    minN: metric.minN,
  }));
  const time = daily ? "Day" : "Release";
  return ratesTable(elementsOf(context.document), rows, {
    headings: split ? [time, "Series"] : [time],
    caption: `${metric.label} ${grain}`,
  });
}

function trendDrawing(points: readonly Point[], { metric, daily, split, context }: TrendLook): Element {
  const series = [...new Set(points.map((point) => point.series))].toSorted();
  const colour = (point: Point) => categoryColours[series.indexOf(point.series) % categoryColours.length];
  const symbol = (point: Point) => categorySymbols[series.indexOf(point.series) % categorySymbols.length];
  const share = (point: Point) => point.rate.value;
  const isWeak = (point: Point) => point.rate.effectiveN < metric.minN;
  return Plot.plot({
    ...plotSize,
    document: context.document,
    height: 300,
    marginLeft: 56,
    marginRight: split ? 104 : 24,
    x: { type: "utc", label: null },
    y: { label: null, tickFormat: formatTick, ticks: 6, grid: true, nice: true },
    symbol: { range: [...categorySymbols], domain: [...categorySymbols] },
    marks: [
      Plot.link(points, {
        x: "at",
        y1: (point: Point) => point.rate.interval?.[0],
        y2: (point: Point) => point.rate.interval?.[1],
        stroke: colour,
        strokeOpacity: 0.5,
        strokeWidth: 3,
      }),
      Plot.line(points, {
        x: "at",
        y: share,
        z: "series",
        stroke: colour,
        curve: daily ? "linear" : "step-after",
      }),
      Plot.dot(points, {
        x: "at",
        y: share,
        symbol,
        stroke: colour,
        fill: (point: Point) =>
          isWeak(point) ? "var(--theme-background)" : (colour(point) ?? "currentColor"),
        r: 4,
        title: (point: Point) => `${point.series} ${point.when}: ${formatShare(point.rate.value)}`,
      }),
      Plot.text(split ? endLabels(points) : [], {
        x: "at",
        y: "y",
        text: "series",
        textAnchor: "start",
        dx: 8,
        fill: "currentColor",
      }),
    ],
  });
}

function formatTick(value: number): string {
  return formatShare(value).replace(/\.0(?= %)/, "");
}

function lastOfEach(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.series, point])).values()];
}

/** A label at the end of each line, moved apart where they would cover each other. */
function endLabels(points: readonly Point[]): { at: Date; y: number; series: string }[] {
  const ends = points.flatMap(({ rate }) => [...(rate.interval ?? [])]);
  const gap = (Math.max(...ends) - Math.min(...ends)) * labelGap;
  const labels = lastOfEach(points)
    .map(({ at, series, rate }) => ({ at, series, y: rate.value ?? 0 }))
    .toSorted((a, b) => a.y - b.y);
  let lowest = -Infinity;
  return labels.map((label) => {
    lowest = Math.max(label.y, lowest + gap);
    return { ...label, y: lowest };
  });
}

/** Height of a line of text as a share of the plotted range. */
const labelGap = 0.055;

function trendTitle(points: readonly Point[], metric: Metric, split: boolean): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return metric.label;
  if (split) {
    const sorted = lastOfEach(points).toSorted((a, b) => (b.rate.value ?? 0) - (a.rate.value ?? 0));
    const top = sorted[0];
    const low = sorted.at(-1);
    return `${metric.short}: from ${formatShare(low?.rate.value)} (${low?.series}) to ${formatShare(top?.rate.value)} (${top?.series})`;
  }
  return `${metric.short}: ${formatShare(first.rate.value)} (${first.when}) → ${formatShare(last.rate.value)} (${last.when})`;
}
