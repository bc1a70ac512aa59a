import type { CubeCell } from "../../model/cube.js";
import type { Report } from "../../model/report.js";
import { rateOf } from "../../metrics/rates.js";
import { changeTime } from "../../rca/changeTime.js";
import type { WindowSum } from "../../rca/gateChange.js";
import type { TimedEvent } from "../../rca/nearestEvent.js";
import { dayMs, daysOf } from "./changeWindows.js";
import { scaleOf } from "./windowChange.js";
import type { WindowChange } from "./windowChange.js";

/** A release of the package or a version of the guideline, as readers know it. */
export type NamedEvent = TimedEvent & {
  readonly label: string;
  /** Label of the release, where it is one, and of the one before. */
  readonly release: { readonly from: string; readonly to: string } | undefined;
};

export type ChangeMoment = {
  /** Likeliest first day (ISO) of the new level. */
  readonly day: string;
  /** First and last day that explain the series nearly as well: about a 95 % range. */
  readonly range: readonly [string, string];
  /** `undefined` when no event is before it. */
  readonly nearest: NearestEvent | undefined;
};

type NearestEvent = {
  readonly event: NamedEvent;
  /** Probability that a change at a time of chance has an event as shortly before it, in (0, 1]. */
  readonly pValue: number;
};

/**
 * Since when a change holds, by the days of both windows, of its first named cause or of the whole where none is named;
 * `undefined` where there is nothing to date. O(cells).
 */
export function changeMoment(change: WindowChange, report: Report): ChangeMoment | undefined {
  if (["no-evidence", "cannot-tell", "mix-shift"].includes(change.verdict)) return undefined;
  const days = daysOf({ from: change.windows.earlier.from, to: change.windows.later.to });
  const found = changeTime(daySums(change, days));
  if (found === undefined) return undefined;
  const dayAt = (place: number): string => days[place] ?? "";
  const startMs = Date.parse(dayAt(0));
  const nearest = nearestBefore(Date.parse(dayAt(found.place)), eventsOf(report), {
    fromMs: startMs,
    toMs: startMs + days.length * dayMs,
  });
  return { day: dayAt(found.place), range: [dayAt(found.range[0]), dayAt(found.range[1])], nearest };
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

type Span = { readonly fromMs: number; readonly toMs: number };

/**
 * The event most shortly before a change that came in the course of a day, with the part of the span in which a change
 * would have an event as near: what `nearestEvent` draws times for, exactly, and without the chance that a browser
 * cannot load. O(events · log events).
 */
function nearestBefore(
  changedMs: number,
  events: readonly NamedEvent[],
  { fromMs, toMs }: Span,
): NearestEvent | undefined {
  const before = events.filter(({ atMs }) => atMs <= changedMs + dayMs);
  const [event] = before.toSorted((a, b) => b.atMs - a.atMs);
  if (event === undefined) return undefined;
  const lagMs = Math.max(0, changedMs - event.atMs);
  let [near, reached] = [0, fromMs];
  for (const { atMs } of events.toSorted((a, b) => a.atMs - b.atMs)) {
    const [first, last] = [Math.max(reached, atMs - dayMs), Math.min(toMs, atMs + lagMs)];
    near += Math.max(0, last - first);
    reached = Math.max(reached, last);
  }
  return { event, pValue: near / (toMs - fromMs) };
}

function eventsOf({ releases, guidelines }: Report): NamedEvent[] {
  return [
    ...releases.map(({ label, releasedAt }, at) => ({
      id: `release ${label}`,
      atMs: releasedAt,
      label: `package release ${label}`,
      release: at === 0 ? undefined : { from: releases[at - 1]?.label ?? "", to: label },
    })),
    ...guidelines.map(({ version, effectiveFrom }) => ({
      id: `guideline ${version}`,
      atMs: effectiveFrom,
      label: `guideline version ${version}`,
      release: undefined,
    })),
  ];
}
