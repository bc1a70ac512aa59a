import { id, text, whole } from "./column.js";
import type { Columns, Value } from "./column.js";

/**
 * Who decides, by the pseudonym that events name (`actor_id`), and the cohort that the person belongs to: what is told of
 * people is told of cohorts. A pseudonym may stand for a team: `people` says of how many (default 1).
 */
export const reviewerColumns = {
  reviewer_id: id,
  cohort: text,
  people: whole,
} as const satisfies Columns;

/** What is wrong with a row although each of its values is right by itself. */
export function reviewerIssues(valueOf: (column: string) => Value) {
  const people = valueOf("people");
  if (typeof people !== "number" || people >= 1) return [];
  return [{ column: "people", message: `expected at least 1 person, got ${people}` }];
}

/** No two reviewers share these. */
export const reviewerKey = ["reviewer_id"] as const;
