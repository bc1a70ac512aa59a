import { outerProducts } from "../model/cube.js";
import type { Cube, CubeCell } from "../model/cube.js";

/** What an audit found; the first two are errors of the decision, the last two leave it right. */
export const auditOutcomes = [
  "false-positive",
  "false-negative",
  "wrong-selection",
  "technical",
  "right",
] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

/** Audits of QA, or of the auditor of QA (ATA), that are alike, counted and weighted. */
export type AuditRow = {
  /** Dimensions of the item. */
  readonly slice: CubeCell["slice"];
  /** As in `CubeCell`. */
  readonly bucket: number | undefined;
  /** Who audited, and whose decision. */
  readonly by: "qa" | "ata";
  readonly stage: string;
  /** Whose decision QA had audited; `null` for audits by QA itself. */
  readonly reviewer: string | null;
  /** What was decided, and what the audit says instead or again. */
  readonly decision: "reject" | "approve";
  readonly verdict: "reject" | "approve";
  readonly outcome: AuditOutcome;
  /** Whether QA had agreed with the reviewer; `null` for audits by QA itself. */
  readonly agreed: "yes" | "no" | null;
  /** Whether QA saw nothing of the reviewer's answer; `null` where the data does not say. */
  readonly blind: "yes" | "no" | null;
  /** That of the auditor whose verdict ATA audited; `null` for audits by QA, and where it may not be told. */
  readonly cohort: string | null;
  /** The greater of the two severities, 0 without one. */
  readonly severity: number;
  readonly events: number;
  /** Σ 1/π and Σ 1/π² of the draw of the audited decision. */
  readonly weight: number;
  readonly squares: number;
  /** The same with π times the probability of the draw before: what an audit of QA weighs among decisions of people. */
  readonly chained: number;
  readonly chainedSquares: number;
};

/** Measures of the cube that `auditCube` makes. */
export const auditMeasures = [
  "qa_confirmed",
  "qa_overturned",
  "ata_right_fail",
  "ata_right_pass",
  "ata_false_fail",
  "ata_false_pass",
  "severity_confirmed",
  "severity_overturned",
] as const;

type AuditMeasure = (typeof auditMeasures)[number];

/**
 * Decisions of people as QA found them, and verdicts of QA as its auditor found them, as a cube over the dimensions of
 * the items, whether QA had agreed with the reviewer (`agreed`) and the cohort of QA's people (`cohort`); every audit is a cluster of its own, and the audits of one
 * advertiser's items are one where items name advertisers. Audits by QA of the automatic stage are not in it. O(rows).
 */
export function auditCube(rows: readonly AuditRow[], dimensions: readonly string[]): Cube {
  const cells = rows.flatMap((row): CubeCell[] => {
    const parts = partsOf(row);
    if (parts === undefined) return [];
    const own = auditMeasures.map((name) => parts[name] ?? 0);
    return [
      {
        slice: { ...row.slice, agreed: row.agreed, cohort: row.cohort },
        sums: own.map((value) => value * row.weight),
        products: outerProducts(own).map((value) => value * row.squares),
        ...(row.bucket === undefined ? {} : { bucket: row.bucket }),
      },
    ];
  });
  return { dimensions: [...dimensions, "agreed", "cohort"], measures: auditMeasures, cells };
}

/** What one audit adds to each measure. */
function partsOf(row: AuditRow): Partial<Record<AuditMeasure, number>> | undefined {
  const isConfirmed = row.decision === row.verdict;
  if (row.by === "qa") {
    if (row.stage !== "human") return undefined;
    return isConfirmed ? { qa_confirmed: 1 } : { qa_overturned: 1 };
  }
  if (row.stage !== "qa") return undefined;
  const verdict = row.decision === "reject" ? "fail" : "pass";
  return {
    [isConfirmed ? (`ata_right_${verdict}` as const) : (`ata_false_${verdict}` as const)]: 1,
    [isConfirmed ? "severity_confirmed" : "severity_overturned"]: row.severity,
  };
}
