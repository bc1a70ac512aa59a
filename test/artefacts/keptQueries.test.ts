import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openKeptQueries, queryTable } from "../../loaders/artefacts/keptQueries.js";
import type { QueryInputs } from "../../loaders/artefacts/keptQueries.js";
import type { Dataset } from "../../loaders/artefacts/dataset.js";
import { openStore } from "../../loaders/store/store.js";
import { tempFolder } from "../sources/tempFolder.js";

/** Files of tables by the hash of their rows; nothing reads them here. */
function filesOf(item: string, feedback = "f"): Dataset["files"] {
  const one = (rowsHash: string) => [
    { path: "", entry: { partition: "p", file: "p", rows: 1, rowsHash, sha256: "", bytes: 0 } },
  ];
  return {
    item: one(item),
    feedback: one(feedback),
    review_event: [],
    policy: [],
    delivery: [],
    reviewer: [],
  };
}

const inputs: QueryInputs = { tables: ["item"], settings: ["UTC"] };

/** Builds with one query each; says whether it was made. */
async function builder() {
  const dir = join(await tempFolder({}), "store");
  return async (
    options: { files?: Dataset["files"]; codeHash?: string; force?: boolean } & Partial<QueryInputs>,
  ) => {
    const { files = filesOf("i"), codeHash = "c", force = false, ...changed } = options;
    const store = await openStore(dir);
    const kept = openKeptQueries(store, { files, codeHash, force });
    let isMade = false;
    const result = await kept.keep("sums", { ...inputs, ...changed }, () => {
      isMade = true;
      return Promise.resolve([{ a: 0.1 + 0.2, value: null }]);
    });
    expect(result).toEqual([{ a: 0.1 + 0.2, value: null }]);
    await store.commit({ version: 1, tables: { [queryTable]: { key: "", entries: [...kept.entries()] } } });
    return { isMade, dir, entries: kept.entries() };
  };
}

test("keep(name, inputs, make) makes a result once while its tables, settings and code stay", async () => {
  const build = await builder();
  expect((await build({})).isMade).toBe(true);
  expect((await build({})).isMade).toBe(false);
  expect((await build({ files: filesOf("i", "other") })).isMade).toBe(false); // it does not read feedback
  expect((await build({ files: filesOf("other") })).isMade).toBe(true);
  expect((await build({ files: filesOf("other"), settings: ["Asia/Tokyo"] })).isMade).toBe(true);
  expect((await build({ files: filesOf("other"), settings: ["Asia/Tokyo"], codeHash: "d" })).isMade).toBe(
    true,
  );
});

test("a result is made again when asked to, and when its file is gone", async () => {
  const build = await builder();
  const { dir, entries } = await build({});
  expect((await build({ force: true })).isMade).toBe(true);
  await rm(join(dir, entries[0]?.file ?? ""));
  expect((await build({})).isMade).toBe(true);
});

test("hold(name, inputs, make) keeps a result that nobody reads", async () => {
  const dir = join(await tempFolder({}), "store");
  let made = 0;
  const build = async (): Promise<() => Promise<string>> => {
    const store = await openStore(dir);
    const kept = openKeptQueries(store, { files: filesOf("i"), codeHash: "c", force: false });
    const read = await kept.hold("words", inputs, () => Promise.resolve(`plum ${++made}`));
    await store.commit({ version: 1, tables: { [queryTable]: { key: "", entries: [...kept.entries()] } } });
    return read;
  };
  await build();
  await build();
  const read = await build();
  expect([await read(), made]).toEqual(["plum 1", 1]);
});
