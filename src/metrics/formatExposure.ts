import type { ExposureRate } from "../stats/exposureRate.js";
import { formatCount, formatShare } from "./format.js";

/** What events are counted over. */
export type Exposure = "impressions" | "conversions";

/** `0.058 per 1,000 impressions` as `0.058`, `0.031` of the conversions as `3.1 %`; `no data` without exposure. */
export function formatExposure(value: number | undefined, per: Exposure): string {
  if (value === undefined || per === "conversions") return formatShare(value);
  const each = value * 1000;
  return each === 0 || each >= 0.0005 ? each.toFixed(each < 1 ? 3 : 2) : "< 0.001";
}

/** `132 of 2,264,589`: what the rate is made of. */
export function exposureCounts({ count, exposure }: ExposureRate): string {
  return `${formatCount(count)} of ${formatCount(exposure)}`;
}

/** `0.049–0.069`; `no data` without exposure. */
export function exposureInterval({ interval }: ExposureRate, per: Exposure): string {
  if (interval === undefined) return formatShare(undefined);
  return `${formatExposure(interval[0], per)}–${formatExposure(interval[1], per)}`;
}
