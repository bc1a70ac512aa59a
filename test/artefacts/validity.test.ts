import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plum, releaseCsv, validityFiles } from "../fixtures/validityWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

test("a build after a changed valid_to has the numbers of one from nothing, and other ones than before", async () => {
  const dir = await workspaceFolder(validityFiles([[plum]]));
  const before = await prepareFolder(dir);
  expect(before.data.terms).toMatchObject([{ term: "plum", hits: 48 }]); // 12 items at each of four moments
  const ended = { ...plum, to: "2024-02-04T10:00:00Z" };
  await writeFile(join(dir, "words/r1.csv"), releaseCsv([ended], "2024-01-01T00:00:00Z"));
  const after = await prepareFolder(dir);
  expect(after.data.terms).toMatchObject([{ term: "plum", hits: 36, tp: 36 }]);
  const fresh = await prepareFolder(dir, { force: true });
  expect(after.data.terms).toEqual(fresh.data.terms);
  expect(after.data.decisions).toEqual(fresh.data.decisions);
  expect(after.data.report.alerts).toContain(
    "valid_from and valid_to of 1 term were not applied to 16 items, which have no created_at.",
  );
});
