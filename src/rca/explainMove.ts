import type { Cube } from "../model/cube.js";
import { dayMs } from "../model/duration.js";
import type { Metric } from "../model/metric.js";
import type { Stage } from "../model/stages.js";
import { analyseChange } from "./analyseChange.js";
import type { ChangeAnswer, ChangeVerdict, RefusedAnswer } from "./analyseChange.js";
import { blameEvent } from "./blameEvent.js";
import type { BlamedEvent } from "./blameEvent.js";
import { changeCube } from "./changeCube.js";
import type { Slice } from "./changeCube.js";
import { changeTime } from "./changeTime.js";
import type { WindowSum } from "./gateChange.js";
import { canCause } from "./moveEvents.js";
import type { MoveEvent } from "./moveEvents.js";
import { isLoggingFault, isOneAdvertiser, isSamplingChange } from "./moveKinds.js";
import type { DayVolume, MoveWindows } from "./moveKinds.js";
import { moveRows, ratioWeights, sourceDimension, versionDimensions } from "./moveRows.js";
import type { DayRange, MoveRow } from "./moveRows.js";
import { mixDriver } from "./mixDriver.js";
import { movePValue } from "./moveEvidence.js";
import { moveSeries, sliceTest } from "./moveSeries.js";
import type { SeenMove } from "./moveSeries.js";

/** What a move of a metric is, in one word. */
export type MoveKind = ChangeVerdict | "logging-fault" | "sampling-change" | "duplicates-of-one-advertiser";

export type Move = {
  /** Cells of one stage with the dimension `day`, as `pageData(…).scoredDaily` has them. */
  readonly cube: Cube;
  readonly stage: Stage;
  readonly metric: Pick<Metric, "numerator" | "denominator">;
  /** The earlier window and the later one, which begins after it. */
  readonly from: DayRange;
  readonly to: DayRange;
  /** In which causes are looked for; all of the cube but `day` when left out. */
  readonly dimensions?: readonly string[];
  readonly events?: readonly MoveEvent[];
  /** Of the stage, where a table says what was due. */
  readonly volumes?: readonly DayVolume[];
};

export type MoveAnswer = {
  /**
   * In the order in which they are asked for. `logging-fault`: counts exceed units, or more of the work due is missing in
   * the log or doubled than before; nothing else is answered. `sampling-change`: the raw rate jumped, the weighted did
   * not. `duplicates-of-one-advertiser`: the rate of items jumped, that of advertisers did not. Then as `ChangeVerdict`.
   */
  readonly kind: MoveKind;
  /** In units of effective n; refused for a logging fault. */
  readonly answer: ChangeAnswer | RefusedAnswer;
  /** The slice that changed most of a `cause`, or that of one dimension whose growth did most of a `mix-shift`. */
  readonly slice: Slice | undefined;
  /** Sums of weights in both windows, as the metric is published. */
  readonly from: WindowSum;
  readonly to: WindowSum;
  /** The likeliest first day of the new level, and the first and last likely ones; `undefined` where nothing changed. */
  readonly since: MoveDay | undefined;
  /** Probability that chance alone shows as much, see `movePValue`; `undefined` of a logging fault. */
  readonly pValue: number | undefined;
  /** The event that stands out; `undefined` where none does. */
  readonly event: BlamedEvent | undefined;
};

export type MoveDay = { readonly day: string; readonly range: readonly [first: string, last: string] };

/**
 * Of the dimensions of a daily cube some say the same, as a language and its only market do. A deeper slice must be 2 nats
 * better. Who labels is no cause of what was decided in a slice: it is named alone or not at all.
 */
const dailyCubes = {
  related: true,
  depthPenalty: 2,
  alone: [sourceDimension],
  versions: versionDimensions,
};

/**
 * What moved a metric from one window of days to another, since when, and which event is behind it; `undefined` when a
 * window has no labels. Deterministic. O(cells × choices of dimensions).
 */
export function explainMove(move: Move): MoveAnswer | undefined {
  const { cube, metric, stage, events = [] } = move;
  const dimensions = move.dimensions ?? cube.dimensions.filter((name) => name !== "day");
  const weights = ratioWeights(cube, metric);
  const windows = {
    from: moveRows(cube, move.from, { dimensions, weights }),
    to: moveRows(cube, move.to, { dimensions, weights }),
  };
  const [from, to] = [windows.from.facts.weighted, windows.to.facts.weighted];
  if (from.total <= 0 || to.total <= 0) return undefined;
  const rows = { from: windows.from.rows, to: windows.to.rows };
  const answer = analyseChange(changeCube(dimensions, rows), { history: rows.from, ...dailyCubes });
  const kind = kindOf(move, answer, windows);
  const slice = sliceBehind(kind, answer);
  const seen = { kind, windows: rows, isIn: sliceTest(slice, dimensions) };
  const series = moveSeries(move, seen);
  const excess = excessOf(seen);
  const raw = { from: windows.from.facts.raw, to: windows.to.facts.raw };
  const able = events.filter((event) => canCause(event, { kind, stage, slice, excess }));
  return {
    kind,
    answer: kind === "logging-fault" ? refused(answer) : answer,
    slice,
    from,
    to,
    since: kind === "no-evidence" ? undefined : sinceOf(series, move),
    pValue: movePValue({ kind, answer, raw }),
    event: blameEvent(series, { firstMs: Date.parse(move.from.first), events: able }),
  };
}

function kindOf(
  { cube, metric, volumes = [], from, to }: Move,
  answer: ChangeAnswer | RefusedAnswer,
  windows: MoveWindows,
): MoveKind {
  const within = ({ first, last }: DayRange) => volumes.filter(({ day }) => day >= first && day <= last);
  if (answer.verdict === "logging-fault" || isLoggingFault(within(from), within(to))) return "logging-fault";
  if (isSamplingChange(windows)) return "sampling-change";
  const isRate = answer.verdict !== "no-evidence" && answer.verdict !== "mix-shift";
  if (isRate && isOneAdvertiser(cube, ratioWeights(cube, metric), windows))
    return "duplicates-of-one-advertiser";
  return answer.verdict;
}

function refused(answer: ChangeAnswer | RefusedAnswer): RefusedAnswer {
  if (answer.verdict === "logging-fault") return answer;
  return { verdict: "logging-fault", residual: { cells: 0, surplus: 0 } };
}

/** Labels of what moved beyond those that the earlier window's rate gives. */
function excessOf({ kind, windows, isIn }: SeenMove): number {
  const countedIn = (rows: readonly MoveRow[]): WindowSum =>
    rawOf(kind === "cause" ? rows.filter(isIn) : rows);
  const [own, to] = [countedIn(windows.from), countedIn(windows.to)];
  const from = own.total > 0 ? own : rawOf(windows.from); // of a new slice all stand for its past
  return to.count - to.total * (from.total > 0 ? from.count / from.total : 0);
}

function rawOf(rows: readonly MoveRow[]): WindowSum {
  const none = { count: 0, total: 0 };
  return rows.reduce(
    (sum, { raw }) => ({ count: sum.count + raw.count, total: sum.total + raw.total }),
    none,
  );
}

function sliceBehind(kind: MoveKind, answer: ChangeAnswer | RefusedAnswer): Slice | undefined {
  if (answer.verdict === "logging-fault") return undefined;
  if (kind === "cause") return answer.causes[0]?.slice;
  const { mix } = answer;
  const part = mixDriver(mix?.parts ?? []);
  if (kind !== "mix-shift" || mix === undefined || part === undefined) return undefined;
  return { [mix.dimension]: part.key };
}

function sinceOf(series: readonly WindowSum[], { from }: Move): MoveDay | undefined {
  const change = changeTime(series);
  if (change === undefined) return undefined;
  const dayAt = (place: number): string =>
    new Date(Date.parse(from.first) + place * dayMs).toISOString().slice(0, 10);
  return { day: dayAt(change.place), range: [dayAt(change.range[0]), dayAt(change.range[1])] };
}
