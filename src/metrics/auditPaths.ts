import { auditShares } from "./auditShares.js";
import type { AuditShare } from "./auditShares.js";
import type { AuditRow } from "./audits.js";

/** What QA said of people's decisions, as ATA sees it: agreed (in what counts as an error), or found one of two errors. */
export const qaVerdicts = ["agreed", "false-positive", "false-negative"] as const;

export type QaVerdict = (typeof qaVerdicts)[number];

/** People's decisions on their way through QA and ATA. */
export type AuditPaths = {
  /** What QA found of them, as shares of 1; empty without audits by QA. */
  readonly found: readonly AuditShare[];
  /** What ATA found of each of QA's verdicts, as shares of that verdict; empty where none was audited. */
  readonly checked: Readonly<Record<QaVerdict, readonly AuditShare[]>>;
};

/**
 * How audited decisions of people went on: to QA, weighted by its draw, and from each verdict of QA to ATA, weighted by
 * both draws, since ATA sees a sample of what QA saw. O(rows).
 */
export function auditPaths(rows: readonly AuditRow[]): AuditPaths {
  const ofPeople = rows.filter(({ by, stage }) => by === "qa" && stage === "human");
  const ofQa = rows.filter(
    ({ by, stage, reviewer }) => by === "ata" && stage === "qa" && reviewer === "human",
  );
  const checked = (verdict: QaVerdict): AuditShare[] =>
    auditShares(
      ofQa
        .filter((row) => verdictOf(row) === verdict)
        .map((row) => ({ ...row, weight: row.chained, squares: row.chainedSquares })),
    );
  return {
    found: auditShares(ofPeople),
    checked: {
      agreed: checked("agreed"),
      "false-positive": checked("false-positive"),
      "false-negative": checked("false-negative"),
    },
  };
}

/** QA that approves what a person rejected says that it was a false positive. */
function verdictOf({ agreed, decision }: AuditRow): QaVerdict | undefined {
  if (agreed === "yes") return "agreed";
  if (agreed === null) return undefined;
  return decision === "approve" ? "false-positive" : "false-negative";
}
