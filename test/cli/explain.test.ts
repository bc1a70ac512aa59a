import { expect, test } from "vitest";
import { runExplain } from "../../bin/explain.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { auditedFiles } from "../fixtures/auditedWorkspace.js";
import { runIn } from "./streams.js";

const explain = async (...args: string[]) => {
  const dir = await workspaceFolder(auditedFiles);
  return runIn(dir, runExplain, { args: [...args, "--workspace", "."] });
};

test("riskbook explain says what a metric is and what it rests on, by the stage of its labels", async () => {
  const { code, stdout } = await explain("fpr");
  expect(code).toBe(0);
  expect(stdout.split("\n")).toEqual(
    expect.arrayContaining([
      "False positive rate (FPR)",
      "  fp / (fp + tn)",
      "  good items rejected / good items",
      "better           lower",
      "smallest n       30; below it a value never alerts",
      expect.stringMatching(
        /^auto, package r1 +100\.0 % \(.*\); 1 of 3, effective n 3$|^auto, package r1 +33\.3 % /,
      ),
      expect.stringMatching(/^human, labels: ata +33\.3 % \(.*\); 2 of 6, effective n 2$/),
      expect.stringMatching(/^qa, labels: ata +33\.3 % \(.*\); 5 of 15, effective n \d$/),
    ]),
  );
});

test("riskbook explain --json prints the definition, the formula and the values", async () => {
  const { stdout } = await explain("inconsistency", "--json");
  const { metric, formula, scoredBy, values } = JSON.parse(stdout);
  expect([metric.id, formula, scoredBy]).toEqual([
    "inconsistency",
    "disagreeing_pairs / pairs",
    "none needed",
  ]);
  expect(values).toEqual([expect.objectContaining({ total: 0, value: null })]); // nobody judged an item twice
});

test("riskbook explain refuses a metric that there is not, with the nearest", async () => {
  expect(await explain("frp")).toEqual({
    code: 3,
    stdout: "",
    stderr:
      'riskbook explain: expected a metric of accuracy, fpr, fdr, fnr, precision, recall, inconsistency, got "frp" (did you mean "fpr"?)\n',
  });
});
