import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { minedFiles, minedHashes, minedImageFiles } from "../fixtures/minedWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

const mining = "mining: {maxShare: 0.2}\n";
const published = `${mining}publish: {exampleTexts: true}\n`;

test("a workspace without the section mining has no candidates", async () => {
  const { data } = await prepareFolder(await workspaceFolder(minedFiles()));
  expect(data.candidates).toEqual({ key: "off", isMasked: true, tooFew: 0, mined: null });
});

test("candidates are published masked, without their ids", async () => {
  const { data } = await prepareFolder(await workspaceFolder(minedFiles(mining)));
  const { isMasked, mined } = data.candidates;
  expect([isMasked, mined?.release, mined?.bar]).toEqual([true, "r2", 0.5]);
  expect(mined?.candidates).toMatchObject([{ term: "z••••• q••••", termId: null, beatsBar: true }]);
  expect(JSON.stringify(data.candidates)).not.toContain("zorble");
});

test("candidates are published as they are where texts are, those of few groups never", async () => {
  const dir = await workspaceFolder(minedFiles(published));
  const few = minedFiles(published.replace("maxShare: 0.2", "maxShare: 0.2, minSupport: 40"));
  const { data } = await prepareFolder(dir);
  expect(data.candidates.mined?.candidates).toMatchObject([{ term: "zorble quenk" }]);
  expect(data.candidates.mined?.candidates[0]?.termId).toMatch(/^[0-9a-f]{16}$/);
  await writeFile(
    join(dir, "workspace.yaml"),
    (few["workspace.yaml"] ?? "").replace(/^name: .*$/m, `name: ${data.report.workspace.name}`),
  );
  expect((await prepareFolder(dir)).data.candidates.mined?.candidates).toEqual([]);
});

test("images of missed violations are candidates too, and no digit but the first is ever published", async () => {
  const { data } = await prepareFolder(await workspaceFolder(minedImageFiles(published)));
  const found = data.candidates.mined?.candidates ?? [];
  expect(found.map(({ kind, radius }) => [kind, radius])).toEqual([
    ["word", null],
    ["image", 31],
  ]);
  expect(found[1]).toMatchObject({ term: `3${"•".repeat(11)}…`, termId: null, newHits: 60 });
  for (const hash of minedHashes) expect(JSON.stringify(data)).not.toContain(hash);
});

test("candidates of fewer than five groups do not leave the building", async () => {
  const files = minedFiles(published);
  const posts = (files["posts.csv"] ?? "").replace(
    /^p(\d+),(.*Zorble.*),a\d+,/gm,
    (row, id: string, text: string) =>
      (Number(id) * 37) % 500 < 300 ? `p${id},${text},few${Number(id) % 4},` : row,
  ); // the earlier ones, in which it is found, are of four advertisers
  const dir = await workspaceFolder({ ...files, "posts.csv": posts });
  const { tooFew, mined } = (await prepareFolder(dir)).data.candidates;
  expect([tooFew, mined?.candidates]).toEqual([1, []]);
});

test("a build that changes other things keeps the candidates without mining again", async () => {
  const dir = await workspaceFolder(minedFiles(mining));
  const first = (await prepareFolder(dir)).data.candidates;
  const yaml = minedFiles(mining)["workspace.yaml"] ?? "";
  const name = (await prepareFolder(dir)).data.report.workspace.name;
  await writeFile(
    join(dir, "workspace.yaml"),
    yaml.replace(/^name: .*$/m, `name: ${name}`).replace("title: Mined", "title: Other"),
  );
  const { ran, data } = await prepareFolder(dir);
  expect(ran["artefacts"]).toBe(true);
  expect(data.candidates).toEqual(first);
});
