import type { Cube } from "../model/cube.js";
import type { Interval, Rate } from "../model/rate.js";
import { langReiczigel } from "../stats/langReiczigel.js";
import type { AuditRow } from "./audits.js";
import { rateOf } from "./rates.js";

/** A corrected share beside the one that QA found. */
export type Corrected = {
  /** By the verdicts of QA as they stand. */
  readonly apparent: Rate;
  /** How often QA confirms what is right and overturns what is wrong, by its auditor. */
  readonly confirmsRight: Rate;
  readonly overturnsWrong: Rate;
  readonly value: number;
  readonly interval: Interval;
};

/** Accuracy, FPR and FNR of people without the errors of QA; a part is `undefined` where it cannot be told. */
export type CorrectedChain = {
  readonly apparent: { readonly accuracy: Rate; readonly fpr: Rate; readonly fnr: Rate };
  readonly accuracy: CorrectedValue | undefined;
  readonly fpr: CorrectedValue | undefined;
  readonly fnr: CorrectedValue | undefined;
  /** Share of the rejections, and of the approvals, that is right. */
  readonly rejections: Corrected | CannotTell;
  readonly approvals: Corrected | CannotTell;
  /** Share of the audits by QA of people that were blind; `undefined` where no audit says. */
  readonly blind: Rate | undefined;
};

export type CorrectedValue = { readonly value: number; readonly interval: Interval };

/** Why a share cannot be corrected: no audit of QA, or QA is hardly better than chance by what there is. */
export type CannotTell = { readonly apparent: Rate; readonly why: "no audits" | "no errors seen" | "chance" };

/** Below this sum of the two shares of QA less one, a corrected value would say more of noise than of people. */
const leastGain = 0.2;

/**
 * The decisions of people by QA, corrected for QA's own errors as its auditor (ATA) found them. Rejections and approvals
 * are corrected apart, with how QA fares on each: a QA that waves mistakes through, or sees the reviewer's answer, is
 * then corrected too, as long as its auditor does neither. Accuracy, FPR and FNR are put together from both; their
 * intervals carry the errors of all samples, rejections and approvals being independent, and the shares of the two among
 * all decisions taken as known. O(rows).
 * Formulas: Rogan and Gladen 1978, Lang and Reiczigel 2014; putting together: Zou and Donner 2008 (MOVER).
 */
export function correctedChain(rows: readonly AuditRow[]): CorrectedChain {
  const cube = correctionCube(rows);
  const [rejections, approvals] = [correct(cube, "reject"), correct(cube, "approve")];
  const totals = { rejected: rejections.apparent.total, approved: approvals.apparent.total };
  const both = isCorrected(rejections) && isCorrected(approvals) ? { rejections, approvals } : undefined;
  return {
    apparent: apparentRates(cube),
    accuracy: both && mean(both.rejections, both.approvals, totals),
    fpr: both && shareOfBoth(wrong(both.rejections), both.approvals, [totals.rejected, totals.approved]),
    fnr: both && shareOfBoth(wrong(both.approvals), both.rejections, [totals.approved, totals.rejected]),
    rejections,
    approvals,
    blind: blindShare(rows),
  };
}

/** Whether there is a corrected value. */
export function isCorrected(found: Corrected | CannotTell): found is Corrected {
  return "value" in found;
}

const kinds = ["confirmed", "overturned"] as const;
const truths = ["right", "wrong"] as const;
const decisions = ["reject", "approve"] as const;

/** Measures: by decision of people, what QA said of it; and for the audits of QA, whether it was right in truth. */
const measures = decisions.flatMap((decision) =>
  kinds.flatMap((kind) => [`${decision} ${kind}`, ...truths.map((truth) => `${decision} ${truth} ${kind}`)]),
);

/** Audits of people by QA weigh one over their probability, audits of those by ATA the product of both. */
function correctionCube(rows: readonly AuditRow[]): Cube {
  const cells = rows.flatMap((row) => {
    const name = measureOf(row);
    if (name === undefined) return [];
    const own = measures.map((measure) => Number(measure === name));
    const [weight, squares] = row.by === "qa" ? [row.weight, row.squares] : [row.chained, row.chainedSquares];
    const sums = own.map((value) => value * weight);
    const products = own.flatMap((a, i) => own.slice(i).map((b) => a * b * squares));
    return [{ slice: {}, sums, products, ...(row.bucket === undefined ? {} : { bucket: row.bucket }) }];
  });
  return { dimensions: [], measures, cells };
}

function measureOf(row: AuditRow): string | undefined {
  if (row.by === "qa") {
    if (row.stage !== "human") return undefined;
    return `${row.decision} ${row.decision === row.verdict ? "confirmed" : "overturned"}`;
  }
  if (row.stage !== "qa" || row.reviewer !== "human" || row.agreed === null) return undefined;
  const first = row.agreed === "yes" ? row.decision : other(row.decision);
  const truth = first === row.verdict ? "right" : "wrong";
  return `${first} ${truth} ${row.agreed === "yes" ? "confirmed" : "overturned"}`;
}

function other(decision: "reject" | "approve"): "reject" | "approve" {
  return decision === "reject" ? "approve" : "reject";
}

/** The share of decisions of a kind that is right, corrected. */
function correct(cube: Cube, decision: "reject" | "approve"): Corrected | CannotTell {
  const share = (hit: string, miss: string): Rate =>
    rateOf(cube, cube.cells, { id: hit, numerator: [hit], denominator: [hit, miss] });
  const apparent = share(`${decision} confirmed`, `${decision} overturned`);
  const confirmsRight = share(`${decision} right confirmed`, `${decision} right overturned`);
  const overturnsWrong = share(`${decision} wrong overturned`, `${decision} wrong confirmed`);
  if (confirmsRight.value === undefined) return { apparent, why: "no audits" };
  if (overturnsWrong.value === undefined) return { apparent, why: "no errors seen" };
  if (confirmsRight.value + overturnsWrong.value - 1 < leastGain) return { apparent, why: "chance" };
  const found = langReiczigel(apparent, { sensitivity: confirmsRight, specificity: overturnsWrong });
  if (found === undefined) return { apparent, why: "no audits" };
  return { apparent, confirmsRight, overturnsWrong, value: found.value, interval: found.interval };
}

function apparentRates(cube: Cube): CorrectedChain["apparent"] {
  const [fp, tp] = ["reject overturned", "reject confirmed"];
  const [fn, tn] = ["approve overturned", "approve confirmed"];
  const rate = (id: string, numerator: string[], denominator: string[]): Rate =>
    rateOf(cube, cube.cells, { id, numerator, denominator });
  return {
    accuracy: rate("accuracy by QA", [tp, tn], [tp, tn, fp, fn]),
    fpr: rate("FPR by QA", [fp], [fp, tn]),
    fnr: rate("FNR by QA", [fn], [fn, tp]),
  };
}

function wrong({ value, interval: [low, high] }: CorrectedValue): CorrectedValue {
  return { value: 1 - value, interval: [1 - high, 1 - low] };
}

/** The mean of two shares by the numbers that they are of. */
function mean(
  a: CorrectedValue,
  b: CorrectedValue,
  { rejected, approved }: { rejected: number; approved: number },
): CorrectedValue {
  const [u, v] = [rejected / (rejected + approved), approved / (rejected + approved)];
  const value = u * a.value + v * b.value;
  const below = Math.hypot(u * (a.value - a.interval[0]), v * (b.value - b.interval[0]));
  const above = Math.hypot(u * (a.interval[1] - a.value), v * (b.interval[1] - b.value));
  return { value, interval: [Math.max(0, value - below), Math.min(1, value + above)] };
}

/**
 * x·a / (x·a + y·b) of two independent shares: the first among both. Its odds are a product, and the logarithms of shares
 * are put together; a share of 0 has its odds at 0.
 */
function shareOfBoth(
  a: CorrectedValue,
  b: CorrectedValue,
  [x, y]: readonly [number, number],
): CorrectedValue | undefined {
  const odds = (first: number, second: number): number => (x * first) / (y * second);
  if (x * a.value + y * b.value <= 0) return undefined;
  const value = toShare(odds(a.value, b.value));
  if (b.value === 0) return { value: 1, interval: [toShare(odds(a.interval[0], b.interval[1])), 1] };
  const below = Math.hypot(spread(a.interval[0], a.value), spread(b.value, b.interval[1]));
  const above = Math.hypot(spread(a.value, a.interval[1]), spread(b.interval[0], b.value));
  if (a.value === 0) return { value: 0, interval: [0, toShare(odds(a.interval[1], b.value))] };
  const middle = Math.log(odds(a.value, b.value));
  return { value, interval: [toShare(Math.exp(middle - below)), toShare(Math.exp(middle + above))] };
}

function toShare(odds: number): number {
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** Distance of two shares in logarithms; without end where the lower one is 0. */
function spread(low: number, high: number): number {
  return low <= 0 ? Infinity : Math.log(high / low);
}

function blindShare(rows: readonly AuditRow[]): Rate | undefined {
  const told = rows.filter(({ by, stage, blind }) => by === "qa" && stage === "human" && blind !== null);
  if (told.length === 0) return undefined;
  const cells = told.map(({ blind, weight, squares }) => {
    const own = [Number(blind === "yes"), Number(blind === "no")];
    return {
      slice: {},
      sums: own.map((value) => value * weight),
      products: [(own[0] ?? 0) * squares, 0, (own[1] ?? 0) * squares],
    };
  });
  const cube = { dimensions: [], measures: ["blind", "seeing"], cells };
  return rateOf(cube, cells, { id: "blind", numerator: ["blind"], denominator: ["blind", "seeing"] });
}
