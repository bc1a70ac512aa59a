import type { Weighted } from "./baseline.js";
import type { SharePoint } from "./controlPoint.js";
import { worth } from "./shareChart.js";

/** A period's share and what it is worth; `undefined` without data. */
export function toWeighted(point: SharePoint): Weighted | undefined {
  const n = worth(point);
  return point.total > 0 && n > 0 ? { value: point.count / point.total, n } : undefined;
}

/** Values as one, worth what they are worth together; both 0 for none. */
export function pooled(values: readonly Weighted[]): Weighted {
  const n = values.reduce((sum, one) => sum + one.n, 0);
  const total = values.reduce((sum, one) => sum + one.value * one.n, 0);
  return { value: n > 0 ? total / n : 0, n };
}
