import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { threadExecutor } from "../../loaders/replay/workerThreads.js";
import { isImage } from "../../loaders/replay/hitTable.js";
import { isReplayed, replayPackages } from "../../loaders/replay/replayPackages.js";
import type { Replay } from "../../loaders/replay/replayPackages.js";
import { openStore } from "../../loaders/store/store.js";
import { ingest } from "../../loaders/tables/ingest.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { differingBits, flipped, hashOf, imageFiles, posts } from "../fixtures/imageWorkspace.js";
import { replayFolder, tinyFiles } from "../fixtures/tinyWorkspace.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";

/** Hits of images as `item image distance`, sorted. */
async function imageHits({ open }: Replay): Promise<string[]> {
  const { terms, partitions, readHits } = open();
  const found = await Promise.all(
    partitions.map(async ({ partition }) => {
      const { itemIds, table } = await readHits(partition);
      return Array.from(table.item, (item, row) => {
        const { kind, term } = terms[table.term[row] ?? -1] ?? {};
        const isOne = ((table.flags[row] ?? 0) & isImage) !== 0;
        expect(isOne).toBe(kind === "image");
        return isOne ? [`${itemIds[item]} ${term} ${table.end[row]}`] : [];
      }).flat();
    }),
  );
  return found.flat().toSorted();
}

/** The same by counting bits, pair by pair. */
function expectedHits(images: readonly (readonly [number: number, radius: number, language?: string])[]) {
  return posts
    .flatMap(({ id, hash, language }) =>
      images.flatMap(([number, radius, only = language]) => {
        if (hash === "" || only !== language) return [];
        const distance = differingBits(hash, hashOf(number));
        return distance <= radius ? [`${id} ${hashOf(number)} ${distance}`] : [];
      }),
    )
    .toSorted();
}

test("replayPackages() finds image terms item by item as counted bits say, within radius and language", async () => {
  const { replay, executor } = await replayFolder(await tempFolder(imageFiles()));
  expect(replay.reason).toBe("6 of 6 terms on 2 of 2 partitions");
  expect(executor.tasks).toHaveLength(2);
  const expected = expectedHits([
    [0, 31],
    [1, 10],
    [2, 40, "de"],
    [3, 20],
  ]);
  expect(expected.length).toBeGreaterThan(40);
  expect(await imageHits(replay)).toEqual(expected);
});

test("replayPackages() gives the same image hits from worker threads", async () => {
  const dir = await tempFolder(imageFiles());
  const ingested = await ingest(await readWorkspace(dir), await openStore(join(dir, "store")));
  const store = await openStore(join(dir, "store"));
  const replay = await replayPackages(ingested, {
    store,
    openExecutor: () => threadExecutor({ workers: 2 }),
  });
  expect(await imageHits(replay)).toEqual(await imageHits((await replayFolder(dir)).replay));
  expect((await imageHits(replay)).length).toBeGreaterThan(40);
});

test("replayPackages() scans for a new image alone, in the hashes and no text, and the hits are those of a full replay", async () => {
  const dir = await tempFolder(imageFiles());
  await replayFolder(dir);
  const more = imageFiles(["", "0/31 1/10 2/40/de 3/25"])["words/r2.csv"] ?? "";
  await writeFile(join(dir, "words/r2.csv"), more);
  const { replay, executor } = await replayFolder(dir);
  expect(replay.reason).toBe("1 of 7 terms on 2 of 2 partitions");
  expect(executor.tasks.map(({ parts }) => parts?.records.length)).toEqual([0, 0]);
  const fresh = await replayFolder(dir, { storeDir: join(dir, "fresh") });
  expect(await imageHits(replay)).toEqual(await imageHits(fresh.replay));
  expect(replay.key).toBe(fresh.replay.key);
  expect((await replayFolder(dir)).replay.reason).toBe("nothing changed");
});

test("replayPackages() scans the partition of an item whose image changed, and no other", async () => {
  const dir = await tempFolder(imageFiles());
  const before = await imageHits((await replayFolder(dir)).replay);
  const file = join(dir, "posts.csv");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(hashOf(1), flipped(hashOf(0), 3)));
  const { replay } = await replayFolder(dir);
  expect(replay.reason).toBe("6 of 6 terms on 1 of 2 partitions");
  const after = await imageHits(replay);
  expect(after.filter((hit) => !before.includes(hit))).toEqual([`p001 ${hashOf(0)} 3`]);
  expect(before.filter((hit) => !after.includes(hit))).toEqual([`p001 ${hashOf(1)} 0`]);
});

test("replayPackages() takes the images of a release as they are beside its rules and exceptions", async () => {
  const files = imageFiles();
  const yaml = files["workspace.yaml"] ?? "";
  const rows = (files["words/r2.csv"] ?? "").trimEnd().split("\n");
  const header = `${rows[0]},id,action`;
  const more = [
    "a ripe plum,word,,,2024-01-02T00:00:00Z,ripe,allow",
    "plum AND ripe,rule,,,2024-01-02T00:00:00Z,both,",
  ];
  const dir = await tempFolder({
    ...files,
    "workspace.yaml": yaml
      .replace("radius, released]", "radius, released, id, action]")
      .replace("radius: radius}", "radius: radius, term_id: id, action: action}"),
    "words/r1.csv": `${header}\nplum,word,,,2024-01-01T00:00:00Z,plum,\n`,
    "words/r2.csv": [
      header,
      "plum,word,,,2024-01-02T00:00:00Z,plum,",
      ...rows.slice(3).map((row) => `${row},,`),
      ...more,
    ].join("\n"),
  });
  const { replay } = await replayFolder(dir);
  const { terms, partitions, readHits } = replay.open();
  const found: string[] = [];
  for (const { partition } of partitions) {
    const { itemIds, hitsOf } = await readHits(partition);
    const { items, terms: ids } = hitsOf(1);
    found.push(...Array.from(items, (item, at) => `${itemIds[item]} ${terms[ids[at] ?? -1]?.term}`));
  }
  const images = (await imageHits(replay)).map((hit) => hit.replace(/ \d+$/, ""));
  expect(found.filter((hit) => !hit.includes(" plum")).toSorted()).toEqual(images); // "plum" is excepted
  expect(found.filter((hit) => hit.includes("plum AND"))).toEqual([]); // its atoms are no longer there
});

test("isReplayed() asks for the image hashes too, and a lost file of them is made again", async () => {
  const dir = await tempFolder(imageFiles());
  const { store, ingested } = await replayFolder(dir);
  const entries = store.manifest().tables["imageHash"]?.entries ?? [];
  expect(entries.map(({ rows }) => rows)).toEqual([80, 72]);
  await rm(join(store.dir, entries.at(-1)?.file ?? ""));
  expect(await isReplayed(ingested, store)).toBe(false);
  await replayFolder(dir);
  expect(await isReplayed(ingested, await openStore(join(dir, "store")))).toBe(true);
});

test("a workspace that maps no image_hash stores no such column and no file of hashes", async () => {
  const { store, ingested } = await replayFolder(await tempFolder(tinyFiles));
  expect(store.manifest().tables["imageHash"]?.entries ?? []).toEqual([]);
  const [item] = ingested.tables["item"] ?? [];
  const bytes = await readFile(join(store.dir, item?.file ?? ""));
  expect(bytes.includes("image_hash")).toBe(false);
});

test("ingest() refuses a wrong image_hash by file, line and column", async () => {
  const files = imageFiles();
  const wrong = (files["posts.csv"] ?? "").replace(hashOf(1), "12ab");
  const dir = await tempFolder({ ...files, "posts.csv": wrong });
  expect(await issuesOf(dir, () => replayFolder(dir))).toContain(
    'posts.csv:3: pdq → image_hash: expected 64 hexadecimal digits, got "12ab"',
  );
});
