import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseMetrics, readMetrics } from "../../loaders/tables/readMetrics.js";
import { DataError, formatIssue } from "../../src/model/dataError.js";

const overkill = `overkill_rate:
  label: Overkill rate
  short: Overkill
  numerator: [fp]
  denominator: [tp, fp]
  numeratorLabel: rejections of good items
  denominatorLabel: rejected items
  good: down
  target: 0.05
  definition: Of the rejected items, the share that is good.
`;

describe("readMetrics()", () => {
  it("has the built-in metrics in their order", async () => {
    const metrics = await readMetrics();
    const ids = metrics.map(({ id, kind }) => (kind === "ratio" ? id : `${id}: ${kind}`));
    expect(ids.join(" ")).toBe(
      "accuracy fpr fdr fnr leakage precision recall inconsistency double_review_inconsistency duplicate_inconsistency " +
        "near_duplicate_inconsistency qa_accuracy ata ata_false_pass ata_false_fail ata_severity ata_line_items wrong_rejections: count " +
        "wrong_approvals: count agreement: agreement agreement_alpha: agreement label_lag_p50: quantile " +
        "label_lag_p95: quantile",
    );
  });

  it("fills in the defaults", async () => {
    const [accuracy] = await readMetrics();
    const defaults = { kind: "ratio", stages: "any", unit: "share", interval: "wilson", minN: 30 };
    expect(accuracy).toMatchObject(defaults);
  });

  it("names the denominator in each definition, and FPR and FDR beside each other", async () => {
    const byId = new Map((await readMetrics()).map((metric) => [metric.id, metric]));
    expect(byId.get("fpr")).toMatchObject({ numerator: ["fp"], denominator: ["fp", "tn"] });
    expect(byId.get("fdr")).toMatchObject({ numerator: ["fp"], denominator: ["tp", "fp"] });
    expect(byId.get("fpr")?.definition).toContain("Of the items that are good");
    expect(byId.get("fdr")?.definition).toContain("Of the items that were rejected");
    expect(byId.get("fpr")?.notToBeConfusedWith).toContain("FDR");
    expect(byId.get("fdr")?.notToBeConfusedWith).toContain("FPR");
  });

  it("adds those of a workspace after the built-in ones", async () => {
    const metrics = await readMetrics(await workspaceWith({ "own.yaml": overkill }));
    expect(metrics).toHaveLength((await readMetrics()).length + 1);
    expect(metrics.at(-1)).toMatchObject({ id: "overkill_rate", target: 0.05, minN: 30 });
  });

  it("has only the built-in ones in a workspace without metrics", async () => {
    expect(await readMetrics(await workspaceWith())).toEqual(await readMetrics());
  });

  it("refuses an id that is taken, in every file", async () => {
    const dir = await workspaceWith({
      "a.yaml": overkill.replace("overkill_rate", "fpr"),
      "b.yaml": overkill.replace("down", "dowm"),
    });
    const error = await readMetrics(dir).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(error instanceof DataError && error.issues.map(formatIssue)).toEqual([
      `${dir}/metrics/a.yaml:2:3: fpr: expected an id that no other metric has, got "fpr"`,
      `${dir}/metrics/b.yaml:8:9: overkill_rate.good: expected "up" or "down", got "dowm" (did you mean "down"?)`,
    ]);
  });
});

describe("parseMetrics(text)", () => {
  it("names file, line, column, key and the nearest known key", () => {
    expect(messageOf(`${overkill}  targets: 0.1\n`)).toMatch(
      /^own\.yaml:11:3: overkill_rate\.targets: expected .*, got "targets" \(did you mean "target"\?\)$/,
    );
  });

  it("names the words that a key allows", () => {
    expect(messageOf(overkill.replace("good: down", "good: dowm"))).toBe(
      'own.yaml:8:9: overkill_rate.good: expected "up" or "down", got "dowm" (did you mean "down"?)',
    );
  });

  it("refuses an empty list of measures, a target above 1 and a minN of 0", () => {
    expect(messageOf(overkill.replace("[fp]", "[]"))).toBe(
      "own.yaml:4:14: overkill_rate.numerator: expected at least one measure, got none",
    );
    expect(messageOf(overkill.replace("0.05", "5"))).toBe(
      "own.yaml:9:11: overkill_rate.target: expected a share from 0 to 1, got 5",
    );
    expect(messageOf(`${overkill}  minN: 0\n`)).toBe(
      "own.yaml:11:9: overkill_rate.minN: expected a whole number from 1, got 0",
    );
  });

  it("knows the keys of each kind, and what each allows", () => {
    const own = (text: string) => messageOf(`{m: {label: M, short: M, good: up, definition: D, ${text}}}`);
    expect(own("kind: quantile, measure: label_lag, at: 0.5, numerator: [fp]")).toMatch(
      /m\.numerator: expected .*"measure".*, got "numerator"/,
    );
    expect(own("kind: agreement, coefficient: kappa")).toMatch(/expected "ac1" or "alpha", got "kappa"/);
    expect(own("kind: count, numerator: [fp], numeratorLabel: n, target: -1")).toMatch(
      /m\.target: expected a number from 0, got -1/,
    );
    expect(own("kind: rate")).toMatch(/m\.kind: expected .*"quantile".*, got "rate"/);
  });

  it("refuses an id that could not stand in a URL", () => {
    expect(messageOf(overkill.replace("overkill_rate", "Overkill rate"))).toBe(
      'own.yaml:2:3: Overkill rate: expected an id of lower-case letters, digits and underscores, got "Overkill rate"',
    );
  });
});

const folders: string[] = [];

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function workspaceWith(files?: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-metrics-"));
  folders.push(dir);
  if (files !== undefined) await mkdir(join(dir, "metrics"));
  for (const [name, text] of Object.entries(files ?? {})) await writeFile(join(dir, "metrics", name), text);
  return dir;
}

function messageOf(text: string): string {
  try {
    parseMetrics(text, { source: "own.yaml" });
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  return "no error";
}
