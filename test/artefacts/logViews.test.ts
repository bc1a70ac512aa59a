import { expect, test } from "vitest";
import { withLog } from "../../loaders/artefacts/openLog.js";
import type { OpenLog } from "../../loaders/artefacts/openLog.js";
import type { LogView } from "../../src/rca/logMetrics.js";
import { auditedFiles, eventLine } from "../fixtures/auditedWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

type Line = Readonly<Record<string, string>>;

const header = auditedFiles["events.csv"].split("\n")[0] ?? "";

/** What is read of the log of these events alone, an hour apart on one day. */
async function ofLog<Answer>(
  lines: readonly Line[],
  ask: (log: OpenLog) => Promise<Answer>,
  files: Line = auditedFiles,
): Promise<Answer> {
  const events = lines.map((line, at) =>
    eventLine({
      event_id: `e${at}`,
      ended_at: `2024-02-02T${String(at + 1).padStart(2, "0")}:00:00Z`,
      ...line,
    }),
  );
  const dir = await workspaceFolder({ ...files, "events.csv": `${[header, ...events].join("\n")}\n` });
  return withLog(await prepareFolder(dir), ask);
}

const day = { first: "2024-02-02", last: "2024-02-02" };

/** Measure → its sum over all cells of a view. */
async function sumsOf({ cubeOf }: OpenLog, view: LogView): Promise<Record<string, number>> {
  const { measures, cells } = await cubeOf({ view }, day);
  return Object.fromEntries(
    measures.map((name, at) => [name, cells.reduce((sum, { sums }) => sum + (sums[at] ?? 0), 0)]),
  );
}

test("withLog(prepared) leaves out pending decisions, not those without a state or verdict", async () => {
  const lines = [
    { item_id: "i1", stage: "auto", decision: "reject" },
    { item_id: "i1", stage: "auto", decision: "approve", outcome_state: "pending" },
    { item_id: "i2", stage: "human", decision: "approve", outcome_state: "final" },
    { item_id: "i2", stage: "qa", decision: "approve", prior_event_id: "e2", outcome_state: "final" },
    { item_id: "i2", stage: "qa", decision: "reject", prior_event_id: "e2", outcome_state: "pending" },
    { item_id: "i3", stage: "auto", decision: "escalate", outcome_state: "pending" },
  ];
  const views: LogView[] = ["auto", "final", "audited"];
  const found = await ofLog(lines, (log) => Promise.all(views.map((view) => sumsOf(log, view))));
  expect(found).toEqual([
    { approve: 0, reject: 1, undecided: 1 },
    { approve: 1, reject: 1 },
    { qa_confirmed: 1, qa_overturned: 0 },
  ]);
});

test("withLog(prepared) holds a rejection against every policy that auto sent its item for, and none without a policy", async () => {
  const lines = [
    { item_id: "i1", stage: "auto", decision: "escalate", policy_id: "fruit" },
    { item_id: "i1", stage: "auto", decision: "escalate", policy_id: "tree" },
    { item_id: "i1", stage: "human", decision: "reject", policy_id: "fruit" },
    { item_id: "i1", stage: "human", decision: "reject", policy_id: "tree" },
    { item_id: "i1", stage: "human", decision: "reject", policy_id: "stone" },
    { item_id: "i1", stage: "human", decision: "reject" },
    { item_id: "i1", stage: "human", decision: "approve" },
  ];
  const found = await ofLog(lines, (log) => sumsOf(log, "humanSelected"));
  expect(found).toEqual({ approve: 1, reject_same: 2, reject_other: 1 });
});

test("withLog(prepared) keeps dimensions of items that are named like columns of the log", async () => {
  const yaml = auditedFiles["workspace.yaml"].replace(
    "created_at: made}",
    "created_at: made}\n      dimensions: {cohort: lang, stage: lang, item: lang}",
  );
  const lines = [
    { item_id: "i1", stage: "human", decision: "reject" },
    { item_id: "i3", stage: "human", decision: "approve" },
  ];
  const slices = await ofLog(
    lines,
    async ({ cubeOf }) => (await cubeOf({ view: "final" }, day)).cells.map(({ slice }) => slice),
    { ...auditedFiles, "workspace.yaml": yaml },
  );
  expect(slices).toMatchObject(["de", "en"].map((name) => ({ cohort: name, stage: name, item: name })));
});
