import type { Ad, Decided, Scene } from "./ad.js";
import { writeEvent } from "./ad.js";
import type { Escalated } from "./autoStage.js";
import { weightedIndex } from "./chance.js";
import { timeText } from "./files.js";
import { strengthIn } from "./incidents.js";
import { isHurried } from "./queues.js";
import { dayStartMs, hourMs, world } from "./world.js";
import type { Cohort } from "./world.js";

/** The people of the site that only an incident brings. */
export const newVendor: Cohort = {
  id: "south-new",
  site: "south",
  vendor: "vendor-c",
  tenure: "new",
  people: 25,
  share: 0,
};

/** A task in the queue where it is worked on. */
type Task = {
  readonly queueId: string;
  readonly isMisrouted: boolean;
  readonly transferredTo: string;
  readonly enqueuedMs: number;
  readonly claimedMs: number;
};

type Judgment = {
  readonly cohort: Cohort;
  readonly isRight: boolean;
  readonly policyId: string;
  readonly handlingMs: number;
};

/** A person's final decision about an ad that the automatic stage left to people, and now and then a second one. */
export function reviewByPeople(scene: Scene, ad: Ad, escalated: Escalated): Decided {
  const task = enqueue(scene, ad);
  const first = judge(scene, ad, task);
  const endedMs = task.claimedMs + first.handlingMs;
  writeTask(scene, ad, { task, escalated, endedMs });
  const decided = writeJudgment(scene, ad, { task, judgment: first, startedMs: task.claimedMs, round: 1 });
  if (scene.chance.happens(world.review.doubleShare)) {
    const startedMs = endedMs + scene.chance.exponential(6 * hourMs);
    writeJudgment(scene, ad, { task, judgment: judge(scene, ad, task), startedMs, round: 2 });
  }
  return decided;
}

const misroutedShare = 0.6;
const sentBackShare = 0.25;
const transferMs = 2 * hourMs;

function enqueue({ chance, underway, queues }: Scene, { policy, atMs }: Ad): Task {
  const { misrouting, overload } = underway(atMs);
  const enqueuedMs = atMs + world.model.latencyMs;
  const isMisrouted = chance.happens(misroutedShare * strengthIn(misrouting, { queue: policy.queue }));
  if (!isMisrouted) {
    const claimedMs = queues.claim(policy.queue, enqueuedMs, overload);
    return { queueId: policy.queue, isMisrouted, transferredTo: "", enqueuedMs, claimedMs };
  }
  const wrongQueue = nextQueue(policy.queue);
  const atWrong = queues.claim(wrongQueue, enqueuedMs, overload);
  if (!chance.happens(sentBackShare))
    return { queueId: wrongQueue, isMisrouted, transferredTo: "", enqueuedMs, claimedMs: atWrong };
  return {
    queueId: wrongQueue,
    isMisrouted: false,
    transferredTo: policy.queue,
    enqueuedMs,
    claimedMs: atWrong + transferMs,
  };
}

function nextQueue(queueId: string): string {
  const at = world.queues.findIndex((name) => name === queueId);
  return world.queues[(at + 1) % world.queues.length] ?? queueId;
}

const drawCohort = weightedIndex(world.review.cohorts.map(({ share }) => share));
const newVendorShare = 0.3;
const newVendorErrors = 1.8;
const newVendorTime = 1.6;
const hurriedErrors = 3.5;
const hurriedTime = 0.6;
const misroutedErrors = 3;

function judge({ chance, underway }: Scene, ad: Ad, task: Task): Judgment {
  const { creative, policy, advertiser } = ad;
  const now = underway(task.claimedMs);
  const isNewVendor = chance.happens(newVendorShare * strengthIn(now["new-vendor"], {}));
  const drawn = world.review.cohorts[drawCohort(chance.unit())] ?? newVendor;
  const cohort = isNewVendor ? newVendor : drawn;
  const { language } = advertiser.market;
  const mistranslated = strengthIn(now["guideline-mistranslated"], { language });
  const isSlack = isHurried(task.enqueuedMs, task.claimedMs);
  const {
    missGood,
    missViolating,
    wrongPolicyShare,
    tenure,
    language: ofLanguage,
    handlingMs,
  } = world.review;
  let errors = (creative.isViolating ? missViolating : missGood) * ofLanguage[language] * policy.difficulty;
  errors *= tenure[cohort.tenure] * (1 + 3 * mistranslated);
  if (isNewVendor) errors *= newVendorErrors;
  if (isSlack && creative.isViolating) errors *= hurriedErrors;
  if (task.isMisrouted && creative.isViolating) errors *= misroutedErrors;
  const isWrongPolicy = chance.happens(wrongPolicyShare + 0.4 * mistranslated);
  const isRight = !chance.happens(Math.min(0.8, errors));
  const timeFactor =
    (isNewVendor ? newVendorTime : 1) *
    (isSlack ? hurriedTime : 1) *
    (creative.mediaType === "video" ? 1.5 : 1);
  return {
    cohort,
    isRight,
    policyId: isWrongPolicy
      ? otherPolicy(policy.id, chance.whole(world.policies.length - 1))
      : creative.policyId,
    handlingMs: handlingMs * timeFactor * (0.4 + chance.exponential(0.6)),
  };
}

/** People mix up a policy with its neighbours more than with the rest; the last in the list is its neighbour too. */
function otherPolicy(policyId: string, draw: number): string {
  const at = world.policies.findIndex(({ id }) => id === policyId);
  const step = draw < 3 ? 1 : draw;
  return world.policies[(at + step) % world.policies.length]?.id ?? policyId;
}

type Written = {
  readonly task: Task;
  readonly judgment: Judgment;
  readonly startedMs: number;
  readonly round: 1 | 2;
};

function writeJudgment(scene: Scene, ad: Ad, { task, judgment, startedMs, round }: Written): Decided {
  const { cohort, isRight, handlingMs } = judgment;
  const isReject = ad.creative.isViolating === isRight;
  const endedMs = startedMs + handlingMs;
  const policyId = isReject ? judgment.policyId : ad.policy.id;
  const fault = scene.underway(endedMs)["logging-fault"];
  const isFaulty = scene.chance.happens(0.8 * strengthIn(fault, { site: cohort.site }));
  const isLogged = !(isFaulty && fault?.mode === "gap");
  const decided = { stage: "human", isReject, isRight, policyId, endedMs, isLogged } as const;
  if (!isLogged) return { ...decided, eventId: "" };
  for (const suffix of isFaulty ? [`h${round}`, `h${round}x`] : [`h${round}`]) {
    writeEvent(scene, ad, {
      suffix,
      stage: "human",
      actor: ["person", cohort.id],
      decision: isReject ? "reject" : "approve",
      policyId,
      startedMs,
      endedMs,
      more: {
        task_id: `${ad.id}-k`,
        queue_id: task.queueId,
        round,
        blind: true,
        outcome_state: round === 1 ? "final" : "",
      },
    });
  }
  return { ...decided, eventId: `${ad.id}-h${round}` };
}

function writeTask(
  { outbox, days }: Scene,
  ad: Ad,
  { task, escalated, endedMs }: { task: Task; escalated: Escalated; endedMs: number },
): void {
  const { queueId, transferredTo, enqueuedMs, claimedMs } = task;
  const endMs = dayStartMs(days);
  const past = (atMs: number): string => (atMs < endMs ? timeText(atMs) : "");
  outbox.add("tasks", Math.min(endedMs, endMs - 1), {
    task_id: `${ad.id}-k`,
    item_id: ad.id,
    queue_id: queueId,
    reason: escalated.reason,
    priority: ad.policy.severity,
    deadline: timeText(enqueuedMs + world.review.targetHours * hourMs),
    enqueued_at: timeText(enqueuedMs),
    claimed_at: past(claimedMs),
    completed_at: past(endedMs),
    transferred_to: transferredTo,
  });
}
