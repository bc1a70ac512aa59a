import type { CubeCell } from "../../model/cube.js";
import type { Report } from "../../model/report.js";
import { rateOf } from "../../metrics/rates.js";
import { changeTime } from "../../rca/changeTime.js";
import type { WindowSum } from "../../rca/gateChange.js";
import { nearestEvent } from "../../rca/nearestEvent.js";
import type { Coincidence, TimedEvent } from "../../rca/nearestEvent.js";
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
  readonly nearest: Coincidence<NamedEvent> | undefined;
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
  const nearest = nearestEvent(Date.parse(dayAt(found.place)), eventsOf(report), {
    toleranceMs: dayMs,
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
