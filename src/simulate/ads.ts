import type { Ad } from "./ad.js";
import type { Advertiser } from "./advertisers.js";
import { chanceFor } from "./chance.js";
import type { Chance } from "./chance.js";
import { creativeMaker } from "./creatives.js";
import type { Creative } from "./creatives.js";
import { incidentClock, strengthIn } from "./incidents.js";
import type { Incident, Underway } from "./incidents.js";
import type { Simulation } from "./makeWorld.js";
import { dayStartMs, hourMs, world } from "./world.js";
import type { Policy } from "./world.js";

const { movedShare, copiedShare, evasiveShare } = world.incidents;

type Shown = {
  readonly advertiser: Advertiser;
  readonly creative: Creative;
  readonly madeBy: Incident | undefined;
};

/** Gives the ads of a day in order of time; the days of a simulation add up to its items exactly. */
export function adMaker(simulation: Simulation): (day: number) => Generator<Ad> {
  const { spec, incidents } = simulation;
  const underway = incidentClock(incidents);
  const draw = contentDrawer(simulation);
  return function* (day) {
    const chance = chanceFor(spec.seed, "ads", day);
    const count = adsUpTo(day + 1, spec) - adsUpTo(day, spec);
    for (let n = 0; n < count; n++) {
      const atMs = dayStartMs(day) + timeOfDayMs((n + chance.unit()) / count);
      const { advertiser, creative, madeBy } = draw(underway(atMs), chance);
      const id = `a${String(day).padStart(4, "0")}-${String(n + 1).padStart(6, "0")}`;
      yield { id, atMs, day, advertiser, creative, policy: policyOf(creative), madeBy };
    }
  };
}

/** Ads before a day: each day has its share by the day of the week. */
function adsUpTo(day: number, { days, items }: Simulation["spec"]): number {
  return Math.round((items * weightUpTo(day)) / weightUpTo(days));
}

function weightUpTo(day: number): number {
  let weight = 0;
  for (let at = 0; at < day; at++) weight += world.weekday[at % 7] ?? 0;
  return weight;
}

function contentDrawer({ spec, vocabulary, riskPackage, advertisers }: Simulation) {
  const creatives = creativeMaker(vocabulary, riskPackage);
  const copied = new Map<string, Creative>();
  return (now: Underway, chance: Chance): Shown => {
    const copies = now.duplicates;
    if (copies !== undefined && chance.happens(copiedShare * copies.strength)) {
      const found = advertisers.all.find(({ id }) => id === copies.slice["advertiser_id"]);
      if (found !== undefined) {
        const creative =
          copied.get(copies.id) ?? creatives.wronged(found, chanceFor(spec.seed, "copied", copies.id));
        copied.set(copies.id, creative);
        return { advertiser: found, creative, madeBy: copies };
      }
    }
    const shift = now["mix-shift"];
    const isMoved = shift !== undefined && chance.happens(movedShare * shift.strength);
    const advertiser = advertisers.pick(chance, isMoved ? shift.slice["market"] : undefined);
    const evading = now["text-evasion"];
    const extra = evasiveShare * strengthIn(evading, { language: advertiser.market.language });
    if (chance.happens(extra))
      return { advertiser, creative: creatives.evasive(advertiser, chance), madeBy: evading };
    return { advertiser, creative: creatives.next(advertiser, chance), madeBy: undefined };
  };
}

const hours = world.hour.length;
const hourStarts = startsOf(world.hour);

/** Where in the day a share of its ads has been created. */
function timeOfDayMs(share: number): number {
  let hour = hours - 1;
  while (hour > 0 && (hourStarts[hour] ?? 0) > share) hour--;
  const from = hourStarts[hour] ?? 0;
  const to = hourStarts[hour + 1] ?? 1;
  return Math.min(hours * hourMs - 1, Math.floor((hour + (share - from) / (to - from)) * hourMs));
}

function startsOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return [0, ...weights.map((weight) => (before += weight) / total)];
}

const policies = new Map<string, Policy>(world.policies.map((policy) => [policy.id, policy]));

function policyOf({ policyId }: Creative): Policy {
  const found = policies.get(policyId);
  if (found === undefined) throw new TypeError(`Expected a policy of the world, got \`${policyId}\``);
  return found;
}
