import type { Stage } from "../model/stages.js";
import type { Slice } from "./changeCube.js";
import type { TimedEvent } from "./nearestEvent.js";

export const releaseKinds = [
  "package",
  "model",
  "policy",
  "staffing",
  "sampling",
  "routing",
  "software",
] as const;

/** What may be changed at a time: a package, a model, a guideline, who works, what is audited, queues, the log itself. */
export type ReleaseKind = (typeof releaseKinds)[number];

/** Whether a text names a kind of release. */
export function isReleaseKind(kind: string): kind is ReleaseKind {
  return releaseKinds.some((known) => known === kind);
}

/** Something that was changed at a time. */
export type MoveEvent = TimedEvent & {
  readonly kind: ReleaseKind;
  /** Decisions of the cube, each counted once, that rest on what it changed: of a package, on new and removed terms. */
  readonly touched?: number;
};

/** What an event would have to be behind. */
export type Effect = {
  readonly kind: string;
  readonly stage: Stage;
  /** The slice that changed most; `undefined` when none did alone. */
  readonly slice: Slice | undefined;
  /** Decisions beyond, or short of, those expected, each counted once. */
  readonly excess: number;
};

/** Whose decisions a kind of release changes, and the dimensions of which it can change one slice alone. */
type Reach = { readonly stages: readonly Stage[]; readonly dimensions: readonly string[] | "any" };

const people: readonly Stage[] = ["human", "qa", "ata"];

const reaches: Readonly<Partial<Record<ReleaseKind, Reach>>> = {
  package: { stages: ["auto"], dimensions: "any" },
  model: { stages: ["auto"], dimensions: ["model"] },
  policy: { stages: people, dimensions: ["language", "market", "policy", "guideline"] },
  staffing: { stages: people, dimensions: ["site", "tenure", "vendor", "cohort", "auditor", "queue"] },
  routing: { stages: ["human"], dimensions: ["queue"] },
};

/** Kinds of release that change what is logged, and no decision. */
const onlyBehind: Readonly<Partial<Record<string, ReleaseKind>>> = {
  "sampling-change": "sampling",
  "logging-fault": "software",
};

/** Dimensions whose mix a kind of release changes; that of what is handed in comes from outside. */
const mixed: Readonly<Partial<Record<ReleaseKind, readonly string[]>>> = {
  staffing: ["site", "tenure", "vendor", "cohort", "auditor"],
  routing: ["queue"],
};

const rateKinds: readonly string[] = ["cause", "everywhere", "unlocated"];
const leastTouched = 0.5;

/**
 * Whether an event can be behind an effect at all. A sampling change is one of the sampling, a logging fault one of the
 * software; one advertiser's duplicates and shifts of mix come from outside, but for the mix of who works and of
 * queues. A changed rate needs a release whose kind changes decisions of the stage and, where one slice changed, acts on
 * one of its dimensions: a model scores all, so that it is not behind a change in one language alone. Where it is known
 * how many decisions rest on what was changed, they must be half of the excess at least: a release of a package whose
 * terms hit nothing is behind nothing.
 */
export function canCause({ kind, touched }: MoveEvent, effect: Effect): boolean {
  const only = onlyBehind[effect.kind];
  if (only !== undefined) return kind === only;
  if (effect.kind === "mix-shift") return mixed[kind]?.some((name) => name in (effect.slice ?? {})) === true;
  const reach = reaches[kind];
  if (!rateKinds.includes(effect.kind) || reach === undefined || !reach.stages.includes(effect.stage))
    return false;
  if (touched !== undefined && touched < leastTouched * Math.abs(effect.excess)) return false;
  const { slice } = effect;
  return slice === undefined || reach.dimensions === "any" || reach.dimensions.some((name) => name in slice);
}
