import { benjaminiHochberg } from "../stats/benjaminiHochberg.js";
import type { MoveAnswer } from "./explainMove.js";

/** An answer among those of several metrics. */
export type RankedMove<Named> = Named & {
  readonly found: MoveAnswer;
  /** The answer's p-value, adjusted for how many metrics were looked at; 0 of a logging fault. */
  readonly qValue: number;
  /** Whether it moved beyond chance, given how many were looked at. */
  readonly isMove: boolean;
};

/** Share of false discoveries among the moves. */
const falseMoves = 0.05;
/** They change what is logged and no decision, so that other metrics cannot be read before them. */
const ofTheLog: readonly string[] = ["logging-fault", "sampling-change"];

/**
 * Answers of several metrics, those of the log itself first, then by evidence, the strongest first; equal ones in their
 * order. Metrics of one workspace rise and fall together: the adjustment is that of Benjamini and Hochberg.
 */
export function rankMoves<Named extends { readonly found: MoveAnswer }>(
  moves: readonly Named[],
): RankedMove<Named>[] {
  const qValues = benjaminiHochberg(moves.map(({ found }) => found.pValue ?? 0));
  const ranked = moves.map((move, at) => {
    const qValue = qValues[at] ?? 1;
    return { ...move, qValue, isMove: move.found.kind !== "no-evidence" && qValue <= falseMoves };
  });
  const orderOf = ({ found, isMove }: RankedMove<Named>): number =>
    isMove ? Number(!ofTheLog.includes(found.kind)) : 2;
  return ranked.toSorted((a, b) => orderOf(a) - orderOf(b) || a.qValue - b.qValue);
}
