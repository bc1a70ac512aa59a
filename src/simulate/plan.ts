import * as v from "valibot";
import { quote } from "../model/dataError.js";
import { chanceFor } from "./chance.js";
import type { Chance } from "./chance.js";
import { incidentKinds, isIncidentKind, sliceKeys } from "./incidents.js";
import type { Incident, IncidentKind, SliceKey } from "./incidents.js";
import { dayStartMs, hourMs, languages, verticals, world } from "./world.js";

const kinds = Object.keys(incidentKinds).filter(isIncidentKind);
const places: Readonly<Record<SliceKey, readonly string[]>> = {
  language: languages,
  market: world.markets.map(({ id }) => id),
  vertical: verticals,
  queue: world.queues,
  site: [...new Set(world.review.cohorts.map(({ site }) => site))],
  auditor: world.audit.auditors,
};

const wholeFrom = (least: number) =>
  v.pipe(
    v.number(),
    v.check((n) => Number.isInteger(n) && n >= least, `expected a whole number from ${least}`),
  );

const incidentSpec = v.strictObject({
  kind: v.picklist(kinds),
  /** First day, 0 = first of the simulation. */
  day: wholeFrom(0),
  days: v.optional(wholeFrom(1)),
  /** 1 = as the kind's meaning says. */
  strength: v.optional(
    v.pipe(
      v.number(),
      v.check((n) => n > 0 && n <= 10, "expected a number above 0, up to 10"),
    ),
  ),
  /** Innocent releases near it. */
  decoys: v.optional(wholeFrom(0)),
  mode: v.optional(v.picklist(["gap", "doubling"])),
  language: v.optional(v.picklist(languages)),
  market: v.optional(v.picklist(places.market)),
  vertical: v.optional(v.picklist(verticals)),
  queue: v.optional(v.picklist(world.queues)),
  site: v.optional(v.picklist(places.site)),
  auditor: v.optional(v.picklist(world.audit.auditors)),
});

export type IncidentSpec = v.InferOutput<typeof incidentSpec>;

/** Their shares of violating ads are far from the others'. */
const unlikeMarkets = world.markets.filter(({ risk }) => Math.abs(risk - 1) >= 0.5).map(({ id }) => id);

/** Some hours after the weekly releases, so that its own release alone brings it. */
const broadTermHour = world.package.releaseHour + 2;

const usualDays = 7;
const usualDecoys = 2;
const quietDays = 7;

/**
 * Schema of a plan for a simulation of so many days: a list of incidents, each with a slice that its kind takes, inside
 * the simulation, and no two of a kind at once.
 */
export function planSchema(days: number) {
  return v.pipe(
    v.array(incidentSpec),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const plan = dataset.value;
      for (const [index, spec] of plan.entries()) {
        for (const { key, message } of problemsOf(spec, { days, before: plan.slice(0, index) }))
          addIssue({ message, path: [pathItem(plan, index), pathItem(spec, key)] });
      }
    }),
  );
}

type Problem = { readonly key: string; readonly message: string };

function problemsOf(
  spec: IncidentSpec,
  { days, before }: { days: number; before: readonly IncidentSpec[] },
): Problem[] {
  const problems: Problem[] = [];
  const { kind, day } = spec;
  if (day >= days) problems.push({ key: "day", message: `expected a day from 0 to ${days - 1}, got ${day}` });
  const chosen = chosenKey(kind);
  for (const key of sliceKeys) {
    if (spec[key] === undefined || key === chosen) continue;
    const known = chosen === undefined ? "no slice" : chosen;
    problems.push({ key, message: `expected ${known} for ${kind}, got ${key} ${quote(spec[key])}` });
  }
  if (spec.mode !== undefined && kind !== "logging-fault")
    problems.push({ key: "mode", message: `expected mode for logging-fault alone, got it for ${kind}` });
  const clash = before.find(
    (other) => other.kind === kind && day < endOf(other, days) && other.day < endOf(spec, days),
  );
  if (clash !== undefined)
    problems.push({
      key: "day",
      message: `expected no two ${kind} at once, got day ${day} and day ${clash.day}`,
    });
  return problems;
}

/**
 * The incidents of a plan with every default: 7 days or to the end, strength 1, two decoys, a slice drawn from the seed.
 * Without a plan one of drawn kind every seventh day, five days each, after a quiet week; none in a short simulation.
 */
export function toIncidents(
  plan: readonly IncidentSpec[] | undefined,
  { seed, days }: { seed: number; days: number },
): Incident[] {
  const chance = chanceFor(seed, "plan");
  const specs = plan ?? drawnPlan(chance, days);
  return specs.map((spec, index) => {
    const { kind, day, strength = 1, decoys = usualDecoys, mode = "gap" } = spec;
    const length = endOf(spec, days) - day;
    const fromMs = dayStartMs(day) + (kind === "broad-term" ? broadTermHour * hourMs : 0);
    const slice = sliceOf(spec, chanceFor(seed, "slice", index));
    const id = `${kind}-${index + 1}`;
    return {
      id,
      kind,
      day,
      days: length,
      fromMs,
      toMs: dayStartMs(day + length),
      strength,
      mode,
      slice,
      decoys,
    };
  });
}

function drawnPlan(chance: Chance, days: number): IncidentSpec[] {
  const left = [...kinds];
  const plan: IncidentSpec[] = [];
  for (let day = quietDays; day + 5 <= days && left.length > 0; day += 7) {
    const [kind] = left.splice(chance.whole(left.length), 1);
    if (kind !== undefined) plan.push({ kind, day, days: 5 });
  }
  return plan;
}

function endOf({ day, days: length = usualDays }: IncidentSpec, days: number): number {
  return Math.min(days, day + length);
}

/** Slices that follow from what happens are written by who makes them happen: see `truthSlice`. */
function sliceOf(spec: IncidentSpec, chance: Chance): Record<string, string> {
  if (spec.kind === "new-vendor") return { site: "south", tenure: "new" };
  const key = chosenKey(spec.kind);
  if (key === undefined) return {};
  return { [key]: spec[key] ?? chance.pick(spec.kind === "mix-shift" ? unlikeMarkets : places[key]) };
}

function chosenKey(kind: IncidentKind): SliceKey | undefined {
  const found = incidentKinds[kind];
  return "chooses" in found ? found.chooses : undefined;
}

function pathItem(input: unknown, key: string | number) {
  return { type: "unknown", origin: "value", input, key, value: undefined } as const;
}
