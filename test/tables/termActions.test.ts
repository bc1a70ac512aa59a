import { join } from "node:path";
import { expect, test } from "vitest";
import { readPackage } from "../../loaders/tables/readPackage.js";
import { readPackageRows } from "../../loaders/tables/readPackageRows.js";
import { replayFolder, tinyFiles } from "../fixtures/tinyWorkspace.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";

const some = 'expected "reject", "flag", "watch" or "allow", or nothing to reject';
const wrong: [cell: string, message: string][] = [
  ["wach", `${some}, got "wach" (did you mean "watch"?)`],
  ["REJECT", `${some}, got "REJECT" (write "reject": small letters, no spaces)`],
  [" watch", `${some}, got " watch" (write "watch": small letters, no spaces)`],
  ["banish", `${some}, got "banish"`],
];
const csv = (cell: string): string => `term,action\nplum,watch\nfig,${cell}\n`;

test.each(wrong)(
  "readPackage(path) and readPackageRows(path) refuse the action %j",
  async (cell, message) => {
    const dir = await tempFolder({ "edit.csv": csv(cell) });
    const path = join(dir, "edit.csv");
    expect(await issuesOf(dir, () => readPackage(path))).toEqual([`edit.csv:3: action: ${message}`]);
    const { rows, findings } = await readPackageRows(path);
    expect(rows.map(({ term }) => term.term)).toEqual(["plum"]);
    expect(findings).toMatchObject([{ rule: "wrong-cell", line: 3, message: `action: ${message}` }]);
  },
);

test.each(["reject", "flag", "watch", "allow", ""])("readPackage(path) takes the action %j", async (cell) => {
  const dir = await tempFolder({ "edit.csv": csv(cell) });
  const { terms } = await readPackage(join(dir, "edit.csv"));
  expect(terms[1]?.action).toBe(cell === "" ? null : cell);
});

test("ingest(workspace) refuses a release with an unknown action, by the column as its file calls it", async () => {
  const yaml = tinyFiles["workspace.yaml"].replace("languages: lang}", "action: lang}");
  const dir = await tempFolder({ ...tinyFiles, "workspace.yaml": yaml });
  const issues = await issuesOf(dir, () => replayFolder(dir));
  expect(issues).toContain(`words/r1.csv:2: lang: ${some}, got "en"`);
});
