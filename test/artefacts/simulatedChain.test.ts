import { expect, test } from "vitest";
import { measuredStages } from "../../src/components/measured.js";
import { gwetAc1 } from "../../src/stats/chanceAgreement.js";
import { krippendorffAlpha } from "../../src/stats/krippendorffAlpha.js";
import { rowsIn, simulateFiles } from "../simulate/simulated.js";
import type { Row } from "../simulate/simulated.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

// Every measure of the chain again, from the simulated CSV files and by its definition.

const files = simulateFiles({
  seed: 2,
  days: 12,
  items: 2500,
  plan: [{ kind: "lenient-qa", day: 2, days: 10, auditor: "qa-east" }], // so that ATA finds false passes
});
const events = rowsIn(files, "events");
const eventOf = new Map(events.map((event) => [event["event_id"] ?? "", event]));
const priorOf = (event: Row): Row => eventOf.get(event["prior_event_id"] ?? "") ?? {};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const weightOf = (event: Row): number => 1 / Number(event["incl_prob"]);
const isSame = (event: Row): boolean => event["decision"] === priorOf(event)["decision"];
const lacks = Number.NaN;

/** Weighted share, with its weighted ends. */
function share(among: readonly Row[], of: (event: Row) => boolean, weight = weightOf): number[] {
  const [count, total] = [sum(among.filter(of).map(weight)), sum(among.map(weight))];
  return [count, total];
}

function groups(rows: readonly Row[], keyOf: (row: Row) => unknown): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
}

const ofStage = (stage: string): Row[] => events.filter((event) => event["stage"] === stage);
const rejections = (rows: readonly Row[]): number =>
  rows.filter((row) => row["decision"] === "reject").length;
const pairsOf = (rows: readonly Row[]): number => (rows.length * (rows.length - 1)) / 2;
const apartIn = (rows: readonly Row[]): number => rejections(rows) * (rows.length - rejections(rows));

const qa = ofStage("qa").filter((event) => priorOf(event)["stage"] === "human");
const ata = ofStage("ata");
const passes = ata.filter((event) => priorOf(event)["decision"] === "approve");
const fails = ata.filter((event) => priorOf(event)["decision"] === "reject");
const judged = groups(ofStage("human"), (event) => [event["item_id"], event["policy_version"]]);
const doubles = judged.flatMap((rows) => {
  const [first, second] = ["1", "2"].map((round) => rows.find((row) => row["round"] === round));
  return first === undefined || second === undefined ? [] : [[first, second]];
});
const groupOf = new Map(rowsIn(files, "items").map((item) => [item["item_id"], item["dup_group"]]));
const finals = groups(
  events.filter(
    ({ stage, decision, round }) =>
      (stage === "auto" || stage === "human") && decision !== "escalate" && round === "1",
  ),
  (event) => event["item_id"],
).map((rows) => rows.find((row) => row["stage"] === "human") ?? rows[0] ?? {});
const duplicates = groups(finals, (event) => [groupOf.get(event["item_id"]), event["policy_version"]]);
const severityOf = (event: Row): number =>
  weightOf(event) * Math.max(Number(event["severity"]), Number(priorOf(event)["severity"]));
const lines = ata.flatMap((event) =>
  (event["line_items"] ?? "").split(";").map((part) => ({ ...event, part })),
);

const expected: Readonly<Record<string, readonly number[]>> = {
  "qa_accuracy human": share(qa, isSame),
  "ata qa": share(ata, isSame),
  "ata_false_pass qa": share(passes, (event) => !isSame(event)),
  "ata_false_fail qa": share(fails, (event) => !isSame(event)),
  "ata_severity qa": share(ata, isSame, severityOf),
  "ata_line_items qa": share(lines, (line) => line["part"]?.endsWith(":ok") === true),
  "inconsistency human": [sum(judged.map(apartIn)), sum(judged.map(pairsOf))],
  "double_review_inconsistency human": [doubles.filter((rows) => apartIn(rows) > 0).length, doubles.length],
  "duplicate_inconsistency end-to-end": [sum(duplicates.map(apartIn)), sum(duplicates.map(pairsOf))],
};

test("measures of the chain equal a recomputation from the simulated files", async () => {
  const { data, rejected } = await prepareFolder(await workspaceFolder(Object.fromEntries(files)));
  expect(rejected.issues).toEqual([]);
  const found = data.report.metrics
    .flatMap((metric) =>
      measuredStages(data, metric).map((one) => ({ ...one, name: `${metric.id} ${one.stage}`, metric })),
    )
    .filter(({ name }) => name in expected);
  expect(found.map(({ name }) => name).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const { name, measured } of found) {
    const [count = lacks, total = lacks] = expected[name] ?? [];
    expect(count, name).toBeGreaterThan(0);
    expect(measured.count, name).toBeCloseTo(count, 6);
    expect(measured.total, name).toBeCloseTo(total, 6);
  }

  const ratings = {
    categories: [0, 1],
    counts: judged.map((rows) => [rows.length - rejections(rows), rejections(rows)]),
  };
  const valueOf = (id: string, stage: string): number =>
    data.report.metrics
      .flatMap((metric) => (metric.id === id ? measuredStages(data, metric) : []))
      .find((one) => one.stage === stage)?.measured.value ?? lacks;
  expect(valueOf("agreement", "human")).toBeCloseTo(gwetAc1(ratings)?.value ?? lacks, 9);
  expect(valueOf("agreement_alpha", "human")).toBeCloseTo(krippendorffAlpha(ratings) ?? lacks, 9);

  const lags = qaLags().toSorted((a, b) => a - b);
  for (const [id, at] of [
    ["label_lag_p50", 0.5],
    ["label_lag_p95", 0.95],
  ] as const) {
    const exact = lags[Math.ceil(at * lags.length) - 1] ?? lacks;
    expect(Math.abs(Math.log2(valueOf(id, "qa") / exact)), id).toBeLessThanOrEqual(1 / 16 + 1e-9);
  }

  const days = groups(ofStage("human"), (event) => event["ended_at"]?.slice(0, 10));
  for (const rows of days) {
    const day = rows[0]?.["ended_at"]?.slice(0, 10) ?? "";
    const labelled = rows.filter(({ item_id: id }) => labelledItems.has(id ?? "")).length;
    expect(data.coverage.find((row) => row.stage === "human" && row.day === day)).toMatchObject({
      decisions: rows.length,
      labelled,
    });
  }
  expect(sum(data.samples.map(({ labels }) => labels))).toBe(["qa", "ata", "gold"].flatMap(ofStage).length);
});

const labelledItems = new Set(["qa", "ata", "gold"].flatMap(ofStage).map((event) => event["item_id"] ?? ""));

/** Hours from every audited decision to its audit by QA. */
function qaLags(): number[] {
  const at = (event: Row): number => Date.parse(event["ended_at"] ?? "");
  return ofStage("qa").map((event) => (at(event) - at(priorOf(event))) / 3_600_000);
}
