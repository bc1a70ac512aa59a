import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

type Prepared = Awaited<ReturnType<typeof prepareFolder>>;

/** Partition of the items → file of its summary. */
function summaryFiles({ store }: Prepared): Map<string, string> {
  const entries = store.manifest().tables["summary"]?.entries ?? [];
  return new Map(entries.map(({ partition, file }) => [partition, file]));
}

function artefactHashes({ artefacts }: Prepared): unknown[] {
  return artefacts.map(({ partition, sha256 }) => [partition, sha256]);
}

const firstDay = "day=2024-02-01";
const secondDay = "day=2024-02-02";

// Items of both days were judged on the same day, so that a file of events belongs to two partitions of items.
test.each([
  {
    what: "a text",
    name: "posts.csv",
    from: "under the Fig tree",
    to: "under the plum tree",
    remade: [secondDay],
  },
  {
    what: "a policy",
    name: "posts.csv",
    from: "reifer plum,de,fruit",
    to: "reifer plum,de,jam",
    remade: [firstDay],
  },
  {
    what: "a late label",
    name: "reviews.csv",
    from: "h1,a1,human",
    to: "g9,b2,gold,approve,2024-02-09T10:00:00Z\nh1,a1,human",
    remade: [secondDay],
  },
  {
    what: "a verdict",
    name: "reviews.csv",
    from: "h3,a1,human,approve",
    to: "h3,a1,human,reject",
    remade: [firstDay],
  },
  {
    what: "an event that is gone",
    name: "reviews.csv",
    from: "h7,b2,human,reject,2024-02-03T10:00:00Z\n",
    to: "",
    remade: [firstDay, secondDay],
  },
  {
    what: "the day of an item",
    name: "posts.csv",
    from: "jam,2024-02-01",
    to: "jam,2024-02-02",
    remade: [firstDay, secondDay],
  },
  { what: "a release", name: "words/r2.csv", from: "plum,en", to: "stein,de", remade: [firstDay, secondDay] },
])("after $what changed, artefacts are those of a build from nothing", async ({ name, from, to, remade }) => {
  const dir = await workspaceFolder(tinyFiles);
  const before = summaryFiles(await prepareFolder(dir));
  expect([...before.keys()]).toEqual([firstDay, secondDay]);
  const text = await readFile(join(dir, name), "utf8");
  expect(text).toContain(from);
  await writeFile(join(dir, name), text.replace(from, to));
  const changed = await prepareFolder(dir);
  const after = summaryFiles(changed);
  expect([...after.keys()].filter((partition) => after.get(partition) !== before.get(partition))).toEqual(
    remade,
  );
  expect(artefactHashes(changed)).toEqual(artefactHashes(await prepareFolder(dir, { force: true })));
});

test("a new data date alone makes no summary anew", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const before = await prepareFolder(dir);
  const yaml = await readFile(join(dir, "workspace.yaml"), "utf8");
  await writeFile(join(dir, "workspace.yaml"), yaml.replace("asOf: 2024-03-01", "asOf: 2024-03-02"));
  const after = await prepareFolder(dir);
  expect(after.ran["artefacts"]).toBe(true);
  expect(summaryFiles(after)).toEqual(summaryFiles(before));
});
