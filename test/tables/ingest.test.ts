import { appendFile, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../loaders/engine/duckdb.js";
import { quoteText } from "../../loaders/engine/quote.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";
import { exampleFiles, ingestFolder } from "./exampleWorkspace.js";

const at = (text: string) => Date.parse(text);

async function rowsOf(dir: string, table: string, select: string) {
  const { store, tables } = await ingestFolder(dir);
  const paths = await Promise.all((tables[table] ?? []).map((entry) => store.checkedPath(entry)));
  const engine = await openEngine();
  try {
    return (await engine.query(`SELECT ${select} FROM read_parquet([${paths.map(quoteText).join(", ")}])`))
      .rows;
  } finally {
    engine.close();
  }
}

test("ingest() stores items by day or bucket and events by day, mapped as declared", async () => {
  const dir = await tempFolder(exampleFiles);
  const { tables, counts, ran, reason } = await ingestFolder(dir);
  expect([ran, reason]).toEqual([true, "first ingest"]);
  expect(tables["item"]?.map(({ partition, rows }) => [partition, rows])).toEqual([
    ["bucket=03", 1], // sha256("p2") begins with 3
    ["day=2024-02-01", 1],
  ]);
  expect(tables["review_event"]?.map(({ partition, rows }) => [partition, rows])).toEqual([
    ["day=2024-02-02", 2],
    ["day=2024-02-03", 1],
  ]);
  expect(counts[1]).toEqual({
    source: "reviews",
    files: 1,
    rows: 3,
    rejected: 0,
    tables: [{ table: "review_event", accepted: 3, skipped: 0 }],
  });
  expect(await rowsOf(dir, "item", "item_id, text, language, tongue, created_at, market")).toEqual([
    ["p2", "ein Kohl", "de", "de", null, null],
    ["p1", "a turnip", "en", "en", at("2024-02-01T23:30:00Z"), null],
  ]);
  expect(await rowsOf(dir, "review_event", "event_id, item_id, stage, decision, ended_at, round")).toEqual([
    ["r:1", "p1", "human", "reject", at("2024-02-02T10:00:00Z"), 1],
    ["r:2", "p1", "human", "approve", at("2024-02-02T10:00:00Z"), null],
    ["r:3", "p2", "human", "approve", at("2024-02-03T10:00:00Z"), 1],
  ]);
});

test("ingest() cuts days in the workspace's time zone", async () => {
  const yaml = `timeZone: Europe/Berlin\n${exampleFiles["workspace.yaml"]}`;
  const { tables } = await ingestFolder(await tempFolder({ ...exampleFiles, "workspace.yaml": yaml }));
  expect(tables["item"]?.map(({ partition }) => partition)).toEqual(["bucket=03", "day=2024-02-02"]);
});

test("ingest() gives snapshots of equal content one id, whatever the order and repetition of terms", async () => {
  const dir = await tempFolder(exampleFiles);
  const { snapshots, terms, counts, tables } = await ingestFolder(dir);
  const [january, february] = snapshots;
  expect(snapshots.map(({ label, terms, released_at }) => [label, terms, released_at])).toEqual([
    ["2024-01", 2, at("2024-01-01T00:00:00Z")],
    ["2024-02", 2, at("2024-02-01T00:00:00Z")],
  ]);
  expect(january?.snapshot_id).toBe(february?.snapshot_id);
  expect(january?.snapshot_id).toMatch(/^[0-9a-f]{64}$/);
  expect(terms.size).toBe(1);
  expect(
    terms
      .get(january?.snapshot_id ?? "")
      ?.map(({ term }) => term)
      .toSorted(),
  ).toEqual(["Kohl", "turnip"]);
  expect(counts[2]?.tables).toEqual([{ table: "term", accepted: 4, skipped: 1 }]);
  expect([tables["package_snapshot"]?.[0]?.rows, tables["term"]?.[0]?.rows]).toEqual([2, 2]);
});

test("a row without the column that skipWithout names is no event: counted, not rejected", async () => {
  const yaml = exampleFiles["workspace.yaml"].replace("packages:", "      skipWithout: verdict\npackages:");
  const reviews = exampleFiles["reviews.ndjson"].replace('"verdict":"bad"', '"verdict":null');
  const dir = await tempFolder({ ...exampleFiles, "workspace.yaml": yaml, "reviews.ndjson": reviews });
  const { counts, rejected } = await ingestFolder(dir);
  expect(counts[1]?.tables).toEqual([{ table: "review_event", accepted: 2, skipped: 1 }]);
  expect(rejected.count).toBe(0);
});

test("a second ingest() reads no row, touches no file and gives the same answer", async () => {
  const dir = await tempFolder(exampleFiles);
  const first = await ingestFolder(dir);
  const before = await stat(join(dir, "store/manifest.json"));
  const steps: string[] = [];
  const second = await ingestFolder(dir, { onProgress: (step) => steps.push(step) });
  expect([second.ran, second.reason, steps]).toEqual([false, "nothing changed", []]);
  expect((await stat(join(dir, "store/manifest.json"))).mtimeMs).toBe(before.mtimeMs);
  const { tables, snapshots, terms, counts, rejected } = second;
  expect({ tables, snapshots, terms, counts, rejected }).toEqual({
    tables: first.tables,
    snapshots: first.snapshots,
    terms: first.terms,
    counts: first.counts,
    rejected: first.rejected,
  });
});

test("a changed input is ingested again; files whose rows did not change are kept", async () => {
  const dir = await tempFolder(exampleFiles);
  const first = await ingestFolder(dir);
  await appendFile(
    join(dir, "reviews.ndjson"),
    '{"review":"4","post":"p2","verdict":"bad","at":"2024-02-03T11:00:00Z","level":1}\n',
  );
  const second = await ingestFolder(dir);
  expect([second.ran, second.reason]).toEqual([true, "1 of 1 file of reviews changed"]);
  expect(second.tables["item"]).toEqual(first.tables["item"]);
  expect(second.tables["review_event"]?.[0]).toEqual(first.tables["review_event"]?.[0]);
  expect(second.tables["review_event"]?.[1]?.rows).toBe(2);
  expect(await readdir(join(dir, "store/review_event/day=2024-02-03"))).toHaveLength(1);
});

test("a changed workspace.yaml, a missing file and force make ingest() run, and say so", async () => {
  const dir = await tempFolder(exampleFiles);
  const { store, tables } = await ingestFolder(dir);
  expect(await ingestFolder(dir, { force: true })).toMatchObject({ ran: true, reason: "forced", tables });
  await rm(join(store.dir, tables["item"]?.[0]?.file ?? ""));
  expect(await ingestFolder(dir)).toMatchObject({ ran: true, reason: "a stored file is missing", tables });
  await writeFile(
    join(dir, "workspace.yaml"),
    exampleFiles["workspace.yaml"].replace("2024-03-01", "2024-03-02"),
  );
  expect(await ingestFolder(dir)).toMatchObject({ ran: true, reason: "workspace.yaml changed", tables });
  await writeFile(
    join(dir, "workspace.yaml"),
    `about: Other words.\n${await readFile(join(dir, "workspace.yaml"), "utf8")}`,
  );
  expect(await ingestFolder(dir)).toMatchObject({ ran: false });
});

test("an ingest() that fails leaves the last one in force, byte for byte", async () => {
  const dir = await tempFolder(exampleFiles);
  const { tables } = await ingestFolder(dir);
  const before = await readdir(join(dir, "store"), { recursive: true });
  await writeFile(join(dir, "posts.csv"), "id,text,lang,posted\np1\n");
  expect(await issuesOf(dir, () => ingestFolder(dir))).toContain("posts.csv:2: expected 4 columns, got 1");
  expect(await readdir(join(dir, "store"), { recursive: true })).toEqual(before);
  await writeFile(join(dir, "posts.csv"), exampleFiles["posts.csv"]);
  expect(await ingestFolder(dir)).toMatchObject({ ran: false, tables });
});

test("--force mends a stored file with a flipped bit", async () => {
  const dir = await tempFolder(exampleFiles);
  const { store, tables } = await ingestFolder(dir);
  const entry = tables["item"]?.[0];
  if (entry === undefined) throw new Error("Expected an item file, got none");
  const path = join(store.dir, entry.file);
  const bytes = await readFile(path);
  bytes[20] = (bytes[20] ?? 0) ^ 4;
  await writeFile(path, bytes);
  await expect(store.readFile(entry)).rejects.toThrow("riskbook build --force");
  const mended = await ingestFolder(dir, { force: true });
  expect((await mended.store.readFile(entry)).length).toBe(entry.bytes);
});
