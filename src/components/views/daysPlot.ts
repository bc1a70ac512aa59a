import { findMetric } from "../../metrics/findMetric.js";
import { formatCount, formatShare } from "../../metrics/format.js";
import type { Metric } from "../../model/metric.js";
import { fewestDays } from "../../trends/judgeDays.js";
import { daySeries } from "../daySeries.js";
import type { DayChoice, DaySeries } from "../daySeries.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { figure } from "../figure.js";
import { choiceWords } from "../selection.js";
import { stageLabel } from "../stageWords.js";
import type { View, ViewContext } from "../view.js";
import { sharePanel, shareTick, unitPanel } from "./dayPanel.js";
import type { PanelLook } from "./dayPanel.js";

/** Panels of one chart; more cannot be compared. */
const mostPanels = 12;

/** The metric, stage and dimension that the reader chose, day by day. */
export const daysPlot: View = {
  name: "chart days",
  summary: "the chosen metric and stage by day, a panel for each value of the chosen dimension",
  options: {},
  uses: ["metric", "stage", "split", "dimensions"],
  needs: ["report.json", "reviewDaily.arrow", "alerts.json"],
  render(_options, context) {
    const { state, data } = context;
    const metric = findMetric(data.report.metrics, state["metric"] ?? "");
    const by = [state["split"] ?? ""].filter((name) => name !== "");
    return drawDays({ metric, stage: state["stage"] ?? "human", by }, context);
  },
};

/** Small multiples of a metric over days on one scale; or the sentence that says that there is none. */
export function drawDays({ metric, stage, by }: DayChoice, context: ViewContext): Element {
  return drawSeries(
    daySeries({ metric, stage, by }, context),
    {
      ...metric,
      stage,
      by,
      units: `${metric.denominatorLabel} with a label`,
      pending: `labels come in for ${metric.maturesAfter ?? ""}`,
      lacking: `No decision with a day and a label for ${metric.label} of ${stageLabel(stage)} with these choices.`,
    },
    context,
  );
}

/** What a chart says of its series. */
export type SeriesWords = Pick<Metric, "label" | "short" | "denominatorLabel" | "minN" | "watched"> &
  Pick<DayChoice, "stage" | "by"> & {
    /** What the lower panels count. */
    readonly units: string;
    /** Why days are provisional. */
    readonly pending: string;
    /** The sentence that stands where there is no day. */
    readonly lacking: string;
  };

/** Series over the same days as small multiples on one scale, with what is said of them. */
export function drawSeries(
  series: readonly DaySeries[],
  words: SeriesWords,
  context: ViewContext,
): HTMLElement {
  const h = elementsOf(context.document);
  const { by, minN } = words;
  const shown = series.slice(0, mostPanels);
  const days = shown[0]?.days ?? [];
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return h("p", { class: "empty" }, [words.lacking]);
  const look: PanelLook = {
    width: by.length === 0 ? 860 : 424,
    days: [first.day, last.day],
    shares: shareRange(shown, minN),
    mostUnits: Math.max(...shown.flatMap((one) => one.days.map(({ rate }) => rate.total))),
    minN,
    report: context.data.report,
    document: context.document,
  };
  const panels = shown.map((one) =>
    h("div", { class: "panel" }, [
      by.length === 0 ? undefined : h("div", { class: "panel-title" }, [panelTitle(one)]),
      sharePanel(one, look),
      unitPanel(one, look),
    ]),
  );
  return figure(h, h("div", { class: by.length === 0 ? "" : "panels" }, panels), {
    title: titleOf(series, words),
    subtitle: subtitleOf(series, words, context),
    rows: dayTable(h, shown, words),
  });
}

function panelTitle({ label, total, alert }: DaySeries): string {
  const state = alert === undefined ? "" : ` · ${alert.state} alert since ${alert.since}`;
  return `${label} · n ${formatCount(Math.round(total))}${state}`;
}

/** From the least to the greatest share of days with enough units, or of all where these are few; limits included. */
function shareRange(series: readonly DaySeries[], minN: number): [number, number] {
  const all = series.flatMap(({ days }) => days);
  const solid = all.filter(({ rate }) => rate.effectiveN >= minN);
  const days = solid.length >= fewestDays ? solid : all;
  const shares = days.flatMap(({ rate, low, high }) =>
    [rate.value, low, high].filter((share) => share !== undefined),
  );
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const room = Math.max(0.01, (most - least) * 0.08);
  return [Math.max(0, least - room), Math.min(1, most + room)];
}

function titleOf(series: readonly DaySeries[], { short, stage, by, watched }: SeriesWords): string {
  const what = `${short} of ${stageLabel(stage)}${by.length === 0 ? "" : ` by ${by.join(" and ")}`}`;
  const [found] = series.flatMap(({ label, alert }) => (alert === undefined ? [] : [{ label, alert }]));
  if (found !== undefined) {
    const { label, alert } = found;
    const moved = alert.direction === "up" ? "rose" : "fell";
    return `${what}: ${label} ${moved} from ${formatShare(alert.before.value)} to ${formatShare(alert.now.value)}`;
  }
  const judged = series.flatMap(({ days }) => days.filter(({ high }) => high !== undefined));
  if (judged.length === 0) return `${what}: fewer than ${fewestDays} settled days, so no limits`;
  const out = judged.filter(({ alarms }) => alarms.includes("limit")).length;
  return `${what}: ${formatCount(out)} of ${formatCount(judged.length)} days outside their limits, ${watched ? "no alert" : "not watched for alerts"}`;
}

function subtitleOf(
  series: readonly DaySeries[],
  { label, denominatorLabel, minN, units, pending }: SeriesWords,
  { data, state }: ViewContext,
): string {
  const provisional = series.some(({ days }) => days.some((day) => day.provisional));
  const hasLimits = series.some(({ days }) => days.some(({ high }) => high !== undefined));
  const left = series.length - mostPanels;
  return [
    label,
    `share of ${denominatorLabel}`,
    `by day (${data.report.workspace.timeZone}), ${units} below`,
    choiceWords(state, data.report),
    "band: 95 % interval",
    hasLimits ? "dashed: p′ limits of the series" : undefined,
    `hollow: effective n below ${minN}, never an alarm`,
    hasLimits ? "▲▼ outside the limits, ◆ a drift begins (EWMA), ■ unlike the same weekday" : undefined,
    "▾ package release",
    provisional ? `striped: ${pending}` : undefined,
    left > 0 ? `${left} smaller series are not drawn` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

type TableRow = { readonly label: string; readonly day: DaySeries["days"][number] };

function dayTable(h: ElementMaker, series: readonly DaySeries[], { label: name, by }: SeriesWords): Child {
  const rows = series.flatMap(({ label, days }): TableRow[] =>
    days.filter(({ rate }) => rate.value !== undefined).map((day) => ({ label, day })),
  );
  return dataTable(h, rows, {
    caption: `${name} by day${by.length === 0 ? "" : ` and ${by.join(" and ")}`}`,
    columns: [
      ...(by.length === 0 ? [] : [{ label: by.join(" and "), cell: ({ label }: TableRow) => label }]),
      { label: "Day", cell: ({ day }) => day.day },
      { label: "Value", numeric: true, cell: ({ day }) => formatShare(day.rate.value) },
      { label: "Count", numeric: true, cell: ({ day }) => formatCount(day.rate.count) },
      { label: "Total", numeric: true, cell: ({ day }) => formatCount(day.rate.total) },
      {
        label: "Effective n",
        numeric: true,
        cell: ({ day }) => formatCount(Math.round(day.rate.effectiveN)),
      },
      {
        label: "95 % interval",
        numeric: true,
        cell: ({ day }) => boundWords(day.rate.interval?.[0], day.rate.interval?.[1]),
      },
      { label: "p′ limits", numeric: true, cell: ({ day }) => boundWords(day.low, day.high) },
      { label: "Out", cell: ({ day }) => (day.provisional ? "provisional" : day.alarms.join(", ")) },
    ],
  });
}

function boundWords(low: number | undefined, high: number | undefined): string {
  return low === undefined || high === undefined ? "" : `${shareTick(low)}–${shareTick(high)}`;
}
