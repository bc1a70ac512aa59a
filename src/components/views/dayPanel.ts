import * as Plot from "npm:@observablehq/plot";
import { formatShare } from "../../metrics/format.js";
import type { Report } from "../../model/report.js";
import { dayAfter } from "../../trends/dayGroups.js";
import type { JudgedDay } from "../../trends/judgeDays.js";
import type { DaySeries } from "../daySeries.js";
import { plotSize, stateColours } from "../plotStyle.js";

/** What panels of one chart share, so that they can be compared. */
export type PanelLook = {
  readonly width: number;
  /** First and last day (ISO). */
  readonly days: readonly [string, string];
  readonly shares: readonly [number, number];
  readonly mostUnits: number;
  readonly minN: number;
  readonly report: Report;
  readonly document: Document;
};

const margins = { marginLeft: 52, marginRight: 12 };

/** A slice's shares with interval, limits, alarms and what was released when. */
export function sharePanel({ days, alert }: DaySeries, look: PanelLook): Element {
  const { shares, minN, document } = look;
  const within = (shareOf: (day: JudgedDay) => number | undefined) => (day: JudgedDay) =>
    clamp(shareOf(day), shares);
  const value = within(({ rate }) => rate.value);
  const windows =
    alert === undefined ? [] : [{ from: timeOf(alert.from), to: timeOf(dayAfter(alert.at, 1)) }];
  const line = { stroke: "currentColor", strokeOpacity: 0.55, strokeDasharray: "3 3" };
  return Plot.plot({
    ...plotSize,
    ...margins,
    document,
    width: look.width,
    height: 176,
    marginTop: 22,
    x: timeAxis(look),
    y: { label: null, domain: [...shares], tickFormat: shareTick, ticks: 4, grid: true },
    marks: [
      stripes(days),
      Plot.rectX(windows, { x1: "from", x2: "to", fill: stateColours.worse, fillOpacity: 0.18 }),
      ...annotations(look),
      Plot.areaY(days, {
        x: middleOf,
        y1: within(({ rate }) => rate.interval?.[0]),
        y2: within(({ rate }) => rate.interval?.[1]),
        fill: stateColours.better,
        fillOpacity: 0.18,
      }),
      Plot.lineY(days, { x: middleOf, y: within(({ low }) => low), ...line }),
      Plot.lineY(days, { x: middleOf, y: within(({ high }) => high), ...line }),
      Plot.lineY(days, { x: middleOf, y: value, stroke: stateColours.better, strokeWidth: 1.5 }),
      Plot.dot(days, {
        x: middleOf,
        y: value,
        r: 2.5,
        stroke: stateColours.better,
        fill: ({ rate }: JudgedDay) =>
          rate.effectiveN < minN ? "var(--theme-background)" : stateColours.better,
        title: ({ day, rate }: JudgedDay) => `${day}: ${formatShare(rate.value)}`,
      }),
      ...alarmSigns(days, shares),
    ],
  });
}

/** Units with a label, day by day. */
export function unitPanel({ days }: DaySeries, look: PanelLook): Element {
  return Plot.plot({
    ...plotSize,
    ...margins,
    document: look.document,
    width: look.width,
    height: 58,
    marginTop: 6,
    marginBottom: 18,
    x: { ...timeAxis(look), ticks: 0 },
    y: { label: null, domain: [0, look.mostUnits], ticks: 2, grid: true },
    marks: [
      Plot.rectY(days, {
        x1: ({ day }: JudgedDay) => timeOf(day),
        x2: ({ day }: JudgedDay) => timeOf(dayAfter(day, 1)),
        y: ({ rate }: JudgedDay) => rate.total,
        fill: "currentColor",
        fillOpacity: ({ provisional }: JudgedDay) => (provisional ? 0.2 : 0.45),
        inset: 0.5,
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** Values beyond the range that all panels share lie on its edge. */
function clamp(share: number | undefined, [least, most]: PanelLook["shares"]): number | undefined {
  return share === undefined ? undefined : Math.min(most, Math.max(least, share));
}

function timeAxis({ days: [first, last] }: PanelLook) {
  return { type: "utc", domain: [timeOf(first), timeOf(dayAfter(last, 1))], label: null } as const;
}

function timeOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function middleOf({ day }: JudgedDay): Date {
  return new Date(timeOf(day).getTime() + 43_200_000);
}

export function shareTick(value: number): string {
  return formatShare(value).replace(/\.0(?= %)/, "");
}

/** The signs of `alarmMarks`, beside the day that they are of. */
function alarmSigns(days: readonly JudgedDay[], shares: PanelLook["shares"]): Plot.Markish[] {
  const marks = alarmMarks(days);
  const signs = (below: boolean): Plot.Markish =>
    Plot.text(
      marks.filter(({ sign }) => (sign === "▼") === below),
      {
        x: "at",
        y: ({ value }: AlarmMark) => clamp(value, shares),
        text: "sign",
        dy: below ? 9 : -9,
        fill: stateColours.worse,
        fontSize: 13,
      },
    );
  return [signs(false), signs(true)];
}

type AlarmMark = { readonly at: Date; readonly value: number; readonly sign: string };

/** ▲ and ▼ outside the limits; ◆ where a drift begins; ■ unlike the same weekday alone. */
function alarmMarks(days: readonly JudgedDay[]): AlarmMark[] {
  return days.flatMap((day, i) => {
    const { rate, alarms, high } = day;
    if (rate.value === undefined) return [];
    const begins = alarms.includes("drift") && days[i - 1]?.alarms.includes("drift") !== true;
    const sign = alarms.includes("limit")
      ? rate.value > (high ?? 1)
        ? "▲"
        : "▼"
      : begins
        ? "◆"
        : alarms.includes("weekday")
          ? "■"
          : undefined;
    return sign === undefined ? [] : [{ at: middleOf(day), value: rate.value, sign }];
  });
}

/** Releases of the package as marks, versions of the guideline as ranges, each with a link. */
function annotations({ report, days: [first, last], shares }: PanelLook): Plot.Markish[] {
  const [start, end] = [timeOf(first).getTime(), timeOf(dayAfter(last, 1)).getTime()];
  const releases = report.releases.flatMap(({ label, releasedAt }, i) =>
    releasedAt < start || releasedAt >= end
      ? []
      : [{ at: new Date(releasedAt), label, before: report.releases[i - 1]?.label ?? label }],
  );
  const versions = report.guidelines.flatMap(({ version, effectiveFrom }, i) => {
    const until = Math.min(end, report.guidelines[i + 1]?.effectiveFrom ?? end);
    const from = Math.max(start, effectiveFrom);
    return until <= from ? [] : [{ from: new Date(from), to: new Date(until), version, odd: i % 2 }];
  });
  return [
    Plot.rectX(versions.length < 2 ? [] : versions, {
      x1: "from",
      x2: "to",
      fill: "currentColor",
      fillOpacity: ({ odd }: { odd: number }) => odd * 0.05,
    }),
    Plot.text(versions.length < 2 ? [] : versions, {
      x: "from",
      y: shares[1],
      text: "version",
      textAnchor: "start",
      dx: 2,
      dy: -15,
      href: () => "./data-and-definitions.html#policies",
      title: ({ version }: { version: string }) => `guideline ${version}`,
    }),
    Plot.ruleX(releases, { x: "at", strokeOpacity: 0.25 }),
    Plot.text(releases, {
      x: "at",
      y: shares[1],
      text: () => "▾",
      dy: -4,
      href: ({ label, before }: { label: string; before: string }) =>
        `./releases.html?from=${encodeURIComponent(before)}&to=${encodeURIComponent(label)}`,
      title: ({ label }: { label: string }) => `package ${label}`,
    }),
  ];
}

/** Stripes over the days whose labels still come in. */
function stripes(days: readonly JudgedDay[]): Plot.Markish {
  const provisional = days.filter((day) => day.provisional);
  const times = provisional.flatMap(({ day }) =>
    [0, 8, 16].map((hour) => timeOf(day).getTime() + hour * hourMs),
  );
  return Plot.ruleX(
    times.map((time) => new Date(time)),
    { strokeOpacity: 0.3 },
  );
}

const hourMs = 3_600_000;
