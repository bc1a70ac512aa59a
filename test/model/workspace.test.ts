import * as v from "valibot";
import { expect, test } from "vitest";
import { tableColumns, toWorkspace } from "../../src/model/workspace.js";
import { workspaceSpec } from "../../src/model/workspaceSpec.js";

const small = { name: "x", title: "X", asOf: "2024-03-01T00:00:00Z", sources: {}, tables: {} };

test("toWorkspace() fills in every default", () => {
  expect(toWorkspace(v.parse(workspaceSpec, small), "data/x")).toEqual({
    dir: "data/x",
    name: "x",
    title: "X",
    asOf: 1_709_251_200_000,
    timeZone: "UTC",
    about: undefined,
    cannotShow: [],
    maxRejectedShare: 0,
    sources: {},
    tables: { item: [], review_event: [], policy: [], delivery: [], feedback: [], reviewer: [] },
    dimensions: [],
    packages: {},
    decisions: {
      approve: "not-violating",
      reject: "violating",
      restrict: "violating",
      "age-gate": "violating",
      limit: "violating",
      escalate: "none",
      skip: "none",
    },
    lifecycle: {
      watch: { minPrecision: 0.3, minLabelled: 10, minAgeDays: 0 },
      flag: { minPrecision: 0.5, minLabelled: 20, minAgeDays: 7 },
      reject: { minPrecision: 0.9, minLabelled: 50, minAgeDays: 14 },
      keep: { flag: 0.3, reject: 0.8 },
      retireAfterDays: 180,
      fastTrackDays: 14,
      history: undefined,
    },
    lint: { maxShare: 0.05, identityTerms: undefined },
    targets: {},
    overkill: "fdr",
    gate: {
      maxFprRise: 0.01,
      maxRecallFall: 0.005,
      maxTermShare: 0.05,
      minLabels: 30,
      maxP0Lost: 0,
      minCoverage: 0.5,
    },
    publishTexts: false,
    costs: undefined,
    cleanup: false,
    monitor: false,
    nearDuplicates: false,
  });
});

test("toWorkspace() keeps what the spec says over the defaults", () => {
  const spec = {
    ...small,
    timeZone: "Asia/Tokyo",
    decisions: { limit: "not-violating" },
    metrics: { targets: { fpr: 0.01 } },
  };
  const workspace = toWorkspace(v.parse(workspaceSpec, spec), ".");
  expect(workspace.timeZone).toBe("Asia/Tokyo");
  expect([workspace.decisions.limit, workspace.decisions.reject]).toEqual(["not-violating", "violating"]);
  expect(workspace.targets).toEqual({ fpr: 0.01 });
});

test("tableColumns() adds the workspace's dimensions to item, and to nothing else", () => {
  const workspace = { ...toWorkspace(v.parse(workspaceSpec, small), "."), dimensions: ["target"] };
  expect(Object.keys(tableColumns(workspace, "item")).slice(-2)).toEqual(["text", "target"]);
  expect(Object.keys(tableColumns(workspace, "policy"))).not.toContain("target");
});
