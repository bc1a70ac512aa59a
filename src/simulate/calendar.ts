import { chanceFor } from "./chance.js";
import { incidentKinds } from "./incidents.js";
import type { Incident, ReleaseKind } from "./incidents.js";
import { dayMs, dayOn, dayStartMs, hourMs, world } from "./world.js";

/** Something that was changed at a time: a package, a model, a guideline, who works, what is sampled. */
export type Release = {
  readonly id: string;
  /** UTC ms. */
  readonly atMs: number;
  readonly kind: ReleaseKind;
  readonly action: "release" | "rollback";
  /** What is in force from then on: the label of a package, a version, a design; "" where there is none. */
  readonly version: string;
  readonly reason: string;
  /** The incident that it causes or ends, or that it stands near without having to do with it. */
  readonly role?: { readonly of: string; readonly is: "cause" | "end" | "decoy" };
};

export type Calendar = {
  /** By time. */
  readonly releases: readonly Release[];
  /** What is in force at a time. */
  readonly versionAt: (kind: ReleaseKind, atMs: number) => string;
};

type Planned = Omit<Release, "id" | "version">;

const firstVersions = { package: dayOn(0), model: "v1", policy: "g1", sampling: "qa-1" } as const;

/** Every release of a simulation: regular ones, those that cause and end incidents, and decoys. */
export function makeCalendar(
  incidents: readonly Incident[],
  { seed, days }: { seed: number; days: number },
): Calendar {
  const endMs = dayStartMs(days);
  const planned = [
    ...regular(days),
    ...incidents.flatMap(turningPoints),
    ...decoys(incidents, { seed, endMs }),
  ];
  const quiet = incidents.filter(({ kind }) => kind === "bad-model");
  const kept = planned.filter(
    ({ kind, atMs, role }) =>
      atMs < endMs &&
      (kind !== "model" ||
        role?.is === "cause" ||
        !quiet.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)),
  );
  const releases = withVersions(kept.toSorted((a, b) => a.atMs - b.atMs));
  return { releases, versionAt: versionReader(releases) };
}

function regular(days: number): Planned[] {
  const { everyDays, releaseHour } = world.package;
  const planned: Planned[] = [
    { atMs: dayStartMs(0), kind: "package", action: "release", reason: "first release" },
  ];
  for (let day = everyDays; day < days; day += everyDays)
    planned.push({
      atMs: dayStartMs(day) + releaseHour * hourMs,
      kind: "package",
      action: "release",
      reason: "weekly",
    });
  for (let day = world.model.everyDays; day < days; day += world.model.everyDays)
    planned.push({
      atMs: dayStartMs(day) + releaseHour * hourMs,
      kind: "model",
      action: "release",
      reason: "trained anew",
    });
  return planned;
}

const reasons: Readonly<Record<ReleaseKind, string>> = {
  package: "more terms",
  model: "retrained",
  policy: "guideline edited",
  staffing: "teams changed",
  sampling: "audit design changed",
  routing: "queues changed",
  software: "logger updated",
};

function turningPoints({ id, kind, fromMs, toMs }: Incident): Planned[] {
  const found = incidentKinds[kind];
  if (!("cause" in found)) return [];
  const { cause } = found;
  const isRolledBack = cause !== "policy"; // a guideline is mended by the next version
  return [
    { atMs: fromMs, kind: cause, action: "release", reason: reasons[cause], role: { of: id, is: "cause" } },
    {
      atMs: toMs,
      kind: cause,
      action: isRolledBack ? "rollback" : "release",
      reason: reasons[cause],
      role: { of: id, is: "end" },
    },
  ];
}

const decoyKinds = ["package", "model", "policy", "staffing", "software"] as const;
const decoyDays = [-2, -1, 1, 2];

function decoys(incidents: readonly Incident[], { seed, endMs }: { seed: number; endMs: number }): Planned[] {
  return incidents.flatMap(({ id, kind, fromMs, decoys: count }) => {
    const chance = chanceFor(seed, "decoys", id);
    const found = incidentKinds[kind];
    const cause = "cause" in found ? found.cause : undefined;
    const innocent = decoyKinds.filter((name) => name !== cause);
    return Array.from({ length: count }, (): Planned => {
      const kind = chance.pick(innocent);
      const atMs = fromMs + chance.pick(decoyDays) * dayMs + (1 + chance.whole(10)) * hourMs;
      const within = Math.min(Math.max(atMs, dayStartMs(0) + hourMs), endMs - hourMs);
      return { atMs: within, kind, action: "release", reason: reasons[kind], role: { of: id, is: "decoy" } };
    });
  });
}

/** A rollback brings back what was in force before the last release of its kind that was no decoy. */
function withVersions(planned: readonly Planned[]): Release[] {
  const latest: Partial<Record<ReleaseKind, string>> = { ...firstVersions };
  const before: Partial<Record<ReleaseKind, string>> = {};
  const counts = { model: 1, policy: 1, sampling: 1 };
  const labels = new Map<string, number>();
  return planned.map((release, index) => {
    const { kind, action, atMs, role } = release;
    let version = "";
    if (kind === "package") version = packageLabel(atMs, labels);
    else if (kind === "model" || kind === "policy" || kind === "sampling") {
      const letter = { model: "v", policy: "g", sampling: "qa-" }[kind];
      version = action === "rollback" ? (before[kind] ?? firstVersions[kind]) : `${letter}${++counts[kind]}`;
    }
    if (role?.is === "cause") before[kind] = latest[kind] ?? "";
    latest[kind] = version;
    return { id: `r${index + 1}`, version, ...release };
  });
}

/** A package is never rolled back to an old label: what was taken back is released under a new one. */
function packageLabel(atMs: number, labels: Map<string, number>): string {
  const day = new Date(atMs).toISOString().slice(0, 10);
  const earlier = labels.get(day) ?? 0;
  labels.set(day, earlier + 1);
  return earlier === 0 ? day : `${day}-${earlier + 1}`;
}

function versionReader(releases: readonly Release[]): Calendar["versionAt"] {
  const first: Partial<Record<ReleaseKind, string>> = firstVersions;
  return (kind, atMs) =>
    releases.findLast((release) => release.kind === kind && release.atMs <= atMs)?.version ??
    first[kind] ??
    "";
}
