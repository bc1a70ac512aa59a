import type { Columns, Value } from "./column.js";
import { deliveryColumns, deliveryIssues, deliveryKey } from "./delivery.js";
import { feedbackColumns, feedbackIssues, feedbackKey } from "./feedback.js";
import { itemColumns, itemKey } from "./item.js";
import { policyColumns, policyKey } from "./policy.js";
import { reviewerColumns, reviewerIssues, reviewerKey } from "./reviewer.js";
import { eventIssues, reviewEventColumns, reviewEventKey } from "./reviewEvent.js";

/** A column of a row, and why its value cannot stand beside the others. */
export type RowIssue = { readonly column: string; readonly message: string };

/** A table that a workspace fills from its sources. */
export type Table = {
  readonly columns: Columns;
  /** Columns that together name a row. */
  readonly key: readonly string[];
  /** Time that a row is filed under, and the column whose hash picks the bucket of a row without one; else one file. */
  readonly filedBy?: { readonly day: string; readonly bucket: string };
  /** One of something, as error messages call it. */
  readonly noun: string;
  /** What is wrong with a row although each of its values is right by itself. */
  readonly rowIssues?: (valueOf: (column: string) => Value) => readonly RowIssue[];
};

/** The tables that a workspace fills from its sources; items come first, because events must name one. */
export const tables = {
  item: {
    columns: itemColumns,
    key: itemKey,
    filedBy: { day: "created_at", bucket: "item_id" },
    noun: "item",
  },
  review_event: {
    columns: reviewEventColumns,
    key: reviewEventKey,
    filedBy: { day: "ended_at", bucket: "item_id" },
    noun: "event",
    rowIssues: eventIssues,
  },
  policy: { columns: policyColumns, key: policyKey, noun: "policy" },
  delivery: {
    columns: deliveryColumns,
    key: deliveryKey,
    filedBy: { day: "day", bucket: "item_id" },
    noun: "item × day",
    rowIssues: deliveryIssues,
  },
  feedback: {
    columns: feedbackColumns,
    key: feedbackKey,
    filedBy: { day: "given_at", bucket: "feedback_id" },
    noun: "feedback",
    rowIssues: feedbackIssues,
  },
  reviewer: { columns: reviewerColumns, key: reviewerKey, noun: "reviewer", rowIssues: reviewerIssues },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;

export const tableNames = [
  "item",
  "review_event",
  "policy",
  "delivery",
  "feedback",
  "reviewer",
] as const satisfies readonly TableName[];

/** Tables whose rows say which item they are about. */
export const tablesOfItems = ["review_event", "delivery", "feedback"] as const satisfies readonly TableName[];
