import type { PageData } from "../../src/components/pageData.js";
import type { Cube } from "../../src/model/cube.js";
import { DataError, quote } from "../../src/model/dataError.js";
import type { Move } from "../../src/rca/explainMove.js";
import type { MoveEvent } from "../../src/rca/moveEvents.js";
import { dayMs } from "../../src/model/duration.js";
import type { DayRange } from "../../src/rca/moveRows.js";
import { workspaceEvents } from "../../src/rca/workspaceEvents.js";
import { chooseCandidates } from "./moveCandidates.js";
import type { Candidate, CandidateChoice, NamedMetric } from "./moveCandidates.js";
import type { OpenLog } from "./openLog.js";

export type MoveChoice = CandidateChoice & {
  /** Last day of the later window; the last one with decisions that the metric is about when left out. */
  readonly at: string | undefined;
  /** Days of each window. */
  readonly days: number;
  /** What the workspace's tables do not know of: models, teams, samplings. */
  readonly events: readonly MoveEvent[];
};

/** What is to be explained, and the metric. */
export type WorkspaceMove = { readonly move: Move; readonly metric: NamedMetric };

/**
 * The moves of the chosen metrics of a workspace between two windows of days that follow each other: of its labelled
 * decisions of a stage, and of what its log says without labels; with the releases of its package, the versions of its
 * guideline and the events given. Metrics without units in both windows are left out where several are asked for.
 * @throws {DataError} for a metric, stage, dimension or day that it does not have, and for an empty window
 */
export async function workspaceMoves(
  data: PageData,
  log: OpenLog,
  choice: MoveChoice,
): Promise<WorkspaceMove[]> {
  const chosen = chooseCandidates(data, log, choice);
  const events = {
    labelled: eventsOf(workspaceEvents(data), choice.events),
    hits: eventsOf(workspaceEvents(data, "hits"), choice.events),
  };
  const moves: WorkspaceMove[] = [];
  const cubes = new Map<string, Cube>(); // metrics of a source share it
  for (const candidate of chosen) {
    const { metric, stage, source } = candidate;
    const windows = windowsOf(candidate, choice, chosen.length === 1);
    if (windows === undefined) continue;
    const key = JSON.stringify([source, windows]);
    const days = { first: windows.from.first, last: windows.to.last };
    const cube = cubes.get(key) ?? (await log.cubeOf(source, days));
    cubes.set(key, cube);
    const dimensions = choice.by === undefined ? candidate.dimensions : knownIn(choice.by, candidate);
    const own = "labelled" in source ? events.labelled : events.hits;
    moves.push({ metric, move: { cube, stage, metric, ...windows, dimensions, events: own } });
  }
  if (moves.length > 0) return moves;
  throw optionError("--at", "expected a metric with decisions in both windows, got none");
}

function knownIn(by: readonly string[], { dimensions }: Candidate): readonly string[] {
  return by.filter((name) => dimensions.includes(name));
}

type Windows = { readonly from: DayRange; readonly to: DayRange };

/** The windows of a metric; of one among several `undefined` where either has no day with units. */
function windowsOf(
  { days }: Candidate,
  { at: wanted, days: length }: MoveChoice,
  isOne: boolean,
): Windows | undefined {
  const at = checkDay(wanted ?? days.at(-1) ?? "", { days, isOne });
  const from = { first: shiftDay(at, 1 - 2 * length), last: shiftDay(at, -length) };
  const to = { first: shiftDay(at, 1 - length), last: at };
  if (hasDay(days, from) && hasDay(days, to)) return { from, to };
  if (!isOne) return undefined;
  const message = `expected a day with units in the window before it, ${from.first} to ${from.last}, got none`;
  throw optionError("--at", `${message} (${quote(at)})`);
}

function hasDay(days: readonly string[], { first, last }: DayRange): boolean {
  return days.some((day) => day >= first && day <= last);
}

/** Of several metrics some may end before the day that is asked for. */
function checkDay(at: string, { days, isOne }: { days: readonly string[]; isOne: boolean }): string {
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const isDay = /^\d{4}-\d\d-\d\d$/.test(at) && !Number.isNaN(Date.parse(at));
  if (isDay && (!isOne || (at >= first && at <= last))) return at;
  throw optionError("--at", `expected a day from ${first} to ${last}, got ${quote(at)}`);
}

/** The workspace's own releases and guidelines stand for those that the others tell of, too. */
function eventsOf(own: readonly MoveEvent[], others: readonly MoveEvent[]): MoveEvent[] {
  const known = new Set(own.map(({ kind }) => kind));
  return [...own, ...others.filter(({ kind }) => !known.has(kind))];
}

function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);
}

function optionError(source: string, message: string): DataError {
  return new DataError([{ source, message }]);
}
