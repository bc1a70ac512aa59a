import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashRows } from "../../loaders/store/rowsHash.js";
import { openStore } from "../../loaders/store/store.js";
import type { Store } from "../../loaders/store/store.js";
import { id, whole } from "../../src/model/tables/column.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";

const hash = (digit: string) => digit.repeat(64);

async function put(store: Store, text: string, rowsHash = hash("a")) {
  const item = {
    table: "item",
    partition: "day=2024-02-01",
    rows: 1,
    rowsHash,
    extension: "parquet",
  } as const;
  return store.put(item, (path) => writeFile(path, text));
}

async function commitOne(store: Store, text: string, rowsHash?: string) {
  const entry = await put(store, text, rowsHash);
  await store.commit({ version: 1, tables: { item: { key: "k", entries: [entry] } } });
  return entry;
}

const files = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((found) => found.isFile())
    .map(({ name }) => name);

test("openStore() of a new folder is empty; after commit() a second one reads the same", async () => {
  const dir = await tempFolder({});
  const store = await openStore(dir);
  expect(store.manifest()).toEqual({ version: 1, tables: {} });
  const entry = await commitOne(store, "first");
  const again = await openStore(dir);
  expect(again.manifest()).toEqual({ version: 1, tables: { item: { key: "k", entries: [entry] } } });
  expect((await again.readFile(entry)).toString()).toBe("first");
  expect(await again.checkedPath(entry)).toBe(join(dir, entry.file));
  expect(entry.file).toMatch(/^item\/day=2024-02-01\/a{16}-[0-9a-f]{8}\.parquet$/);
});

test("readFile() names the file and the remedy when a bit was flipped or the file is gone", async () => {
  const dir = await tempFolder({});
  const store = await openStore(dir);
  const entry = await commitOne(store, "first");
  const path = join(dir, entry.file);
  const bytes = await readFile(path);
  bytes[2] = (bytes[2] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const damaged = await issuesOf(dir, () => store.readFile(entry));
  expect(damaged).toHaveLength(1);
  expect(damaged[0]).toMatch(
    /^item\/day=2024-02-01\/\S+: expected SHA-256 [0-9a-f]{16}, got [0-9a-f]{16}: the file was changed or damaged; rebuild with: riskbook build --force$/,
  );
  expect(await issuesOf(dir, () => store.checkedPath(entry))).toEqual(damaged);
  await rm(path);
  expect(await store.has(entry)).toBe(false);
  expect(await issuesOf(dir, () => store.readFile(entry))).toEqual([
    `${entry.file}: expected this stored file, got none; rebuild with: riskbook build --force`,
  ]);
});

test("a build that dies before commit() leaves the store as it was, and the next sweep() deletes what it left", async () => {
  const dir = await tempFolder({});
  const entry = await commitOne(await openStore(dir), "first");
  const dying = await openStore(dir);
  await put(dying, "second", hash("b"));
  await expect(
    dying.put(
      { table: "item", partition: "x", rows: 1, rowsHash: hash("c"), extension: "parquet" },
      async (path) => {
        await writeFile(path, "half");
        throw new Error("killed");
      },
    ),
  ).rejects.toThrow("killed");
  await writeFile(join(dir, "manifest.json.unfinished"), '{"version": 1, "tab');
  const next = await openStore(dir);
  expect(next.manifest().tables["item"]?.entries).toEqual([entry]);
  expect((await next.readFile(entry)).toString()).toBe("first");
  await next.sweep();
  const third = await commitOne(next, "third", hash("d"));
  expect(new Set(await files(dir))).toEqual(new Set([third.file.split("/").at(-1), "manifest.json"]));
});

test("equal rows in other bytes never overwrite a file that a manifest names", async () => {
  const dir = await tempFolder({});
  const store = await openStore(dir);
  const before = await commitOne(store, "as one version writes it");
  await put(store, "as another version writes it");
  expect((await store.readFile(before)).toString()).toBe("as one version writes it");
});

const changed =
  "manifest.json: expected a manifest with its own checksum, got something else: the file was changed or damaged; rebuild with: riskbook build --force";

test("openStore() refuses a manifest that is none or has any bit flipped; force takes it for an empty one", async () => {
  const dir = await tempFolder({ "manifest.json": "{}" });
  expect(await issuesOf(dir, () => openStore(dir))).toEqual([changed]);
  expect((await openStore(dir, { force: true })).manifest().tables).toEqual({});
  const whole = await tempFolder({});
  await commitOne(await openStore(whole), "first");
  const path = join(whole, "manifest.json");
  const bytes = await readFile(path);
  for (let bit = 0; bit < bytes.length * 8; bit += 7) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await writeFile(path, flipped);
    await expect(openStore(whole), `bit ${bit}`).rejects.toThrow("expected a manifest with its own checksum");
  }
});

test("openStore() refuses a store whose manifest is gone, but not one that has no file yet", async () => {
  const dir = await tempFolder({});
  await commitOne(await openStore(dir), "first");
  await rm(join(dir, "manifest.json"));
  expect(await issuesOf(dir, () => openStore(dir))).toEqual([
    "manifest.json: expected the manifest of the files that lie beside it, got none; rebuild with: riskbook build --force",
  ]);
  expect((await openStore(dir, { force: true })).manifest().tables).toEqual({});
  const dying = await tempFolder({});
  await put(await openStore(dying), "never committed");
  expect((await openStore(dying)).manifest().tables).toEqual({});
});

test("sweep() deletes what no manifest names and nothing else", async () => {
  const dir = await tempFolder({});
  const store = await openStore(dir);
  const entry = await commitOne(store, "first");
  await put(store, "never committed", hash("b"));
  await writeFile(join(dir, "manifest.json.unfinished"), "half");
  await store.sweep();
  expect(new Set(await files(dir))).toEqual(new Set([entry.file.split("/").at(-1), "manifest.json"]));
});

test("hashRows() depends on values, order of columns and types, and nothing else", () => {
  const columns = { item_id: id, round: whole };
  const known = hashRows(columns, [
    ["a", 1],
    ["b", null],
  ]);
  expect(known).toBe("bb7fc104a6ab5f05f0fe06bad727c0d481aa45cda9e246f562efddba68917d70");
  expect(
    hashRows(columns, [
      ["a", 1],
      ["b", null],
    ]),
  ).toBe(known);
  expect(
    hashRows(columns, [
      ["a", 1],
      ["b", 0],
    ]),
  ).not.toBe(known);
  expect(hashRows(columns, [["a", 1]])).not.toBe(known);
  expect(
    hashRows({ item_id: id, round: id }, [
      ["a", 1],
      ["b", null],
    ]),
  ).not.toBe(known);
});
