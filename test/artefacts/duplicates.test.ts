import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queryTable } from "../../loaders/artefacts/keptQueries.js";
import { auditedFiles } from "../fixtures/auditedWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

const hashes: Readonly<Record<string, string>> = { i1: "x", i2: "x", i3: "x", i4: "y", i5: "y", i6: "" };
const files = {
  ...auditedFiles,
  "workspace.yaml": auditedFiles["workspace.yaml"]
    .replace("lang, advertiser, made]", "lang, advertiser, made, hash]")
    .replace("created_at: made}", "created_at: made, content_hash: hash}"),
  "posts.csv": auditedFiles["posts.csv"].replaceAll(
    /^(i\d|id)(,.*)$/gm,
    (_, id: string, rest: string) => `${id}${rest},${id === "id" ? "hash" : (hashes[id] ?? "")}`,
  ),
};

test("duplicates are compared by their final decisions; a group of two languages has no language", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  // x: rejected, rejected, approved; y: approved, rejected; i6 has no hash
  expect(data.duplicates.cells.map(({ slice, sums }) => [slice["language"], ...sums])).toEqual([
    [null, 3, 4, 0, 0],
  ]);
});

test("duplicates decided under two versions of the policy are no pair", async () => {
  const line = "h5,i5,human,,reject,,,";
  expect(files["events.csv"]).toContain(line);
  const events = files["events.csv"].replace(line, "h5,i5,human,,reject,,2,");
  const { data } = await prepareFolder(await workspaceFolder({ ...files, "events.csv": events }));
  expect(data.duplicates.cells.map(({ sums }) => sums)).toEqual([[2, 3, 0, 0]]);
});

test("near-duplicates are compared where the workspace asks for it, those of one group left out", async () => {
  const yaml = `${files["workspace.yaml"]}nearDuplicates: true\n`;
  // i4 and i5 have one hash, i6 has none; i5 was rejected, i4 and i6 approved
  const posts = files["posts.csv"]
    .replace("ein Baum", "a tree of 10 apples")
    .replace("a fig", "a Tree of 12 apples")
    .replace("nothing", "a tree of 7 apples");
  const near = { ...files, "workspace.yaml": yaml, "posts.csv": posts };
  const dir = await workspaceFolder(near);
  const built = async () => {
    const { data, store } = await prepareFolder(dir);
    const entries = store.manifest().tables[queryTable]?.entries ?? [];
    const written = await Promise.all(
      entries.map(
        async ({ partition, file }) => [partition, (await stat(join(store.dir, file))).ino] as const,
      ),
    );
    const cells = data.duplicates.cells.map(({ slice, sums, products }) => [
      slice["language"],
      sums,
      products,
    ]);
    return { cells, written: new Map(written) };
  };
  const first = await built();
  expect(first.cells).toEqual([
    [null, [3, 4, 0, 0], [5, 7, 0, 0, 10, 0, 0, 0, 0, 0]],
    [null, [0, 0, 1, 2], [0, 0, 0, 0, 0, 0, 0, 1, 2, 4]],
  ]);
  const shingles = "shingles-day=2024-02-01";
  expect([...first.written.keys()]).toEqual(["lint", "origins", "duplicates", shingles, "nearDuplicates"]);

  // Another decision on i4 is compared anew, with the shingles as they were.
  const line = "h4,i4,human,,approve,,,";
  expect(near["events.csv"]).toContain(line);
  await writeFile(join(dir, "events.csv"), near["events.csv"].replace(line, "h4,i4,human,,reject,,,"));
  const second = await built();
  expect(second.cells.map(([, sums]) => sums)).toEqual([
    [2, 4, 0, 0],
    [0, 0, 2, 2],
  ]);
  expect(second.written.get(shingles)).toBe(first.written.get(shingles));
  expect(second.written.get("nearDuplicates")).not.toBe(first.written.get("nearDuplicates"));

  const without = await prepareFolder(await workspaceFolder({ ...files, "posts.csv": posts }));
  expect(without.data.duplicates.cells.map(({ sums }) => sums)).toEqual([[3, 4, 0, 0]]);
});

test("without hashes and groups there are no duplicates", async () => {
  const { data } = await prepareFolder(await workspaceFolder(auditedFiles));
  expect(data.duplicates.cells).toEqual([]);
});
