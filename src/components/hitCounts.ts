import {
  formatCount,
  formatInterval,
  formatPoints,
  formatPointsInterval,
  formatShare,
} from "../metrics/format.js";
import { toRate } from "../metrics/rate.js";
import type { TermRow } from "../model/artefact.js";
import type { HitCounts } from "../model/packageHealth.js";
import type { Rate } from "../model/rate.js";
import { compareProportions } from "../stats/twoProportion.js";
import type { Column } from "./dataTable.js";
import type { PageData } from "./pageData.js";

/**
 * Precision of some of the items that a term hits; no data without a label. Each label counts once, as parts of a term do
 * not say what their labels stand for. The effective n takes the labels of an advertiser as one, as proposals do: a
 * knowing approximation, which spreads the term's advertisers evenly over its parts.
 */
export function partPrecision({ labelled, advertisers }: TermRow, { tp, fp }: HitCounts): Rate {
  const share = labelled === 0 ? 1 : Math.min(1, advertisers / labelled);
  return toRate(tp, tp + fp, (tp + fp) * share);
}

/** Items hit, labels and precision with its interval, of parts of what a term hits. */
export function hitCountColumns(term: TermRow): Column<HitCounts>[] {
  return [
    { label: "Items hit", numeric: true, cell: ({ hits }) => formatCount(hits) },
    { label: "TP", numeric: true, cell: ({ tp }) => formatCount(tp) },
    { label: "FP", numeric: true, cell: ({ fp }) => formatCount(fp) },
    {
      label: "Precision",
      numeric: true,
      title: "TP of TP and FP, each label counted once",
      cell: (part) => formatShare(partPrecision(term, part).value),
    },
    {
      label: "95 % interval",
      numeric: true,
      title: "Wilson; labels of one advertiser count as one",
      cell: (part) => formatInterval(partPrecision(term, part).interval),
    },
  ];
}

/** Hits of the recent window and those before it; `undefined` where items have no time. */
export function recentParts(
  { hits, tp, fp, recentHits, recentTp, recentFp }: TermRow,
  { packageHealth }: PageData,
): { readonly recent: HitCounts; readonly before: HitCounts } | undefined {
  if (packageHealth.recent === null) return undefined;
  return {
    recent: { hits: recentHits, tp: recentTp, fp: recentFp },
    before: { hits: hits - recentHits, tp: tp - recentTp, fp: fp - recentFp },
  };
}

/**
 * How the precision of the recent window differs from that before it, by the two-proportion test, or that it cannot be
 * told; "" where items have no time.
 */
export function recentChange(term: TermRow, data: PageData): string {
  const parts = recentParts(term, data);
  if (parts === undefined) return "";
  const [before, recent] = [partPrecision(term, parts.before), partPrecision(term, parts.recent)];
  const found = compareProportions(before, recent);
  if (found === undefined) return `cannot tell: no label ${recent.value === undefined ? "lately" : "before"}`;
  const change = `${formatPoints(found.difference)} (95 % ${formatPointsInterval(found.interval)})`;
  return `${change}: ${found.distinguishable ? "they differ" : "cannot tell them apart"}`;
}
