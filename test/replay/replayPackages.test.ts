import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isReplayed } from "../../loaders/replay/replayPackages.js";
import type { Replay } from "../../loaders/replay/replayPackages.js";
import { readTextFile } from "../../loaders/replay/textFile.js";
import { replayFolder, tinyFiles } from "../fixtures/tinyWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";
import { termIdsOf } from "../../src/matcher/kernel/ids.js";

/** Terms and releases of a replay, and the items and hits of each partition in its order. */
async function loadAll({ open }: Replay) {
  const { terms, releases, partitions, readHits } = open();
  const read = await Promise.all(partitions.map(({ partition }) => readHits(partition)));
  const hits = read.map(({ itemIds, table, hitsOf: ofRelease }) => ({
    itemIds,
    table,
    byRelease: releases.map((_, release) => ofRelease(release)),
  }));
  return { terms, releases, partitions, hits };
}

/** Hits as `item term`, in the order in which they were loaded. */
async function hitsOf(replay: Replay): Promise<string[]> {
  const { terms, hits: partitions } = await loadAll(replay);
  return partitions.flatMap(({ itemIds, table }) =>
    Array.from(table.item, (item, at) => `${itemIds[item]} ${terms[table.term[at] ?? -1]?.term}`),
  );
}

/** "plum" stands twice in a1. */
const allHits = ["a1 plum", "a1 plum", "a2 fig", "a2 plum", "b1 fig", "b2 fig", "b4 fig"];

/** Loads what the store holds now and what a replay from nothing gives: the two must be the same, row by row. */
async function expectAsFresh(dir: string, replay: Replay): Promise<void> {
  const fresh = await replayFolder(dir, { storeDir: join(dir, "fresh") });
  expect(await loadAll(replay)).toEqual(await loadAll(fresh.replay));
  expect(replay.key).toBe(fresh.replay.key);
  await rm(join(dir, "fresh"), { recursive: true });
}

test("replayPackages() scans all distinct terms of all releases once, within the languages that they are for", async () => {
  const dir = await tempFolder(tinyFiles);
  const { replay, executor } = await replayFolder(dir);
  expect([replay.ran, replay.reason]).toEqual([true, "3 of 3 terms on 2 of 2 partitions"]);
  expect(executor.tasks).toHaveLength(2);
  expect((await hitsOf(replay)).toSorted()).toEqual(allHits); // not "a3 plum": plum is an English term
  const { terms, releases, hits } = await loadAll(replay);
  expect(hits.map(({ itemIds }) => itemIds)).toEqual([
    ["a1", "a2", "a3"],
    ["b1", "b2", "b3", "b4"],
  ]);
  expect(
    releases.map(({ label, terms: held }) => [label, held.map((term) => terms[term]?.term ?? "").toSorted()]),
  ).toEqual([
    ["r1", ["plum"]],
    ["r2", ["fig", "plum"]],
    ["r3", ["fig", "quince"]],
  ]);
});

test("replayPackages() does nothing the second time, and opens no executor", async () => {
  const dir = await tempFolder(tinyFiles);
  const first = await replayFolder(dir);
  const second = await replayFolder(dir);
  expect([second.replay.ran, second.replay.reason]).toEqual([false, "nothing changed"]);
  expect(second.executor.opened).toBe(0);
  expect(second.replay.key).toBe(first.replay.key);
  expect(await loadAll(second.replay)).toEqual(await loadAll(first.replay));
});

test("isReplayed() says whether replayPackages() would scan nothing: not after another release, item or lost file", async () => {
  const dir = await tempFolder(tinyFiles);
  const { store, ingested } = await replayFolder(dir);
  const isNow = (more: Partial<typeof ingested>) => isReplayed({ ...ingested, ...more }, store);
  expect(await isNow({})).toBe(true);
  expect(await isNow({ snapshots: ingested.snapshots.slice(1) })).toBe(false);
  const [item, ...items] = ingested.tables["item"] ?? [];
  if (item === undefined) throw new Error("expected items");
  expect(await isNow({ tables: { item: items } })).toBe(false);
  expect(await isNow({ tables: { item: [{ ...item, rowsHash: "other" }, ...items] } })).toBe(false);
  for (const table of ["hits", "text", "textIndex"]) {
    const file = join(store.dir, store.manifest().tables[table]?.entries.at(-1)?.file ?? "");
    const bytes = await readFile(file);
    await rm(file);
    expect(await isNow({})).toBe(false);
    await writeFile(file, bytes);
  }
  expect(await isNow({})).toBe(true);
});

test("replayPackages() of a release with 2 new terms scans these alone, and the hits are those of a full replay", async () => {
  const dir = await tempFolder(tinyFiles);
  await replayFolder(dir);
  const at = "2024-01-04T00:00:00Z";
  await writeFile(
    join(dir, "words/r4.csv"),
    `term,lang,released\nfig,,${at}\njam,en,${at}\nStein,de,${at}\n`,
  );
  const { replay, executor } = await replayFolder(dir);
  expect([replay.ran, replay.reason]).toEqual([true, "2 of 5 terms on 2 of 2 partitions"]);
  expect(executor.tasks.map(({ atoms }) => termIdsOf(atoms.words.compiled).length)).toEqual([2, 2]);
  expect((await hitsOf(replay)).toSorted()).toEqual([...allHits, "a2 jam", "b2 Stein"].toSorted());
  await expectAsFresh(dir, replay);
});

test("replayPackages() reads no text that cannot hold a new term, and knows that it has no hit", async () => {
  const dir = await tempFolder(tinyFiles);
  await replayFolder(dir);
  const release = "term,lang,released\nfig,,2024-01-04T00:00:00Z\nunder the,,2024-01-04T00:00:00Z\n";
  await writeFile(join(dir, "words/r4.csv"), release);
  const { replay, executor } = await replayFolder(dir);
  expect(replay.reason).toBe("1 of 4 terms on 2 of 2 partitions");
  expect(executor.tasks.map(({ textFile }) => readTextFile(textFile).itemId[0])).toEqual(["b1"]);
  expect((await hitsOf(replay)).toSorted()).toEqual([...allHits, "b1 under the"].toSorted());
  await expectAsFresh(dir, replay);
  expect((await replayFolder(dir)).replay.reason).toBe("nothing changed");
});

test("replayPackages() drops the hits of a term that no release holds any more, without a scan", async () => {
  const dir = await tempFolder(tinyFiles);
  await replayFolder(dir);
  await rm(join(dir, "words/r1.csv"));
  await writeFile(join(dir, "words/r2.csv"), "term,lang,released\nfig,,2024-01-02T00:00:00Z\n");
  const { replay, executor } = await replayFolder(dir);
  expect([replay.ran, replay.reason]).toEqual([false, "nothing changed"]);
  expect(executor.opened).toBe(0);
  expect((await hitsOf(replay)).toSorted()).toEqual(["a2 fig", "b1 fig", "b2 fig", "b4 fig"]);
  await expectAsFresh(dir, replay);
});

test("replayPackages() takes a term whose language changed for another term", async () => {
  const dir = await tempFolder(tinyFiles);
  await replayFolder(dir);
  for (const name of ["words/r1.csv", "words/r2.csv"]) await replaceIn(join(dir, name), "plum,en", "plum,de");
  const { replay } = await replayFolder(dir);
  expect(replay.reason).toBe("1 of 3 terms on 2 of 2 partitions");
  expect((await hitsOf(replay)).toSorted()).toEqual(["a2 fig", "a3 plum", "b1 fig", "b2 fig", "b4 fig"]);
  await expectAsFresh(dir, replay);
});

test("replayPackages() scans only the partition whose texts changed, and a new one", async () => {
  const dir = await tempFolder(tinyFiles);
  await replayFolder(dir);
  await replaceIn(join(dir, "posts.csv"), "under the Fig tree", "under the plum tree");
  const changed = await replayFolder(dir);
  expect(changed.replay.reason).toBe("3 of 3 terms on 1 of 2 partitions");
  expect(changed.executor.tasks.map(({ textFile }) => readTextFile(textFile).itemId)).toEqual([
    ["b1", "b2", "b3", "b4"],
  ]);
  expect((await hitsOf(changed.replay)).toSorted()).toEqual([
    "a1 plum",
    "a1 plum",
    "a2 fig",
    "a2 plum",
    "b1 plum",
    "b2 fig",
    "b4 fig",
  ]);
  await expectAsFresh(dir, changed.replay);

  await appendFile(join(dir, "posts.csv"), "c1,quince,en,jam,2024-02-05T10:00:00Z\n");
  const grown = await replayFolder(dir);
  expect(grown.replay.reason).toBe("3 of 3 terms on 1 of 3 partitions");
  await expectAsFresh(dir, grown.replay);
});

test("replayPackages() with force scans everything, also where a stored text was damaged", async () => {
  const dir = await tempFolder(tinyFiles);
  const before = await replayFolder(dir);
  const expected = await loadAll(before.replay);
  for (const table of ["text", "hits"]) {
    for (const { file } of before.store.manifest().tables[table]?.entries ?? []) {
      const bytes = await readFile(join(dir, "store", file));
      bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
      await writeFile(join(dir, "store", file), bytes);
    }
  }
  const { replay } = await replayFolder(dir, { force: true });
  expect([replay.ran, replay.reason]).toEqual([true, "forced: 3 of 3 terms on 2 of 2 partitions"]);
  expect(await loadAll(replay)).toEqual(expected);
});

test("replayPackages() does not read terms of a layer that an older version wrote under its name", async () => {
  const dir = await tempFolder(tinyFiles);
  const { store } = await replayFolder(dir);
  const tables = store.manifest().tables;
  const hits = tables["hits"]?.entries ?? [];
  const list = hits.find(({ partition }) => partition === "layers.2");
  if (list === undefined) throw new Error("Expected a list of layers");
  const { layers }: { layers: string[] } = JSON.parse((await store.readFile(list)).toString("utf8"));
  const rowsHash = layers[0] ?? "";
  const old = {
    table: "hits",
    partition: `terms.${rowsHash.slice(0, 16)}`,
    rows: 1,
    rowsHash,
    extension: "json",
  } as const;
  const entry = await store.put(old, (path) => writeFile(path, '["older"]'));
  await store.commit({ version: 1, tables: { ...tables, hits: { key: "hits", entries: [entry] } } });
  await replayFolder(dir);
  const { replay } = await replayFolder(dir);
  expect(replay.reason).toBe("nothing changed");
  await expectAsFresh(dir, replay);
});

test("replayPackages() without a package knows the items and no hits", async () => {
  const yaml = tinyFiles["workspace.yaml"].replace(/packages:[^]*$/, "");
  const dir = await tempFolder({ ...tinyFiles, "workspace.yaml": yaml });
  const { replay, executor } = await replayFolder(dir);
  const { hits, terms, releases } = await loadAll(replay);
  expect(hits.map((part) => [part.itemIds.length, part.table.item.length])).toEqual([
    [3, 0],
    [4, 0],
  ]);
  expect([terms, releases]).toEqual([[], []]);
  expect(executor.opened).toBe(0);
});

async function replaceIn(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

test("replayPackages() reads rules and exceptions of each release off the hits of its atoms", async () => {
  const yaml = tinyFiles["workspace.yaml"]
    .replace("columns: [term, lang, released]", "columns: [id, term, kind, action, views, released]")
    .replace(
      "columns: {term: term, languages: lang}",
      "columns: {term_id: id, term: term, kind: kind, action: action, views: views}",
    );
  const head = "id,term,kind,action,views,released\n";
  const atoms = (at: string): string =>
    `fig,fig,,watch,,${at}\njam,j.m,regex,,,${at}\nplum,plum,,,canonical+evasive,${at}\n`;
  const [first, second] = ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"];
  const files = {
    "workspace.yaml": yaml,
    "posts.csv": tinyFiles["posts.csv"].replace("figs or plums or pears", "figs or p.l.u.m or pears"),
    "reviews.csv": tinyFiles["reviews.csv"],
    "rules.csv": tinyFiles["rules.csv"],
    "words/r1.csv": head + atoms(first),
    "words/r2.csv": `${head}${atoms(second)}both,plum AND fig,rule,,,${second}\nripe,ripe plum,,allow,,${second}\n`,
  };
  const dir = await tempFolder(files);
  const { replay, executor } = await replayFolder(dir);
  const { terms, releases, hits } = await loadAll(replay);
  const hitsIn = (release: number): string[] =>
    hits.flatMap(({ itemIds, byRelease }) => {
      const { items, terms: found } = byRelease[release] ?? { items: [], terms: [] };
      const names = Array.from(found, (term) => terms[term]?.termId ?? "");
      return Array.from(items, (item, at) => `${itemIds[item]} ${names[at]}`);
    });
  const ofAtoms = ["a2 fig", "a2 jam", "a2 plum", "a3 plum", "b1 fig", "b2 fig", "b3 plum", "b4 fig"];
  expect(new Set(hitsIn(0).filter((hit) => !hit.endsWith("ripe")))).toEqual(new Set(["a1 plum", ...ofAtoms]));
  // In the second release a1 holds one plum that is excepted and one that is not.
  expect(hitsIn(1).filter((hit) => hit.startsWith("a1"))).toEqual(["a1 plum"]);
  expect(new Set(hitsIn(1))).toEqual(new Set(["a1 plum", "a2 both", ...ofAtoms]));
  expect(releases.map(({ rejecting }) => new Set(rejecting.map((term) => terms[term]?.termId)))).toEqual([
    new Set(["jam", "plum"]),
    new Set(["both", "jam", "plum"]),
  ]);
  const scans = executor.tasks.length;
  await writeFile(
    join(dir, "words/r2.csv"),
    files["words/r2.csv"].replace("plum AND fig", "plum AND NOT fig"),
  );
  const changed = await replayFolder(dir);
  expect([scans, changed.executor.opened]).toEqual([2, 0]); // another rule costs no scan
  await expectAsFresh(dir, changed.replay);
});
