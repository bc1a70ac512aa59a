import { makeAdvertisers } from "./advertisers.js";
import type { Advertiser, Advertisers } from "./advertisers.js";
import { makeCalendar } from "./calendar.js";
import type { Calendar } from "./calendar.js";
import { chanceFor } from "./chance.js";
import type { Incident } from "./incidents.js";
import { toIncidents } from "./plan.js";
import type { IncidentSpec } from "./plan.js";
import { makePackage } from "./riskPackage.js";
import type { RiskPackage } from "./riskPackage.js";
import { makeVocabulary } from "./vocabulary.js";
import type { Vocabulary } from "./vocabulary.js";

/** A simulation as asked for; without a plan its incidents are drawn from the seed. */
export type SimulationSpec = {
  readonly seed: number;
  readonly days: number;
  readonly items: number;
  readonly plan: readonly IncidentSpec[] | undefined;
};

/** Everything that is settled before the first day: the same for the same spec, on any machine. */
export type Simulation = {
  readonly spec: SimulationSpec;
  readonly incidents: readonly Incident[];
  readonly calendar: Calendar;
  readonly vocabulary: Vocabulary;
  readonly riskPackage: RiskPackage;
  readonly advertisers: Advertisers;
};

/** The world of a spec. */
export function makeWorld(spec: SimulationSpec): Simulation {
  const { seed, days, items, plan } = spec;
  const planned = toIncidents(plan, { seed, days });
  const calendar = makeCalendar(planned, { seed, days });
  const advertisers = makeAdvertisers(seed, items);
  const incidents = planned.map((incident) => withDrawnSlice(incident, { seed, calendar, advertisers }));
  const vocabulary = makeVocabulary(seed);
  const riskPackage = makePackage({ seed, vocabulary, calendar, incidents });
  return { spec, incidents, calendar, vocabulary, riskPackage, advertisers };
}

/** Slices that only the world knows: the version that is bad, the design that is new, the advertiser that repeats itself. */
function withDrawnSlice(
  incident: Incident,
  { seed, calendar, advertisers }: { seed: number; calendar: Calendar; advertisers: Advertisers },
): Incident {
  const { kind, fromMs, id } = incident;
  if (kind === "bad-model")
    return { ...incident, slice: { model_version: calendar.versionAt("model", fromMs) } };
  if (kind === "sampling-change")
    return { ...incident, slice: { sample_design_id: calendar.versionAt("sampling", fromMs) } };
  if (kind !== "duplicates") return incident;
  return { ...incident, slice: { advertiser_id: smallAdvertiser(advertisers, seed, id).id } };
}

/** One that runs few ads otherwise, so that its copies stand out. */
function smallAdvertiser({ all }: Advertisers, seed: number, id: string): Advertiser {
  return chanceFor(seed, "duplicates", id).pick(all.filter(({ index }) => index >= all.length / 2));
}
