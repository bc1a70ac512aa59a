import { flag, id, maybeOneOf, moment, oneOf, share, amount, text, whole } from "./column.js";
import type { Columns } from "./column.js";
import { stages } from "../stages.js";

export const actorKinds = ["person", "model", "package", "llm"] as const;
export const decisions = ["approve", "reject", "restrict", "age-gate", "limit", "escalate", "skip"] as const;
export const outcomeStates = ["final", "pending"] as const;
export const overturnReasons = ["our_error", "new_evidence", "item_edited", "policy_changed"] as const;

export type Decision = (typeof decisions)[number];

/** One decision about an item at one stage; append only. Times in UTC ms. */
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
  incl_prob: share,
  outcome_state: maybeOneOf(outcomeStates),
  overturn_reason: maybeOneOf(overturnReasons),
} as const satisfies Columns;

/** No two events share these. */
export const reviewEventKey = ["event_id"] as const;
