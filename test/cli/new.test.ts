import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runNew } from "../../bin/new.js";
import { checkPages } from "../../loaders/site/checkPages.js";
import { readMetrics } from "../../loaders/tables/readMetrics.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { pageRoot } from "../site/pageRoot.js";
import { runIn } from "./streams.js";

test("riskbook new metric writes a definition of ten lines that works, and never over another", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const run = () => runIn(dir, runNew, { args: ["metric", "wrongful_share", "--workspace", "."] });
  expect(await run()).toMatchObject({ code: 0, stdout: `${dir}/metrics/wrongful_share.yaml\n` });
  const text = await readFile(join(dir, "metrics/wrongful_share.yaml"), "utf8");
  expect(text.trimEnd().split("\n")).toHaveLength(10);
  expect((await readMetrics(dir)).at(-1)).toMatchObject({ id: "wrongful_share", label: "Wrongful share" });
  expect(await run()).toMatchObject({
    code: 3,
    stderr: 'riskbook new: expected an id that no metric has, got "wrongful_share"\n',
  });
});

test.each(["count", "agreement", "quantile"])(
  "riskbook new metric --kind %s writes a definition that works",
  async (kind) => {
    const dir = await workspaceFolder(tinyFiles);
    const args = ["metric", "mine", "--kind", kind, "--workspace", "."];
    expect(await runIn(dir, runNew, { args })).toMatchObject({ code: 0 });
    expect((await readMetrics(dir)).at(-1)).toMatchObject({ id: "mine", kind });
  },
);

test("riskbook new page writes a page of ten lines whose chart can be drawn", async () => {
  const dir = await workspaceFolder({ ...tinyFiles, "src/index.md": "" });
  const args = ["page", "wrongful", "--metric", "fdr", "--workspace", "."];
  expect(await runIn(dir, runNew, { args })).toMatchObject({ code: 0, stdout: `${dir}/src/wrongful.md\n` });
  const text = await readFile(join(dir, "src/wrongful.md"), "utf8");
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(10);
  const root = await pageRoot();
  await writeFile(join(root, "wrongful.md"), text);
  expect(await checkPages(root)).toEqual([]);
  await writeFile(join(root, "wrongful.md"), text.replace("trend fdr", "trend frp"));
  expect(await checkPages(root)).toHaveLength(1);
});

test.each([
  [["metric", "Bad"], 'expected an id of lower-case letters, digits and underscores, got "Bad"'],
  [["page", "../x"], 'expected lower-case letters, digits and hyphens, got "../x"'],
  [["page", "x", "--metric", "frp"], /^expected a metric of accuracy, .*, got "frp"$/],
])("riskbook new %j is refused", async (args, message) => {
  const dir = await workspaceFolder({ ...tinyFiles, "src/index.md": "" });
  const { code, stderr } = await runIn(dir, runNew, { args: [...args, "--workspace", "."] });
  expect([code, stderr.trimEnd().replace("riskbook new: ", "")]).toEqual([
    3,
    typeof message === "string" ? message : expect.stringMatching(message),
  ]);
});
