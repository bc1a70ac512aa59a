import { alertSeries } from "../../src/control/alertSeries.js";
import { chartSeries } from "../../src/control/chartSeries.js";
import type { SharePoint } from "../../src/control/controlPoint.js";
import { randomFrom } from "../../src/stats/random.js";
import { drawPage, drawSeries, largeSeries } from "./pages.js";
import type { SeriesKind } from "./pages.js";

/** How often series of a kind alert on their last day. */
export type Detection = {
  readonly name: string;
  /** Pages of 200 series on which nothing moved that have an alert; of 200. */
  readonly falsePages: number;
  /** Series flagged on pages on which all, 20 or one of 200 moved by 3 σ′ one, two or three days ago; shares. */
  readonly all: number;
  readonly twenty: number;
  readonly one: number;
  /** Single series whose last day is out on `riskbook control`: not moved, and moved; shares. */
  readonly falseSeries: number;
  readonly moved: number;
};

const kinds: readonly { readonly name: string; readonly kind: SeriesKind }[] = [
  { name: "1,000–4,000 × 5–30 %, days differ by up to 1.4 times chance", kind: largeSeries },
  { name: "500 × 10 %, chance alone", kind: { share: [0.1, 0.1], units: [500, 500], beyond: [0, 0] } },
  { name: "60 × 10 %, chance alone", kind: { share: [0.1, 0.1], units: [60, 60], beyond: [0, 0] } },
  { name: "40 × 2 %, chance alone", kind: { share: [0.02, 0.02], units: [40, 40], beyond: [0, 0] } },
];

const series = 200;
const periods = 60;
const pages = 200;
const singles = 2_000;
const dayMs = 86_400_000;

/** One line a kind of series, 60 days each. */
export function measureDetection(): Detection[] {
  return kinds.map(({ name, kind }) => {
    const flagged = (run: number, movers: number): number => {
      const shiftedFor = (i: number): number => (i < movers ? 1 + ((i + run) % 3) : 0);
      const page = drawPage({ series, periods, shiftedFor, kind }, randomFrom(9_000_017 + run));
      return alertSeries(page).alerts.filter(({ id }) => movers === 0 || Number(id) < movers).length;
    };
    const shareOf = (movers: number, { from, runs }: { from: number; runs: number }): number =>
      upTo(runs).reduce((sum, run) => sum + flagged(from + run, movers), 0) / (runs * movers);
    const isOut = (run: number, shiftedFor: number): boolean =>
      lastIsOut(drawSeries({ kind, periods, shiftedFor }, randomFrom(5_000_011 + run)));
    return {
      name,
      falsePages: upTo(pages).filter((run) => flagged(run, 0) > 0).length,
      all: shareOf(series, { from: 1_000, runs: 10 }),
      twenty: shareOf(20, { from: 2_000, runs: 30 }),
      one: shareOf(1, { from: 3_000, runs: 200 }),
      falseSeries: upTo(singles).filter((run) => isOut(run, 0)).length / singles,
      moved: upTo(singles).filter((run) => isOut(singles + run, 1 + (run % 3))).length / singles,
    };
  });
}

/** Whether large series keep the contract: at most 8 % where nothing moved, at least 90 % where all moved. */
export function detects(detections: readonly Detection[]): boolean {
  const [large] = detections;
  if (large === undefined) return false;
  const { falsePages, falseSeries, all, moved } = large;
  return falsePages <= 0.08 * pages && falseSeries <= 0.08 && all >= 0.9 && moved >= 0.9;
}

/** A table in markdown. */
export function detectionTable(detections: readonly Detection[]): string {
  return [
    "Alerts on the last of 60 days. Pages have 200 series; series moved by 3 σ′ one, two or three days ago.",
    "",
    `| series | pages without a change that alert, of ${pages} | flagged: all 200 moved | 20 moved | 1 moved | \`control\`, ${singles} series: no change | moved |`,
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...detections.map(
      ({ name, falsePages, ...shares }) =>
        `| ${name} | ${falsePages} | ${[shares.all, shares.twenty, shares.one, shares.falseSeries, shares.moved].map(percent).join(" | ")} |`,
    ),
  ].join("\n");
}

function lastIsOut(points: readonly SharePoint[]): boolean {
  const days = points.map(({ count, total }, i) => ({ atMs: i * dayMs, value: undefined, count, total }));
  return chartSeries(days, "latest").at(-1)?.alarm === true;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
