import type { Slice } from "../../src/rca/changeCube.js";
import type { WindowSum } from "../../src/rca/gateChange.js";
import { residualOf } from "../../src/rca/moveKinds.js";
import { moveRows, ratioWeights } from "../../src/rca/moveRows.js";
import type { DayRange, MoveRow } from "../../src/rca/moveRows.js";
import { sliceTest } from "../../src/rca/moveSeries.js";
import { binomialMass } from "../../src/stats/beta.js";
import type { PlantedMove } from "./plantedMove.js";

/** What an incident is looked for in. */
export type OracleMetric = {
  readonly numerator: readonly string[];
  readonly denominator: readonly string[];
  readonly isMix: boolean;
};

/** Counts of what a test compares: before and after in the slice, or others and the slice where it is new. */
export type Seen = { readonly from: WindowSum; readonly to: WindowSum; readonly pValue: number };

/**
 * What a single test sees that is told the planted slice and time: the labels of the slice, each counted once, in both
 * windows (of everything where the cube does not have the slice); of a new slice its labels and those of all others in
 * the later window; of a logging fault the missing work; of a mix shift the weaker test of its share and its rate.
 */
export function askOracle(planted: PlantedMove, { isMix, ...metric }: OracleMetric): Seen {
  const { cube, from, to, truth, volumes } = planted;
  if (truth.kind === "logging-fault") {
    const missing = ({ first, last }: DayRange) =>
      sumOf(volumes.filter(({ day }) => day >= first && day <= last).map(residualOf));
    return compare(missing(from), missing(to));
  }
  const dimensions = cube.dimensions.filter((name) => name !== "day");
  const isIn = sliceTest(knownPart(truth.slice, dimensions), dimensions);
  const weights = ratioWeights(cube, metric);
  const [earlier, later] = [from, to].map((range) => moveRows(cube, range, { dimensions, weights }).rows);
  return compareRows({ earlier: earlier ?? [], later: later ?? [], isIn, isMix });
}

function knownPart(slice: Slice, dimensions: readonly string[]): Slice {
  return Object.fromEntries(Object.entries(slice).filter(([name]) => dimensions.includes(name)));
}

type Rows = {
  readonly earlier: readonly MoveRow[];
  readonly later: readonly MoveRow[];
  readonly isIn: (row: MoveRow) => boolean;
  readonly isMix: boolean;
};

function compareRows({ earlier, later, isIn, isMix }: Rows): Seen {
  const others = rawOf(later.filter((row) => !isIn(row)));
  const [before, after] = [rawOf(earlier.filter(isIn)), rawOf(later.filter(isIn))];
  if (before.total === 0) return compare(others, after);
  if (!isMix) return compare(before, after);
  const share = compare(
    { count: before.total, total: rawOf(earlier).total },
    { count: after.total, total: rawOf(later).total },
  );
  const rate = compare(others, after);
  return rate.pValue > share.pValue ? rate : share;
}

/** Two probabilities that differ by less are ties that rounding split. */
const tie = 1 + 1e-7;

/** Fisher's exact test, two-sided, of whole counts. */
function compare(from: WindowSum, to: WindowSum): Seen {
  const [n0, n1, k0, k1] = [from.total, to.total, from.count, to.count].map(Math.round);
  const [before, after, all] = [n0 ?? 0, n1 ?? 0, (k0 ?? 0) + (k1 ?? 0)];
  const share = all / (before + after);
  const whole = binomialMass(all, before + after, share);
  const massOf = (count: number): number =>
    (binomialMass(count, after, share) * binomialMass(all - count, before, share)) / whole;
  const likely = massOf(k1 ?? 0) * tie;
  let pValue = 0;
  for (let count = Math.max(0, all - before); count <= Math.min(all, after); count++) {
    const mass = massOf(count);
    if (mass <= likely) pValue += mass;
  }
  return { from, to, pValue: Math.min(1, pValue) };
}

function rawOf(rows: readonly MoveRow[]): WindowSum {
  return sumOf(rows.map(({ raw }) => raw));
}

function sumOf(sums: readonly WindowSum[]): WindowSum {
  return sums.reduce((a, b) => ({ count: a.count + b.count, total: a.total + b.total }), {
    count: 0,
    total: 0,
  });
}
