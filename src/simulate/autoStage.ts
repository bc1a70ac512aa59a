import type { Ad, Decided, Scene } from "./ad.js";
import { writeEvent } from "./ad.js";
import { timeText } from "./files.js";
import { strengthIn } from "./incidents.js";
import { isListed } from "./riskPackage.js";
import type { PackageTerm } from "./riskPackage.js";
import { world } from "./world.js";

/** What the automatic stage leaves to people: why, and what the model thought. */
export type Escalated = {
  readonly reason: "flagged-term" | "model-unsure" | "random-sample";
  readonly score: number;
};

export type AutoResult = { readonly final: Decided } | { readonly escalated: Escalated };

/** Rules of the package first, then the model: reject, approve, or leave to people. */
export function decideAutomatically(scene: Scene, ad: Ad): AutoResult {
  const { chance, calendar, outbox } = scene;
  const endedMs = ad.atMs + world.model.latencyMs;
  const version = calendar.versionAt("model", ad.atMs);
  const logit = logitOf(scene, ad);
  const score = Number((1 / (1 + Math.exp(-logit))).toFixed(4));
  outbox.add("model-scores", ad.atMs, {
    item_id: ad.id,
    model: "ads-model",
    version,
    policy_id: ad.policy.id,
    score,
    scored_at: timeText(endedMs),
  });
  const rule = hitTerm(scene, ad);
  const decision = decisionOf(rule, logit);
  const isSampled = decision === "approve" && chance.happens(world.review.randomShare);
  const written = isSampled ? "escalate" : decision;
  const actor =
    rule === undefined
      ? (["model", `ads-model@${version}`] as const)
      : (["package", `ads-risk@${calendar.versionAt("package", ad.atMs)}`] as const);
  const policyId = rule?.policyId ?? ad.policy.id;
  const eventId = writeEvent(scene, ad, {
    suffix: "a",
    stage: "auto",
    actor,
    decision: written,
    policyId,
    startedMs: ad.atMs,
    endedMs,
    more: { confidence: score, reason_label: rule === undefined ? "score" : `term:${rule.termId}` },
  });
  if (written === "escalate") {
    const reason = isSampled ? "random-sample" : rule === undefined ? "model-unsure" : "flagged-term";
    return { escalated: { reason, score } };
  }
  const isReject = written === "reject";
  const isRight = isReject === ad.creative.isViolating;
  return {
    final: { eventId, stage: "auto", isReject, isRight, policyId, endedMs, isLogged: true },
  };
}

function decisionOf(rule: PackageTerm | undefined, logit: number): "approve" | "reject" | "escalate" {
  if (rule?.action === "reject" || logit > world.model.rejectAbove) return "reject";
  return rule === undefined && logit < world.model.approveBelow ? "approve" : "escalate";
}

function logitOf({ underway }: Scene, { creative, atMs }: Ad): number {
  const { good, violating, evasiveLogits } = world.model;
  const { mean, deviation } = creative.isViolating ? violating : good;
  const fooled = creative.evasion === undefined ? 0 : evasiveLogits;
  const shift = world.incidents.badModelLogits * strengthIn(underway(atMs)["bad-model"], {});
  return mean + deviation * creative.noise - fooled + shift;
}

/** The term that hits the ad; one that rejects before one that flags. */
function hitTerm({ riskPackage }: Scene, { creative, atMs, advertiser }: Ad): PackageTerm | undefined {
  const { term, evasion, imageTerm, hasEveryday } = creative;
  const isSeen = evasion === undefined || term?.views === "canonical+evasive";
  const hits = [isSeen ? term : undefined, imageTerm].filter((found) => isListed(found, atMs));
  const { language } = advertiser.market;
  if (hasEveryday)
    hits.push(...riskPackage.broad.filter((broad) => broad.language === language && isListed(broad, atMs)));
  return hits.find((hit) => hit?.action === "reject") ?? hits[0];
}
