import type { Ad, Decided, Scene } from "./ad.js";
import { writeEvent } from "./ad.js";
import type { Stratum } from "./frames.js";
import { strengthIn } from "./incidents.js";
import { hourMs, world } from "./world.js";

type Audit = {
  readonly eventId: string;
  readonly isReject: boolean;
  readonly policyId: string;
  readonly agrees: boolean;
  readonly endedMs: number;
};

const auditMs = 90_000;

/** QA of a sample of the final decisions, disputes of what it says, and ATA of a sample of QA. */
export function auditDecision(scene: Scene, ad: Ad, decided: Decided): void {
  if (!decided.isLogged) return;
  const { chance, frames } = scene;
  const stratum = qaStratum(scene, ad, decided);
  const isSampled = chance.happens(stratum.inclProb);
  frames.count(stratum, isSampled);
  if (!isSampled) return;
  const audit = auditByQa(scene, ad, { decided, stratum });
  if (!audit.agrees && chance.happens(world.audit.disputeShare)) dispute(scene, ad, audit);
  auditTheAuditor(scene, ad, audit);
}

/** Gold labels for a simple random sample of all ads, whatever was decided. */
export function labelGold(scene: Scene, ad: Ad): void {
  const { chance, frames } = scene;
  const { goldShare, goldLagHours } = world.audit;
  const stratum = { design: "gold-1", stage: "gold", stratum: "all", inclProb: goldShare } as const;
  const isSampled = chance.happens(goldShare);
  frames.count(stratum, isSampled);
  if (!isSampled) return;
  const startedMs = ad.atMs + chance.exponential(goldLagHours * hourMs);
  const isReject = ad.creative.isViolating;
  writeEvent(scene, ad, {
    suffix: "g",
    stage: "gold",
    actor: ["person", "experts"],
    decision: isReject ? "reject" : "approve",
    policyId: isReject ? ad.creative.policyId : ad.policy.id,
    startedMs,
    endedMs: startedMs + 2 * auditMs,
    more: { blind: true, sample_design_id: stratum.design, incl_prob: goldShare },
  });
}

function qaStratum(
  { calendar, underway }: Scene,
  { policy, atMs }: Ad,
  { stage, isReject }: Decided,
): Stratum {
  const name = `${stage} ${isReject ? "reject" : "approve"}` as const;
  const changed = strengthIn(underway(atMs)["sampling-change"], {});
  const { more, less } = world.incidents.sampling;
  const shift = isReject ? 1 + more * changed : 1 / (1 + less * changed);
  const doubled = policy.severity === 4 ? 2 : 1;
  const inclProb = Number(Math.min(1, world.audit.qa[name] * shift * doubled).toFixed(4));
  const design = calendar.versionAt("sampling", atMs);
  return { design, stage: "qa", stratum: `${name} ${policy.id}`, inclProb };
}

/** The auditor is wrong now and then, and more often waves a mistake through that stands before the eyes. */
function auditByQa(
  scene: Scene,
  ad: Ad,
  { decided, stratum }: { decided: Decided; stratum: Stratum },
): Audit {
  const { chance, underway } = scene;
  const { error, lagHours, notBlindShare, anchoring, auditors } = world.audit;
  const startedMs = decided.endedMs + chance.exponential(lagHours * hourMs);
  const auditor = chance.pick(auditors);
  const isBlind = !chance.happens(notBlindShare);
  const lenient = world.incidents.lenientShare * strengthIn(underway(startedMs)["lenient-qa"], { auditor });
  const waves = !decided.isRight && (chance.happens(lenient) || (!isBlind && chance.happens(anchoring)));
  const isRight = !waves && !chance.happens(error * ad.policy.difficulty);
  const isReject = isRight === ad.creative.isViolating;
  const agrees = isReject === decided.isReject;
  const endedMs = startedMs + auditMs;
  const policyId = isReject ? ad.creative.policyId : ad.policy.id;
  const eventId = writeEvent(scene, ad, {
    suffix: "q",
    stage: "qa",
    actor: ["person", auditor],
    decision: isReject ? "reject" : "approve",
    policyId,
    startedMs,
    endedMs,
    more: {
      blind: isBlind,
      prior_event_id: decided.eventId,
      sample_design_id: stratum.design,
      incl_prob: stratum.inclProb,
      reason_label: reasonOf({ decided, isReject, ad }),
    },
  });
  return { eventId, isReject, policyId, agrees, endedMs };
}

/** The error class that QA finds. */
function reasonOf({ decided, isReject, ad }: { decided: Decided; isReject: boolean; ad: Ad }): string {
  if (decided.isReject && !isReject) return "false-positive";
  if (!decided.isReject && isReject) return "false-negative";
  return isReject && decided.policyId !== ad.creative.policyId ? "wrong-selection" : "right";
}

function dispute(scene: Scene, ad: Ad, audit: Audit): void {
  const { chance } = scene;
  const startedMs = audit.endedMs + chance.exponential(24 * hourMs);
  const isReject = chance.happens(world.audit.disputeError) !== ad.creative.isViolating;
  writeEvent(scene, ad, {
    suffix: "d",
    stage: "dispute",
    actor: ["person", "adjudicators"],
    decision: isReject ? "reject" : "approve",
    policyId: ad.policy.id,
    startedMs,
    endedMs: startedMs + auditMs,
    more: {
      blind: false,
      prior_event_id: audit.eventId,
      reason_label: isReject === audit.isReject ? "upheld" : "accepted",
    },
  });
}

/** Drawn by whether QA agreed; `incl_prob` is that of this draw alone, given the QA event. */
function auditTheAuditor(scene: Scene, ad: Ad, audit: Audit): void {
  const { chance, frames } = scene;
  const { ata, ataError, ataLagHours } = world.audit;
  const name = audit.agrees ? "agreed" : "disagreed";
  const stratum = { design: "ata-1", stage: "ata", stratum: name, inclProb: ata[name] } as const;
  const isSampled = chance.happens(stratum.inclProb);
  frames.count(stratum, isSampled);
  if (!isSampled) return;
  const startedMs = audit.endedMs + chance.exponential(ataLagHours * hourMs);
  const isReject = chance.happens(ataError) !== ad.creative.isViolating;
  const policyId = isReject ? ad.creative.policyId : ad.policy.id;
  writeEvent(scene, ad, {
    suffix: "t",
    stage: "ata",
    actor: ["person", "ata-experts"],
    decision: isReject ? "reject" : "approve",
    policyId,
    startedMs,
    endedMs: startedMs + 2 * auditMs,
    more: {
      blind: true,
      line_items: `decision:${mark(isReject === audit.isReject)};policy:${mark(policyId === audit.policyId)}`,
      prior_event_id: audit.eventId,
      sample_design_id: stratum.design,
      incl_prob: stratum.inclProb,
      reason_label: isReject === audit.isReject ? "confirmed" : audit.isReject ? "false-fail" : "false-pass",
    },
  });
}

/** What the auditor of QA writes beside a line of its form. */
function mark(isRight: boolean): "ok" | "wrong" {
  return isRight ? "ok" : "wrong";
}
