import type { Written } from "./drawn.js";

const comparison = { metric: "fpr", a: "human:language=en", b: "human:language=fr", by: "policy" };
const releases = { from: "r1", to: "r3" };
const term = { params: { termId: "t1" } };

/** A block of every view, by the name of its golden. */
export const blocks: Readonly<Record<string, Written>> = {
  tile: { fence: "metric", line: "fpr stage=auto compare=previous" },
  trend: { fence: "chart", line: "trend fpr stage=auto by=language" },
  days: { fence: "chart", line: "days", state: { metric: "fpr", stage: "human", split: "language" } },
  dueNote: { fence: "note", line: "due" },
  freshNote: { fence: "note", line: "fresh" },
  alertsNote: { fence: "note", line: "alerts" },
  bars: { fence: "chart", line: "bars accuracy stage=human by=language" },
  contributionsNote: { fence: "note", line: "contributions", state: comparison },
  contributionsPlot: { fence: "chart", line: "bars contributions", state: comparison },
  contributionsTable: { fence: "table", line: "contributions", state: comparison },
  flipsNote: { fence: "note", line: "flips", state: releases },
  flipsPlot: { fence: "chart", line: "bars flips by=policy", state: releases },
  flipsTable: { fence: "table", line: "flips by=policy", state: releases },
  termsScatter: { fence: "chart", line: "scatter terms" },
  termsTable: { fence: "table", line: "terms sort=falsePositives" },
  termLanguagesTable: { fence: "table", line: "term languages" },
  termNote: { fence: "note", line: "term", ...term },
  termPoliciesTable: { fence: "table", line: "term policies", ...term },
  termOverlapsTable: { fence: "table", line: "term overlaps", ...term },
  termExamplesTable: { fence: "table", line: "term examples", ...term },
  chainNote: { fence: "note", line: "chain" },
  chainTable: { fence: "table", line: "chain" },
  findingsNote: { fence: "note", line: "findings" },
  aboutNote: { fence: "note", line: "about" },
  packageNote: { fence: "note", line: "package" },
  confoundedNote: { fence: "note", line: "confounded" },
  labelsNote: { fence: "note", line: "labels" },
  metricsTable: { fence: "table", line: "metrics" },
  sourcesTable: { fence: "table", line: "sources" },
  tablesTable: { fence: "table", line: "tables" },
  rejectedTable: { fence: "table", line: "rejected" },
  releasesTable: { fence: "table", line: "releases" },
  policiesTable: { fence: "table", line: "policies" },
  provenanceTable: { fence: "table", line: "provenance" },
  trialNote: { fence: "note", line: "trial" },
  trialExampleNote: { fence: "note", line: "trial example" },
};
