import { amount, anyMoment, flag, id, text } from "./column.js";
import type { Columns } from "./column.js";

/** A rule that items are judged by; `effective_from` and `effective_to` are UTC ms and may lie ahead. */
export const policyColumns = {
  policy_id: id,
  version: text,
  parent: text,
  title: text,
  severity: amount,
  /** Cannot wait: what departs is told before it is confirmed. */
  p0: flag,
  effective_from: anyMoment,
  effective_to: anyMoment,
} as const satisfies Columns;

/** No two policies share these. */
export const policyKey = ["policy_id", "version"] as const;
