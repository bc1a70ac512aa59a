import { expect, test } from "vitest";
import { findMetric } from "../../src/metrics/findMetric.js";
import { rates } from "../../src/metrics/rates.js";
import { auditedFiles, eventLine } from "../fixtures/auditedWorkspace.js";
import { issuesOf } from "../sources/tempFolder.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

type Prepared = Awaited<ReturnType<typeof prepareFolder>>;

/** tp, fp, fn, tn of a stage by the stage of the label, all slices together. */
function confusion({ data }: Prepared, stage: string): Record<string, number[]> {
  const sums: Record<string, number[]> = {};
  for (const { slice, sums: cell, labels } of data.scored.get(stage)?.cells ?? []) {
    if (labels?.labelled === 0) continue;
    const source = slice["labelSource"] ?? "none";
    sums[source] = cell.map((value, at) => value + (sums[source]?.[at] ?? 0));
  }
  return sums;
}

/** Decisions of a stage that the cubes count. */
function decisionsOf({ scored }: Prepared["data"], stage: string): number {
  return (scored.get(stage)?.cells ?? []).reduce((sum, { labels }) => sum + (labels?.decisions ?? 0), 0);
}

const withEvents = (...lines: readonly Readonly<Record<string, string>>[]) => ({
  ...auditedFiles,
  "events.csv": `${auditedFiles["events.csv"]}${lines.map(eventLine).join("\n")}\n`,
});

test("each stage is scored by the best later label, weighted by the samples that led to it", async () => {
  const prepared = await prepareFolder(await workspaceFolder(auditedFiles));
  // h1 wrong by q1 (1/0.5), h3 by q3 and h4 right (ATA) by the QA sample (1/0.25), h2 wrong by ATA (QA sample 1/0.5)
  expect(confusion(prepared, "human")).toEqual({
    qa: [0, 2, 4, 0],
    ata: [0, 2, 0, 4],
    gold: [8, 0, 0, 0],
  });
  // q2 wrong (1/0.2), q4 right (1/0.1); q1 and q3 were not audited
  expect(confusion(prepared, "qa")).toEqual({ ata: [0, 5, 0, 10] });
  // a1: 1/0.5; a3 came to a reviewer by 0.1 and from there to QA by 0.25
  expect(confusion(prepared, "auto")).toEqual({ qa: [0, 2, 40, 0] });
  expect(confusion(prepared, "ata")).toEqual({});
});

test("the decisions of one advertiser are one cluster", async () => {
  const { data } = await prepareFolder(await workspaceFolder(auditedFiles));
  const accuracy = findMetric(data.report.metrics, "accuracy");
  const [rate] = rates(data.review, accuracy).map((slice) => slice.rate);
  // Right and all by advertiser: (0, 8), (4, 4), (8, 8), so p = 12/20 and Var = Σ(a − p·b)²/20² = (4.8² + 1.6² + 3.2²)/400.
  expect(rate).toMatchObject({ count: 12, total: 20 });
  expect(rate?.effectiveN).toBeCloseTo((0.6 * 0.4 * 400) / (4.8 ** 2 + 1.6 ** 2 + 3.2 ** 2), 9);
});

test("audits of QA name cohorts of at least 5 people, and none that others could be told from", async () => {
  const yaml = auditedFiles["workspace.yaml"]
    .replace(
      "  words: {format",
      "  people: {format: csv, path: people.csv, columns: [who, group, size]}\n  words: {format",
    )
    .replace(
      "\npackages:",
      "\n  reviewer:\n    - from: people\n      columns: {reviewer_id: who, cohort: group, people: size}\npackages:",
    );
  const events = auditedFiles["events.csv"]
    .replace("q2,i2,qa,,", "q2,i2,qa,p1,")
    .replace("q4,i4,qa,,", "q4,i4,qa,p3,");
  const cohortsOf = async (people: string) => {
    const files = {
      ...auditedFiles,
      "workspace.yaml": yaml,
      "events.csv": events,
      "people.csv": `who,group,size\n${people}`,
    };
    const { data } = await prepareFolder(await workspaceFolder(files));
    return data.audits
      .filter(({ by }) => by === "ata")
      .map(({ cohort }) => String(cohort))
      .toSorted((a, b) => a.localeCompare(b));
  };
  expect(await cohortsOf("p1,small,4\np2,middle,6\np3,large,9\n")).toEqual(["large", "null"]);
  expect(await cohortsOf("p1,middle,3\np2,middle,\np3,large,9\np4,middle,\n")).toEqual(["large", "middle"]);
  const dir = await workspaceFolder({
    ...auditedFiles,
    "workspace.yaml": yaml,
    "people.csv": "who,group,size\np1,small,0\n",
  });
  expect((await issuesOf(dir, () => prepareFolder(dir)))[0]).toBe(
    "people.csv:2: people: expected at least 1 person, got 0",
  );
});

test.each([
  [{ stage: "qa" }, "prior_event_id: expected the event that this qa event audits, got none"],
  [
    { stage: "human", actor_id: "someone@example.org" },
    "actor_id: expected a pseudonym, got what looks like an e-mail address; replace it before it comes here",
  ],
  [{ stage: "gold", incl_prob: "0" }, 'incl_prob: expected a probability above 0 and at most 1, got "0"'],
  [{ stage: "gold", incl_prob: "1.5" }, 'incl_prob: expected a probability above 0 and at most 1, got "1.5"'],
  [
    { stage: "human", started_at: "2024-02-03T10:00:01Z", ended_at: "2024-02-03T10:00:00Z" },
    "ended_at: expected an end after started_at, got an earlier time",
  ],
])("an event that cannot be: %j", async (values, message) => {
  const dir = await workspaceFolder(
    withEvents({ event_id: "x", item_id: "i6", decision: "reject", ...values }),
  );
  const [issue] = await issuesOf(dir, () => prepareFolder(dir));
  expect(issue).toBe(`events.csv:17: ${message}`);
});

test("events that contradict other rows are told with their number and an example, and stay", async () => {
  const at = { item_id: "i6", stage: "human", decision: "reject" };
  const { data } = await prepareFolder(
    await workspaceFolder(
      withEvents(
        { ...at, event_id: "x1", ended_at: "2024-01-31T10:00:00Z" },
        { ...at, event_id: "x2", policy_id: "fruit", policy_version: "2" },
        { ...at, event_id: "x3", policy_id: "fruit", policy_version: "1" },
        {
          ...at,
          event_id: "x4",
          policy_id: "fruit",
          ended_at: "2024-02-02T10:00:00Z",
          outcome_state: "final",
        },
        {
          ...at,
          event_id: "x5",
          policy_id: "fruit",
          ended_at: "2024-02-02T10:00:00Z",
          outcome_state: "final",
        },
        { ...at, event_id: "x6", ended_at: "2024-02-02T10:00:00Z", outcome_state: "final" },
        { ...at, event_id: "x7", ended_at: "2024-02-02T10:00:00Z", outcome_state: "final" },
        { ...at, event_id: "x8", stage: "qa", prior_event_id: "nowhere" },
      ),
    ),
  );
  expect(data.report.alerts).toEqual([
    "Decisions made before their item was created: 1 (e.g. event x1); the zones of both times may differ.",
    "Decisions that name a policy version which the table policy does not hold: 1 (e.g. event x2); add the version or correct the decision.",
    "Final decisions beside another one of the same item version, market, policy and time: 2 (e.g. event x4); all of them are counted; keep one as final.",
    "Audits of an event that their item does not have: 1 (e.g. event x8); they label the item, but count in no audit; correct prior_event_id.",
  ]);
  expect(decisionsOf(data, "human")).toBe(6 + 7);
  expect(decisionsOf(data, "qa")).toBe(4 + 1);
});
