import type { Ad, Decided, Scene } from "./ad.js";
import { writeEvent } from "./ad.js";
import { timeText } from "./files.js";
import { hourMs, world } from "./world.js";

const otherReasons = ["new_evidence", "item_edited", "policy_changed"] as const;

/** Advertisers appeal some rejections, mostly the wrong ones; most wrong ones are then overturned. */
export function appealRejection(scene: Scene, ad: Ad, decided: Decided): void {
  const { chance, outbox } = scene;
  const { good, violating, openLagHours, decideLagHours, error, ourErrorShare } = world.appeals;
  if (!decided.isReject || !decided.isLogged) return;
  if (!chance.happens(ad.creative.isViolating ? violating : good)) return;
  const openedMs = decided.endedMs + chance.exponential(openLagHours * hourMs);
  const endedMs = openedMs + chance.exponential(decideLagHours * hourMs);
  const isReject = chance.happens(error) !== ad.creative.isViolating;
  const isOurs = !ad.creative.isViolating && chance.happens(ourErrorShare);
  const reason = isOurs ? "our_error" : chance.pick(otherReasons);
  const overturned = isReject ? "" : reason;
  const appeal = { appeal_id: `${ad.id}-p`, item_id: ad.id, prior_event_id: decided.eventId };
  outbox.add("appeals", openedMs, {
    ...appeal,
    at: timeText(openedMs),
    status: "opened",
    overturn_reason: "",
  });
  const status = isReject ? "upheld" : "overturned";
  outbox.add("appeals", endedMs, { ...appeal, at: timeText(endedMs), status, overturn_reason: overturned });
  writeEvent(scene, ad, {
    suffix: "p",
    stage: "appeal",
    actor: ["person", "appeals-desk"],
    decision: isReject ? "reject" : "approve",
    policyId: ad.policy.id,
    startedMs: openedMs,
    endedMs,
    more: { blind: false, prior_event_id: decided.eventId, overturn_reason: overturned },
  });
}
