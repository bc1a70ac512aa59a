import { findMetric } from "../metrics/findMetric.js";
import { worstSlice } from "../metrics/findings.js";
import type { WorstSlice } from "../metrics/findings.js";
import { rates } from "../metrics/rates.js";
import type { PageData } from "./pageData.js";

/** The languages whose reviewers are most and least accurate; `undefined` without languages or when it may be chance. */
export function languageGap({ report, review }: PageData): WorstSlice | undefined {
  if (!report.dimensions.includes("language")) return undefined;
  const accuracy = findMetric(report.metrics, "accuracy");
  return worstSlice(rates(review, accuracy, { by: ["language"] }), accuracy);
}
