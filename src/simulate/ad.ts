import type { Advertiser, Advertisers } from "./advertisers.js";
import type { Budgets } from "./budgets.js";
import type { Calendar } from "./calendar.js";
import type { Chance } from "./chance.js";
import type { Creative } from "./creatives.js";
import type { SampleFrames } from "./frames.js";
import { timeText } from "./files.js";
import type { CellsOf } from "./files.js";
import type { Incident, Underway } from "./incidents.js";
import type { Outbox } from "./outbox.js";
import type { QueueClocks } from "./queues.js";
import type { RiskPackage } from "./riskPackage.js";
import { world } from "./world.js";
import type { Policy } from "./world.js";

/** An ad on its way through the stages. */
export type Ad = {
  readonly id: string;
  /** When it was created, UTC ms. */
  readonly atMs: number;
  readonly day: number;
  readonly advertiser: Advertiser;
  readonly creative: Creative;
  readonly policy: Policy;
  /** The incident that made it, where one did. */
  readonly madeBy: Incident | undefined;
};

/** What the stages share: the business around them, and where their rows go. */
export type Scene = {
  readonly days: number;
  readonly calendar: Calendar;
  readonly riskPackage: RiskPackage;
  readonly advertisers: Advertisers;
  readonly underway: (atMs: number) => Underway;
  readonly chance: Chance;
  readonly outbox: Outbox;
  readonly queues: QueueClocks;
  readonly frames: SampleFrames;
  readonly budgets: Budgets;
};

/** A final decision about an ad, by the automatic stage or by people. */
export type Decided = {
  readonly eventId: string;
  readonly stage: "auto" | "human";
  readonly isReject: boolean;
  readonly isRight: boolean;
  readonly policyId: string;
  readonly endedMs: number;
  /** Whether its event was written; audits and appeals draw from what was. */
  readonly isLogged: boolean;
};

export type EventCells = {
  readonly suffix: string;
  readonly stage: string;
  readonly actor: readonly [kind: string, id: string];
  readonly decision: "approve" | "reject" | "escalate";
  readonly policyId: string;
  readonly startedMs: number;
  readonly endedMs: number;
  /** What only some stages know. */
  readonly more?: CellsOf<"events">;
};

/** Writes a review event under the day on which it ended; returns its id. */
export function writeEvent(scene: Scene, ad: Ad, event: EventCells): string {
  const { suffix, stage, actor, decision, policyId, startedMs, endedMs, more } = event;
  const eventId = `${ad.id}-${suffix}`;
  scene.outbox.add("events", endedMs, {
    event_id: eventId,
    item_id: ad.id,
    item_version: "1",
    market: ad.advertiser.market.id,
    task_id: more?.task_id,
    queue_id: more?.queue_id,
    stage,
    round: more?.round ?? 1,
    actor_kind: actor[0],
    actor_id: actor[1],
    policy_id: policyId,
    policy_version: scene.calendar.versionAt("policy", endedMs),
    decision,
    action: actions[decision],
    severity: decision === "reject" ? severityOf(policyId) : 0,
    started_at: timeText(startedMs),
    ended_at: timeText(endedMs),
    recorded_at: timeText(endedMs),
    reason_label: more?.reason_label,
    confidence: more?.confidence,
    blind: more?.blind,
    prior_event_id: more?.prior_event_id,
    sample_design_id: more?.sample_design_id,
    incl_prob: more?.incl_prob,
    outcome_state: more?.outcome_state ?? (decision === "escalate" ? "pending" : "final"),
    overturn_reason: more?.overturn_reason,
    line_items: more?.line_items,
  });
  return eventId;
}

const actions = { approve: "deliver", reject: "stop", escalate: "hold" };

const severities = new Map<string, number>(world.policies.map(({ id, severity }) => [id, severity]));

function severityOf(policyId: string): number {
  return severities.get(policyId) ?? 0;
}
