import type { Cube } from "../../src/model/cube.js";
import type { DayVolume } from "../../src/rca/moveKinds.js";
import type { MoveEvent } from "../../src/rca/moveEvents.js";
import { isReleaseKind } from "../../src/rca/moveEvents.js";
import type { DayRange } from "../../src/rca/moveRows.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import { rowsIn, simulateFiles } from "../../test/simulate/simulated.js";
import { truthsIn } from "../../test/simulate/strike.js";
import type { Truth } from "../../test/simulate/strike.js";
import { auditedCube, autoCube, finalCube, labelledCube, paceCube, readLog } from "./logCubes.js";
import type { Log, LogCube } from "./logCubes.js";

/** The cubes that an incident can be looked for in, by name. */
export const views = {
  auto: autoCube,
  autoLabelled: (log: Log) => labelledCube(log, "auto"),
  humanLabelled: (log: Log) => labelledCube(log, "human"),
  humanPace: paceCube,
  audited: auditedCube,
  final: finalCube,
} as const;

export type View = keyof typeof views;

/** What is known of a simulated incident without its truth, and the truth. */
export type PlantedMove = {
  readonly cube: Cube;
  readonly from: DayRange;
  readonly to: DayRange;
  readonly events: readonly MoveEvent[];
  readonly volumes: readonly DayVolume[];
  readonly truth: Truth;
};

type Files = ReadonlyMap<string, string>;

const days = 20;
const firstDay = 10;

function dayOn(day: number): string {
  return new Date(Date.UTC(2025, 0, 6 + day)).toISOString().slice(0, 10);
}

/** Simulates an incident that begins halfway, 1,000 ads a day, and takes the views of ten quiet days and ten with it. */
export function plantMoves<V extends View>(
  spec: Omit<IncidentSpec, "day" | "days">,
  { seed, wanted }: { seed: number; wanted: readonly V[] },
): Map<V, PlantedMove> {
  const plan = [{ ...spec, day: firstDay, days: days - firstDay }];
  const files = simulateFiles({ seed, days, items: 20_000, plan });
  const [truth] = truthsIn(files);
  if (truth === undefined) throw new TypeError("Expected an incident in the truth, got none");
  const log = readLog(files);
  const windows = {
    from: { first: dayOn(0), last: dayOn(firstDay - 1) },
    to: { first: dayOn(firstDay), last: dayOn(days - 1) },
  };
  const volumes = volumesIn(files, log);
  return new Map(
    wanted.map((view) => {
      const found = views[view](log);
      return [view, { ...windows, cube: found.cube, events: eventsIn(files, found), volumes, truth }];
    }),
  );
}

/** Everything that was changed, with the decisions by the terms that a release of the package brought or took. */
function eventsIn(files: Files, { rows }: LogCube): MoveEvent[] {
  let earlier = new Set<string>();
  return rowsIn(files, "release-events.csv").flatMap((row): MoveEvent[] => {
    const { release_id: id = "", kind = "", at = "", version } = row;
    if (!isReleaseKind(kind)) return [];
    const event = { id, kind, atMs: Date.parse(at) };
    if (kind !== "package") return [event];
    const terms = new Set(rowsIn(files, `packages/${version}.csv`).map((term) => term["term_id"] ?? ""));
    const changed = new Set([...terms, ...earlier].filter((term) => !terms.has(term) || !earlier.has(term)));
    earlier = terms;
    const touched = rows.filter((own) => changed.has(own.event["reason_label"]?.replace("term:", "") ?? ""));
    return [{ ...event, touched: touched.length }];
  });
}

/** Tasks that were done on a day, and judgments of round 1 that were logged on it. */
function volumesIn(files: Files, { events }: Log): DayVolume[] {
  const volumes = new Map<string, { due: number; logged: number }>();
  const on = (time: string | undefined) => {
    const day = time?.slice(0, 10) ?? "";
    const known = volumes.get(day) ?? { due: 0, logged: 0 };
    volumes.set(day, known);
    return known;
  };
  for (const task of rowsIn(files, "tasks")) if (task["completed_at"] !== "") on(task["completed_at"]).due++;
  for (const event of events)
    if (event["stage"] === "human" && event["round"] === "1") on(event["ended_at"]).logged++;
  return Array.from(volumes, ([day, volume]) => ({ day, ...volume }));
}
