import { dayMs } from "../model/duration.js";
import type { Slice } from "./changeCube.js";
import type { WindowSum } from "./gateChange.js";
import { residualOf } from "./moveKinds.js";
import type { DayVolume } from "./moveKinds.js";
import type { DayRange, MoveRow } from "./moveRows.js";

/** A move of a kind, the rows of its windows, and which of them lie in the slice behind it: all where there is none. */
export type SeenMove = {
  readonly kind: string;
  readonly windows: { readonly from: readonly MoveRow[]; readonly to: readonly MoveRow[] };
  readonly isIn: (row: MoveRow) => boolean;
};

type Days = { readonly from: DayRange; readonly to: DayRange };

/** Tells the rows of a slice, all where there is none. */
export function sliceTest(
  slice: Slice | undefined,
  dimensions: readonly string[],
): (row: MoveRow) => boolean {
  const wanted = Object.entries(slice ?? {}).map(
    ([name, value]) => [dimensions.indexOf(name), value] as const,
  );
  return ({ values }) => wanted.every(([place, value]) => values[place] === value);
}

/**
 * The days of both windows and between, each with what the kind of move is seen in: work that is missing, labels counted
 * once, the part that a slice has of all units, or the rate. Days without rows are 0 of 0. O(rows + days).
 */
export function moveSeries(
  move: Days & { readonly volumes?: readonly DayVolume[] },
  { kind, windows, isIn }: SeenMove,
): WindowSum[] {
  const { volumes = [] } = move;
  const all = [...windows.from, ...windows.to];
  if (kind === "logging-fault") {
    const missing = volumes.map((volume) => ({
      ...residualOf(volume),
      order: Date.parse(volume.day) / dayMs,
    }));
    return byDay(move, missing);
  }
  if (kind === "sampling-change")
    return byDay(
      move,
      all.map(({ raw, order }) => ({ ...raw, order })),
    );
  if (kind !== "mix-shift" && windows.from.some(isIn)) return byDay(move, all.filter(isIn));
  // What grew or is new is dated by its part of all units.
  return byDay(
    move,
    all.map((row) => ({ order: row.order, count: isIn(row) ? row.total : 0, total: row.total })),
  );
}

function byDay({ from, to }: Days, rows: readonly (WindowSum & { readonly order: number })[]): WindowSum[] {
  const first = Date.parse(from.first) / dayMs;
  const days = Date.parse(to.last) / dayMs - first + 1;
  const sums = Array.from({ length: days }, () => ({ count: 0, total: 0 }));
  for (const { order, count, total } of rows) {
    const sum = sums[order - first];
    if (sum === undefined) continue;
    sum.count += count;
    sum.total += total;
  }
  return sums;
}
