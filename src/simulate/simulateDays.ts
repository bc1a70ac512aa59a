import type { Ad, Scene } from "./ad.js";
import { checkLanding, writeAd, writeTruth } from "./adRows.js";
import { adMaker } from "./ads.js";
import { appealRejection } from "./appeals.js";
import { auditDecision, labelGold } from "./audits.js";
import { decideAutomatically } from "./autoStage.js";
import { openBudgets } from "./budgets.js";
import { chanceFor } from "./chance.js";
import { deliver } from "./delivery.js";
import type { Chunk } from "./files.js";
import { openFrames } from "./frames.js";
import { reviewByPeople } from "./humanStage.js";
import { incidentClock, strengthIn } from "./incidents.js";
import type { Simulation } from "./makeWorld.js";
import { openOutbox } from "./outbox.js";
import type { Outbox } from "./outbox.js";
import { openQueues } from "./queues.js";
import { world } from "./world.js";

const pieceBytes = 1 << 18;
const adsBetweenPieces = 1000;

/**
 * The files of a simulation's days, piece by piece in order of days: pieces of one file follow each other, and none
 * comes after its day is over. Memory holds a few days of rows, the advertisers and their last creatives.
 */
export function* simulateDays(
  simulation: Simulation,
  outbox: Outbox = openOutbox(simulation.spec.days),
): Generator<Chunk> {
  const { days } = simulation.spec;
  const adsOf = adMaker(simulation);
  const scene = openScene(simulation, outbox);
  for (let day = 0; day < days; day++) {
    const today = { ...scene, chance: chanceFor(simulation.spec.seed, "stages", day) };
    let ads = 0;
    for (const ad of adsOf(day)) {
      passStages(today, ad);
      if (++ads % adsBetweenPieces === 0) yield* outbox.take(day, pieceBytes);
    }
    scene.frames.close(day);
    scene.budgets.close(day);
    yield* outbox.take(day, 0);
  }
}

/** An ad's way: handed in, decided, audited, labelled, appealed or delivered. */
function passStages(scene: Scene, ad: Ad): void {
  writeAd(scene, ad);
  const found = decideAutomatically(scene, ad);
  const decided = "final" in found ? found.final : reviewByPeople(scene, ad, found.escalated);
  auditDecision(scene, ad, decided);
  labelGold(scene, ad);
  appealRejection(scene, ad, decided);
  const isSwapped = !decided.isReject && isPageSwapped(scene, ad);
  writeTruth(scene, ad, isSwapped);
  if (decided.isReject) return;
  checkLanding(scene, ad, isSwapped);
  deliver(scene, ad, { fromMs: decided.endedMs, isSwapped });
}

function isPageSwapped({ underway, chance }: Scene, { atMs, advertiser }: Ad): boolean {
  return chance.happens(
    world.incidents.swappedShare *
      strengthIn(underway(atMs)["landing-swap"], { vertical: advertiser.vertical }),
  );
}

function openScene(
  { spec, calendar, riskPackage, advertisers, incidents }: Simulation,
  outbox: Outbox,
): Scene {
  return {
    days: spec.days,
    calendar,
    riskPackage,
    advertisers,
    outbox,
    underway: incidentClock(incidents),
    chance: chanceFor(spec.seed, "stages"),
    queues: openQueues(spec.items / spec.days),
    frames: openFrames(outbox),
    budgets: openBudgets(advertisers.all, outbox),
  };
}
