import type { ChangeCube } from "./changeCube.js";

/** What must hold in every cell when each unit was logged once, and does not. */
export type IdentityResidual = {
  /** Cells with more counts than units, in either window. */
  readonly cells: number;
  /** Counts beyond the units, summed over those cells. */
  readonly surplus: number;
};

/** Counts beyond units that rounding of weighted sums explains, relative to the units. */
const rounding = 1e-9;

/**
 * How far a cube breaks the identity that counts are a part of the units; `undefined` when it holds. Where it does not,
 * units were lost or counts doubled, and no rate can be trusted. O(cells).
 */
export function identityResidual(cube: ChangeCube): IdentityResidual | undefined {
  let [cells, surplus] = [0, 0];
  const look = (counts: Float64Array, totals: Float64Array): void => {
    counts.forEach((count, cell) => {
      const total = totals[cell] ?? 0;
      if (count <= total * (1 + rounding)) return;
      cells++;
      surplus += count - total;
    });
  };
  look(cube.count0, cube.total0);
  look(cube.count1, cube.total1);
  return cells === 0 ? undefined : { cells, surplus };
}
