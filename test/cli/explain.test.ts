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
  expect(values).toEqual([]); // nobody judged an item twice
});

test.each([
  ["wrong_rejections", /^ {2}sum of fp$/m, /^human, labels: qa +2 \(.*\); effective n 1, no dates$/m],
  ["agreement", /^kind +agreement$/m, /^No data in this workspace\.$/m],
  ["label_lag_p95", /the 95 % point of label_lag/, /^interval +95 %, of order statistics/m],
])("riskbook explain %s says its kind and its values", async (id, formula, value) => {
  const { stdout } = await explain(id);
  expect(stdout).toMatch(formula);
  expect(stdout).toMatch(value);
});

test("riskbook explain refuses a metric that there is not, with the nearest", async () => {
  expect(await explain("frp")).toEqual({
    code: 3,
    stdout: "",
    stderr: expect.stringMatching(
      /^riskbook explain: expected a metric of accuracy, fpr, .*, got "frp" \(did you mean "fpr"\?\)\n$/,
    ),
  });
});
