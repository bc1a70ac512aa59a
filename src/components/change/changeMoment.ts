import { dayMs } from "../../model/duration.js";
import { stages } from "../../model/stages.js";
import type { CubeCell } from "../../model/cube.js";
import { rateOf } from "../../metrics/rates.js";
import { blameEvent } from "../../rca/blameEvent.js";
import { changeTime } from "../../rca/changeTime.js";
import type { WindowSum } from "../../rca/gateChange.js";
import { canCause } from "../../rca/moveEvents.js";
import { workspaceEvents } from "../../rca/workspaceEvents.js";
import type { WorkspaceEvent } from "../../rca/workspaceEvents.js";
import type { PageData } from "../pageData.js";
import { daysOf } from "./changeWindows.js";
import { scaleOf } from "./windowChange.js";
import type { WindowChange } from "./windowChange.js";

/** Since when a change holds, and the event that fits it. */
export type ChangeMoment = {
  /** Likeliest first day (ISO) of the new level. */
  readonly day: string;
  /** First and last day that are nearly as likely: about a 95 % range. */
  readonly range: readonly [string, string];
  readonly event: (WorkspaceEvent & { readonly pValue: number }) | undefined;
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
  const events = workspaceEvents(data);
  return {
    day: dayAt(found.place),
    range: [dayAt(found.range[0]), dayAt(found.range[1])],
    event: blameEvent(series, { firstMs, events: events.filter((event) => isAble(event, change)) }),
    events: events.filter(({ atMs }) => atMs >= firstMs && atMs < firstMs + days.length * dayMs).length,
  };
}

/** Whether an event can be behind a change at all: it changes decisions of the stage, and enough of them. */
function isAble(event: WorkspaceEvent, { stage, verdict, causes, before, after }: WindowChange): boolean {
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
