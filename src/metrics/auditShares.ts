import type { Cube } from "../model/cube.js";
import type { Rate } from "../model/rate.js";
import { auditOutcomes } from "./audits.js";
import type { AuditOutcome, AuditRow } from "./audits.js";
import { rateOf } from "./rates.js";

/** How often audits of one stage end in an outcome. */
export type AuditShare = { readonly outcome: AuditOutcome; readonly events: number; readonly rate: Rate };

/**
 * The share of audited decisions of each outcome, weighted by the draw, in the order of `auditOutcomes`; the shares add
 * up to 1. None without audits. O(rows).
 */
export function auditShares(rows: readonly AuditRow[]): AuditShare[] {
  if (rows.length === 0) return [];
  const cube = outcomeCube(rows);
  return auditOutcomes.map((outcome) => ({
    outcome,
    events: rows.reduce((sum, row) => sum + (row.outcome === outcome ? row.events : 0), 0),
    rate: rateOf(cube, cube.cells, { id: outcome, numerator: [outcome], denominator: auditOutcomes.slice() }),
  }));
}

function outcomeCube(rows: readonly AuditRow[]): Cube {
  const cells = rows.map(({ outcome, weight, squares, bucket }) => {
    const own = auditOutcomes.map((name) => Number(name === outcome));
    return {
      slice: {},
      sums: own.map((value) => value * weight),
      products: own.flatMap((a, i) => own.slice(i).map((b) => a * b * squares)),
      ...(bucket === undefined ? {} : { bucket }),
    };
  });
  return { dimensions: [], measures: auditOutcomes, cells };
}
