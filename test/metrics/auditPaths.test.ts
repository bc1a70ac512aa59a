import { expect, it } from "vitest";
import { auditPaths } from "../../src/metrics/auditPaths.js";
import type { AuditRow } from "../../src/metrics/audits.js";

const audit = (row: Partial<AuditRow>): AuditRow => ({
  slice: {},
  bucket: undefined,
  by: "qa",
  stage: "human",
  reviewer: null,
  decision: "reject",
  verdict: "reject",
  outcome: "right",
  agreed: null,
  blind: null,
  severity: 0,
  cohort: null,
  events: 1,
  weight: 1,
  squares: 1,
  chained: 1,
  chainedSquares: 1,
  ...row,
});
const ata = { by: "ata", stage: "qa", reviewer: "human" } as const;

it("auditPaths(rows) weighs QA by its draw, and ATA by both, within each verdict of QA", () => {
  const { found, checked } = auditPaths([
    audit({ events: 3, weight: 6, squares: 12 }),
    audit({ verdict: "approve", outcome: "false-positive", weight: 2, squares: 4 }),
    audit({ stage: "auto", events: 50, weight: 50 }),
    audit({ ...ata, decision: "approve", verdict: "approve", agreed: "no", chained: 3, chainedSquares: 9 }),
    audit({ ...ata, decision: "approve", outcome: "false-negative", agreed: "no", chained: 1 }),
    audit({ ...ata, decision: "reject", agreed: "no" }),
    audit({ ...ata, agreed: "yes", reviewer: "auto" }),
  ]);
  const shares = (of: typeof found) =>
    of.filter(({ events }) => events > 0).map(({ outcome, rate }) => [outcome, rate.value]);
  expect(shares(found)).toEqual([
    ["false-positive", 2 / 8],
    ["right", 6 / 8],
  ]);
  // QA approved what a person had rejected: it said "false positive", and ATA confirmed 3 of 4.
  expect(shares(checked["false-positive"])).toEqual([
    ["false-negative", 1 / 4],
    ["right", 3 / 4],
  ]);
  expect(shares(checked["false-negative"])).toEqual([["right", 1]]);
  expect(checked.agreed).toEqual([]);
});

it("auditPaths([]) is empty", () => {
  expect(auditPaths([])).toEqual({
    found: [],
    checked: { agreed: [], "false-positive": [], "false-negative": [] },
  });
});
