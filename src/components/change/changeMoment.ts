import type { Report } from "../../model/report.js";
import { stages } from "../../model/stages.js";
import type { CubeCell } from "../../model/cube.js";
import { rateOf } from "../../metrics/rates.js";
import { blameEvent } from "../../rca/blameEvent.js";
import { changeTime } from "../../rca/changeTime.js";
import type { WindowSum } from "../../rca/gateChange.js";
import { canCause } from "../../rca/moveEvents.js";
import type { MoveEvent } from "../../rca/moveEvents.js";
import type { PageData } from "../pageData.js";
import { dayMs, daysOf } from "./changeWindows.js";
import { scaleOf } from "./windowChange.js";
import type { WindowChange } from "./windowChange.js";

/** A release of the package or a version of the guideline, as readers know it. */
export type NamedEvent = MoveEvent & {
  readonly label: string;
  /** Labels of the release and the one before, where it is one and has one. */
  readonly release: { readonly from: string; readonly to: string } | undefined;
};

/** Since when a change holds, and the event that fits it. */
export type ChangeMoment = {
  /** Likeliest first day (ISO) of the new level. */
  readonly day: string;
  /** First and last day that are nearly as likely: about a 95 % range. */
  readonly range: readonly [string, string];
  readonly event: (NamedEvent & { readonly pValue: number }) | undefined;
  /** Releases and guideline versions within both windows. */
  readonly events: number;
};

/**
 * When and by what a change came, by the days of both windows, of its first named cause or of the whole where none is
 * named; `undefined` where there is nothing to date. O(cells + days² × events).
 */
export function changeMoment(change: WindowChange, data: PageData): ChangeMoment | undefined {
  if (["no-evidence", "cannot-tell", "mix-shift"].includes(change.verdict)) return undefined;
  const days = daysOf({ from: change.windows.earlier.from, to: change.windows.later.to });
  const series = daySums(change, days);
  const found = changeTime(series);
  if (found === undefined) return undefined;
  const dayAt = (place: number): string => days[place] ?? "";
  const firstMs = Date.parse(dayAt(0));
  const events = namedEvents(data);
  const blamed = blameEvent(series, { firstMs, events: events.filter((event) => isAble(event, change)) });
  const named = blamed === undefined ? undefined : events.find(({ id }) => id === blamed.id);
  return {
    day: dayAt(found.place),
    range: [dayAt(found.range[0]), dayAt(found.range[1])],
    event: named === undefined || blamed === undefined ? undefined : { ...named, pValue: blamed.pValue },
    events: events.filter(({ atMs }) => atMs >= firstMs && atMs < firstMs + days.length * dayMs).length,
  };
}

/** Whether an event can be behind a change at all: it changes decisions of the stage, and enough of them. */
function isAble(event: NamedEvent, { stage, verdict, causes, before, after }: WindowChange): boolean {
  const known = stages.find((name) => name === stage);
  if (known === undefined) return false;
  const [first] = causes.filter(({ named }) => named);
  const excess = ((after.value ?? 0) - (before.value ?? 0)) * after.effectiveN;
  return canCause(event, { kind: verdict, stage: known, slice: first?.slice, excess });
}

/** The days of what changed, in effective units. */
function daySums(
  { cube, windows, metric, causes, before, after }: WindowChange,
  days: readonly string[],
): WindowSum[] {
  const [first] = causes.filter(({ named }) => named);
  const names = Object.entries(first?.slice ?? {});
  const byDay = new Map<string, CubeCell[]>(days.map((day) => [day, []]));
  for (const cell of [...windows.earlier.cells, ...windows.later.cells])
    if (names.every(([name, value]) => (cell.slice[name] ?? null) === value))
      byDay.get(cell.slice["day"] ?? "")?.push(cell);
  return days.map((day) => {
    const { count, total } = rateOf(cube, byDay.get(day) ?? [], metric);
    const scale = scaleOf(day < windows.later.from ? before : after);
    return { count: count * scale, total: total * scale };
  });
}

function namedEvents(data: Pick<PageData, "terms"> & { readonly report: Report }): NamedEvent[] {
  const { releases, guidelines } = data.report;
  return [
    ...releases.map(({ label, releasedAt }, at): NamedEvent => {
      const named = { id: `release ${label}`, kind: "package", atMs: releasedAt } as const;
      const release = at === 0 ? undefined : { from: releases[at - 1]?.label ?? "", to: label };
      const touched = at === 0 ? {} : { touched: labelledHits(data, at) };
      return { ...named, ...touched, label: `package release ${label}`, release };
    }),
    ...guidelines.map(({ version, effectiveFrom }): NamedEvent => {
      const label = `guideline version ${version}`;
      return { id: label, kind: "policy", atMs: effectiveFrom, label, release: undefined };
    }),
  ];
}

/** Labelled hits of the terms that a release brought, and of those that it took. */
function labelledHits({ terms }: Pick<PageData, "terms">, release: number): number {
  return terms
    .filter(({ firstRelease, lastRelease }) => firstRelease === release || lastRelease === release - 1)
    .reduce((sum, { labelled }) => sum + labelled, 0);
}
