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

function enqueue({ chance, underway, queues }: Scene, { policy, atMs }: Ad): Task {
  const { misrouted } = world.incidents;
  const { misrouting, overload } = underway(atMs);
  const enqueuedMs = atMs + world.model.latencyMs;
  const isMisrouted = chance.happens(misrouted.share * strengthIn(misrouting, { queue: policy.queue }));
  if (!isMisrouted) {
    const claimedMs = queues.claim(policy.queue, enqueuedMs, overload);
    return { queueId: policy.queue, isMisrouted, transferredTo: "", enqueuedMs, claimedMs };
  }
  const wrongQueue = nextQueue(policy.queue);
  const atWrong = queues.claim(wrongQueue, enqueuedMs, overload);
  if (!chance.happens(misrouted.sentBackShare))
    return { queueId: wrongQueue, isMisrouted, transferredTo: "", enqueuedMs, claimedMs: atWrong };
  return {
    queueId: wrongQueue,
    isMisrouted: false,
    transferredTo: policy.queue,
    enqueuedMs,
    claimedMs: atWrong + misrouted.transferHours * hourMs,
  };
}

function nextQueue(queueId: string): string {
  const at = world.queues.findIndex((name) => name === queueId);
  return world.queues[(at + 1) % world.queues.length] ?? queueId;
}

const drawCohort = weightedIndex(world.review.cohorts.map(({ share }) => share));

function judge({ chance, underway }: Scene, ad: Ad, task: Task): Judgment {
  const { creative, policy, advertiser } = ad;
  const { language } = advertiser.market;
  const now = underway(task.claimedMs);
  const { newVendor: vendor, mistranslated } = world.incidents;
  const isNewVendor = chance.happens(vendor.share * strengthIn(now["new-vendor"], {}));
  const drawn = world.review.cohorts[drawCohort(chance.unit())] ?? newVendor;
  const cohort = isNewVendor ? newVendor : drawn;
  const confusion = strengthIn(now["guideline-mistranslated"], { language });
  const wrongPolicy = world.review.wrongPolicyShare + mistranslated.wrongPolicyShare * confusion;
  const isWrongPolicy = chance.happens(wrongPolicy);
  const isRight = !chance.happens(Math.min(0.8, errorShare(ad, task, { cohort, confusion })));
  return {
    cohort,
    isRight,
    policyId: isWrongPolicy
      ? otherPolicy(policy.id, chance.whole(world.policies.length - 1))
      : creative.policyId,
    handlingMs: usualHandlingMs(ad, task, cohort) * (0.4 + chance.exponential(0.6)),
  };
}

function errorShare(
  { creative, policy, advertiser }: Ad,
  task: Task,
  { cohort, confusion }: { cohort: Cohort; confusion: number },
): number {
  const { missGood, missViolating, tenure, language } = world.review;
  const { newVendor: vendor, mistranslated, hurried, misrouted } = world.incidents;
  let share = creative.isViolating ? missViolating : missGood;
  share *= language[advertiser.market.language] * policy.difficulty * tenure[cohort.tenure];
  share *= 1 + mistranslated.moreErrors * confusion;
  if (cohort === newVendor) share *= vendor.errors;
  if (!creative.isViolating) return share;
  if (isHurried(task.enqueuedMs, task.claimedMs)) share *= hurried.errors;
  return task.isMisrouted ? share * misrouted.errors : share;
}

function usualHandlingMs({ creative }: Ad, task: Task, cohort: Cohort): number {
  const { newVendor: vendor, hurried } = world.incidents;
  const { handlingMs, videoTime } = world.review;
  const slow = (cohort === newVendor ? vendor.time : 1) * (creative.mediaType === "video" ? videoTime : 1);
  return handlingMs * slow * (isHurried(task.enqueuedMs, task.claimedMs) ? hurried.time : 1);
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
  const isFaulty = scene.chance.happens(
    world.incidents.faultyShare * strengthIn(fault, { site: cohort.site }),
  );
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
