import type { Metric } from "../model/metric.js";
import type { Bounds } from "../stats/wilson.js";

/** Stands for every value that does not exist. */
const noData = "no data";

/**
 * `0.7768` → `77.7 %`, `undefined` → `no data`: one decimal, so that columns align.
 * A share that would round to 0 or 100 without being so reads `< 0.1 %` or `> 99.9 %`.
 */
export function formatShare(share: number | undefined): string {
  if (share === undefined) return noData;
  if (share > 0 && share < 0.0005) return "< 0.1 %";
  if (share < 1 && share >= 0.9995) return "> 99.9 %";
  return `${oneDecimal(share * 100)} %`;
}

/** `0.12` → `+12.0 points`, `-0.004` → `−0.4 points`: a difference of shares in percentage points. */
export function formatPoints(difference: number | undefined): string {
  if (difference === undefined) return noData;
  const points = oneDecimal(Math.abs(difference) * 100);
  const sign = points === "0.0" ? "" : difference > 0 ? "+" : "−";
  return `${sign}${points} points`;
}

/** `22254` → `22,254`; sums of weights that are not whole get one decimal. */
export function formatCount(count: number | undefined): string {
  if (count === undefined) return noData;
  const digits = Number.isInteger(count) ? String(Math.abs(count)) : oneDecimal(Math.abs(count));
  const [whole = "", ...fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (count < 0 ? "−" : "") + [grouped, ...fraction].join(".");
}

/** `[-0.193, -0.17]` → `−19.3 to −17.0 points`: an interval of a difference of shares. */
export function formatPointsInterval(interval: Bounds | undefined): string {
  if (interval === undefined) return noData;
  return `${formatPoints(interval[0]).replace(/ points$/, "")} to ${formatPoints(interval[1])}`;
}

/** `[0.7712, 0.7821]` → `77.1–78.2 %`. */
export function formatInterval(interval: Bounds | undefined): string {
  if (interval === undefined) return noData;
  return `${oneDecimal(interval[0] * 100)}–${oneDecimal(interval[1] * 100)} %`;
}

/** A value of a metric in its unit: `77.7 %`, `1,204`, `0.87` or `29 h`. */
export function formatValue(value: number | undefined, unit: Metric["unit"]): string {
  if (value === undefined) return noData;
  if (unit === "share") return formatShare(value);
  if (unit === "count") return formatCount(Math.round(value));
  return unit === "hours" ? formatHours(value) : formatCoefficient(value);
}

/** An interval of a metric in its unit: `77.1–78.2 %`, `1,130 to 1,280`, `0.85 to 0.89` or `27 h to 32 h`. */
export function formatValueInterval(interval: Bounds | undefined, unit: Metric["unit"]): string {
  if (interval === undefined) return noData;
  if (unit === "share") return formatInterval(interval);
  return interval.map((end) => formatValue(end, unit)).join(" to ");
}

/** `0.25` → `15 min`, `29.4` → `29 h`, `96` → `4.0 d`: two figures, as lags are known to some per cent. */
export function formatHours(hours: number | undefined): string {
  if (hours === undefined) return noData;
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  if (hours < 72) return `${hours < 10 ? oneDecimal(hours) : Math.round(hours)} h`;
  return `${hours < 240 ? oneDecimal(hours / 24) : Math.round(hours / 24)} d`;
}

function formatCoefficient(value: number): string {
  return value.toFixed(3).replace("-", "−");
}

/** Without a negative zero. */
function oneDecimal(value: number): string {
  return (value === 0 ? 0 : value).toFixed(1);
}
