import { flag, id, maybeOneOf, moment, oneOf, probability, share, amount, text, whole } from "./column.js";
import type { Columns, Value } from "./column.js";
import { quote } from "../dataError.js";
import { stages } from "../stages.js";

export const actorKinds = ["person", "model", "package", "llm"] as const;
export const decisions = ["approve", "reject", "restrict", "age-gate", "limit", "escalate", "skip"] as const;
export const outcomeStates = ["final", "pending"] as const;
export const overturnReasons = ["our_error", "new_evidence", "item_edited", "policy_changed"] as const;

export type Decision = (typeof decisions)[number];

/**
 * One decision about an item at one stage; append only. Times in UTC ms. `line_items` says what an audit found of each
 * line of a form, e.g. `policy:ok;action:wrong`.
 */
export const reviewEventColumns = {
  event_id: id,
  item_id: id,
  item_version: text,
  market: text,
  task_id: text,
  queue_id: text,
  stage: oneOf(stages),
  round: whole,
  actor_kind: maybeOneOf(actorKinds),
  actor_id: text,
  policy_id: text,
  policy_version: text,
  decision: oneOf(decisions),
  action: text,
  reason_label: text,
  severity: amount,
  confidence: share,
  started_at: moment,
  ended_at: moment,
  recorded_at: moment,
  blind: flag,
  prior_event_id: text,
  sample_design_id: text,
  incl_prob: probability,
  outcome_state: maybeOneOf(outcomeStates),
  overturn_reason: maybeOneOf(overturnReasons),
  line_items: text,
} as const satisfies Columns;

/** What is wrong with an event although each of its values is right by itself: column and `expected …, got …`. */
export function eventIssues(valueOf: (column: string) => Value) {
  const issues: { readonly column: string; readonly message: string }[] = [];
  const stage = valueOf("stage");
  if ((stage === "qa" || stage === "ata") && valueOf("prior_event_id") === null) {
    issues.push({
      column: "prior_event_id",
      message: `expected the event that this ${stage} event audits, got none`,
    });
  }
  const actor = valueOf("actor_id");
  if (typeof actor === "string" && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(actor)) {
    const message =
      "expected a pseudonym, got what looks like an e-mail address; replace it before it comes here";
    issues.push({ column: "actor_id", message });
  }
  const items = valueOf("line_items");
  if (typeof items === "string" && !/^[^:;]+:(?:ok|wrong)(?:;[^:;]+:(?:ok|wrong))*$/.test(items)) {
    const message = `expected names with ok or wrong such as "policy:ok;action:wrong", got ${quote(items)}`;
    issues.push({ column: "line_items", message });
  }
  const [started, ended] = [valueOf("started_at"), valueOf("ended_at")];
  if (typeof started === "number" && typeof ended === "number" && ended < started) {
    issues.push({ column: "ended_at", message: "expected an end after started_at, got an earlier time" });
  }
  return issues;
}

/** No two events share these. */
export const reviewEventKey = ["event_id"] as const;
