import { id, moment, oneOf, amount, text } from "./column.js";
import type { Columns, Value } from "./column.js";

const feedbackKinds = ["hide", "report", "complaint", "refund", "chargeback", "survey"] as const;

/** What somebody said of an item or its advertiser, one row each time; `given_at` in UTC ms. */
export const feedbackColumns = {
  feedback_id: id,
  item_id: text,
  advertiser_id: text,
  channel: text,
  kind: oneOf(feedbackKinds),
  /** Of surveys alone, on the survey's own scale; higher is better. */
  rating: amount,
  given_at: moment,
  /** The order that a complaint, refund or chargeback is about. */
  order_ref: text,
} as const satisfies Columns;

/** No two rows share these. */
export const feedbackKey = ["feedback_id"] as const;

/** What is wrong with a row although each of its values is right by itself. */
export function feedbackIssues(valueOf: (column: string) => Value) {
  const issues: { readonly column: string; readonly message: string }[] = [];
  if (valueOf("item_id") === null && valueOf("advertiser_id") === null)
    issues.push({
      column: "item_id",
      message: "expected the item or the advertiser it is about, got neither",
    });
  const [isSurvey, hasRating] = [valueOf("kind") === "survey", valueOf("rating") !== null];
  if (isSurvey && !hasRating)
    issues.push({ column: "rating", message: "expected the rating of a survey, got none" });
  if (!isSurvey && hasRating) {
    const message = `expected a rating of surveys alone, got one of a ${String(valueOf("kind"))}`;
    issues.push({ column: "rating", message });
  }
  return issues;
}
