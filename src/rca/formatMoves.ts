import { formatTime } from "../model/time.js";
import type { MoveAnswer } from "./explainMove.js";
import { formatMove, moveFields } from "./formatMove.js";
import type { MoveLabels } from "./formatMove.js";
import { sliceWords } from "./formatAnswer.js";
import type { RankedMove } from "./rankMoves.js";

/** An answer of one metric among several. */
export type NamedMove = {
  readonly metric: string;
  readonly stage: string;
  readonly labels: MoveLabels;
  readonly found: MoveAnswer;
};

/** Answers of several metrics in their order as one JSON object on a line: `looked`, and `moves` with metric, stage, qValue, isMove and the fields of each. */
export function toMovesJson(ranked: readonly RankedMove<NamedMove>[]): string {
  const moves = ranked.map(({ metric, stage, qValue, isMove, found }) => ({
    metric,
    stage,
    qValue,
    isMove,
    ...moveFields(found),
  }));
  return `${JSON.stringify({ looked: ranked.length, moves })}\n`;
}

/** The same in words: what moved, a line each, then all of the first. */
export function formatMoves(ranked: readonly RankedMove<NamedMove>[]): string {
  const moved = ranked.filter(({ isMove }) => isMove);
  const lines = [
    `${ranked.length} metrics looked at, ${moved.length} moved beyond chance (5 % of those named may be false, Benjamini and Hochberg).`,
    ...moved.map(moveLine),
  ];
  const [first] = moved;
  if (first === undefined) return `${lines.join("\n")}\n`;
  return `${lines.join("\n")}\n\n${formatMove(first.found, first.labels)}`;
}

function moveLine({ metric, stage, found, qValue }: RankedMove<NamedMove>): string {
  const { kind, slice, since, event } = found;
  return [
    `  ${metric}, ${stage}: ${kind}`,
    ...(slice === undefined ? [] : [` of ${sliceWords(slice)}`]),
    ...(since === undefined ? [] : [` since ${since.day}`]),
    ...(event === undefined ? [] : [`, ${event.kind} ${event.id} of ${formatTime(event.atMs)}`]),
    ` (q = ${qValue.toPrecision(2)})`,
  ].join("");
}
