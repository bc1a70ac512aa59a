import { expect, test } from "vitest";
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
    [null, 3, 4],
  ]);
});

test("duplicates decided under two versions of the policy are no pair", async () => {
  const line = "h5,i5,human,,reject,,,";
  expect(files["events.csv"]).toContain(line);
  const events = files["events.csv"].replace(line, "h5,i5,human,,reject,,2,");
  const { data } = await prepareFolder(await workspaceFolder({ ...files, "events.csv": events }));
  expect(data.duplicates.cells.map(({ sums }) => sums)).toEqual([[2, 3]]);
});

test("without hashes and groups there are no duplicates", async () => {
  const { data } = await prepareFolder(await workspaceFolder(auditedFiles));
  expect(data.duplicates.cells).toEqual([]);
});
