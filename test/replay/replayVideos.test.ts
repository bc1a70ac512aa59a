import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isVideo } from "../../loaders/replay/hitTable.js";
import { isReplayed, replayPackages } from "../../loaders/replay/replayPackages.js";
import type { Replay } from "../../loaders/replay/replayPackages.js";
import { threadExecutor } from "../../loaders/replay/workerThreads.js";
import { openStore } from "../../loaders/store/store.js";
import { ingest } from "../../loaders/tables/ingest.js";
import { readPackage } from "../../loaders/tables/readPackage.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import { parseFrames } from "../../src/matcher/hashes/video.js";
import { matchRecords } from "../../src/matcher/matchRecords.js";
import { hashOf } from "../fixtures/imageWorkspace.js";
import { replayFolder, tinyFiles } from "../fixtures/tinyWorkspace.js";
import {
  clipPath,
  clips,
  leastRadius,
  releaseOf,
  videoFiles,
  videoReleases,
} from "../fixtures/videoWorkspace.js";
import type { VideoTerm } from "../fixtures/videoWorkspace.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";

/** Hits of videos as `item file distance`, sorted. */
async function videoHits({ open }: Replay): Promise<string[]> {
  const { terms, partitions, readHits } = open();
  const found = await Promise.all(
    partitions.map(async ({ partition }) => {
      const { itemIds, table } = await readHits(partition);
      return Array.from(table.item, (item, row) => {
        const { kind, term } = terms[table.term[row] ?? -1] ?? {};
        const isOne = ((table.flags[row] ?? 0) & isVideo) !== 0;
        expect(isOne).toBe(kind === "video");
        return isOne ? [`${itemIds[item]} ${term} ${table.end[row]}`] : [];
      }).flat();
    }),
  );
  return found.flat().toSorted();
}

/** The same by counting bits, frame by frame. */
function expectedHits(terms: readonly VideoTerm[]): string[] {
  const found = clips.flatMap((clip) =>
    terms.flatMap(({ video, radius = 31, language = clip.language, until = "9" }) => {
      if (language !== clip.language || clip.at >= until) return [];
      const distance = leastRadius(clip, video) ?? Infinity;
      return distance <= radius ? [`${clip.id} ${clipPath(video)} ${distance}`] : [];
    }),
  );
  return found.toSorted();
}

const allTerms = [...(videoReleases[1] ?? []), { video: 3, radius: 20 }];

test("replayPackages() finds video terms item by item as counted bits say, within radius and language", async () => {
  const { replay, executor } = await replayFolder(await tempFolder(videoFiles()));
  expect(replay.reason).toBe("5 of 5 terms on 2 of 2 partitions");
  expect(executor.tasks).toHaveLength(2);
  const expected = expectedHits(allTerms);
  expect(expected.length).toBeGreaterThan(40);
  const distances = new Set(expected.map((hit) => Number(hit.split(" ").at(-1))));
  expect(distances.size).toBeGreaterThan(20);
  expect(await videoHits(replay)).toEqual(expected);
});

test("replayPackages() finds the videos that matchRecords() finds, at the same distances", async () => {
  const dir = await tempFolder(videoFiles());
  const { terms } = await readPackage(join(dir, "words/r2.csv"));
  const records = clips.map(({ id, frames: hashes, language }) => {
    const frames = parseFrames(hashes.map((hash, at) => `${at},100,${hash},0`).join("\n"), id);
    if (Array.isArray(frames)) throw new Error(`expected frames of ${id}`);
    return { text: "", language, market: null, frames };
  });
  const matched = matchRecords(compileTerms(terms), records).records.flatMap(({ videos }, at) =>
    videos.map(({ term, distance }) => `${clips[at]?.id} ${terms[term]?.term} ${distance}`),
  );
  const found = await videoHits((await replayFolder(dir)).replay);
  expect(matched.length).toBeGreaterThan(30);
  expect(found.filter((hit) => !hit.includes(clipPath(3)))).toEqual(matched.toSorted());
});

test("replayPackages() gives the same video hits from worker threads", async () => {
  const dir = await tempFolder(videoFiles());
  const store = await openStore(join(dir, "store"));
  const ingested = await ingest(await readWorkspace(dir), store);
  const openExecutor = () => threadExecutor({ workers: 2 });
  expect(await videoHits(await replayPackages(ingested, { store, openExecutor }))).toEqual(
    expectedHits(allTerms),
  );
});

test("replayPackages() scans for a new video alone, in the frames and no text, and the hits are those of a full replay", async () => {
  const dir = await tempFolder(videoFiles());
  await replayFolder(dir);
  const more = [...(videoReleases[1] ?? []), { video: 3, radius: 25 }];
  await writeFile(join(dir, "words/r2.csv"), releaseOf(more, 1));
  const { replay, executor } = await replayFolder(dir);
  expect(replay.reason).toBe("1 of 6 terms on 2 of 2 partitions");
  expect(executor.tasks.map(({ parts }) => parts?.records.length)).toEqual([0, 0]);
  const fresh = await replayFolder(dir, { storeDir: join(dir, "fresh") });
  expect(await videoHits(replay)).toEqual(await videoHits(fresh.replay));
  expect(await videoHits(replay)).toEqual(expectedHits([...more, { video: 3, radius: 20 }]));
  expect(replay.key).toBe(fresh.replay.key);
  expect((await replayFolder(dir)).replay.reason).toBe("nothing changed");
});

test("a video whose file says something else is another term, though its package is as it was", async () => {
  const dir = await tempFolder(videoFiles());
  const before = await replayFolder(dir);
  const file = join(dir, "words", clipPath(1));
  const [first = ""] = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, first.replace(/[0-9a-f]{64}/, hashOf(7)));
  const { replay, ingested } = await replayFolder(dir);
  expect(ingested.reason).toBe("1 of 4 files of videos changed");
  expect(replay.reason).toBe("1 of 5 terms on 2 of 2 partitions");
  expect(ingested.snapshots[0]?.snapshot_id).toBe(before.ingested.snapshots[0]?.snapshot_id);
  expect(ingested.snapshots[1]?.snapshot_id).not.toBe(before.ingested.snapshots[1]?.snapshot_id);
  expect(await videoHits(replay)).toEqual(expectedHits(allTerms.filter(({ video }) => video !== 1)));
  expect((await replayFolder(dir)).ingested.reason).toBe("nothing changed");
});

test("replayPackages() scans the partition of an item whose frames changed, and no other", async () => {
  const dir = await tempFolder(videoFiles());
  const before = await videoHits((await replayFolder(dir)).replay);
  const file = join(dir, "posts.csv");
  const text = await readFile(file, "utf8");
  const [own = "", other = ""] = [clips[0]?.frames.at(-1), clips[8]?.frames.at(-1)];
  await writeFile(file, text.replace(own, hashOf(1)).replace(other, hashOf(2)));
  const { replay } = await replayFolder(dir);
  expect(replay.reason).toBe("5 of 5 terms on 1 of 2 partitions");
  const after = await videoHits(replay);
  expect(before.filter((hit) => !after.includes(hit))).toEqual([`c008 ${clipPath(0)} 2`]); // two of ten are strange
  expect(after.filter((hit) => !before.includes(hit))).toEqual([]); // of c000, nine of ten are enough
});

test("replayPackages() takes out hits of videos on items that were made when the term no longer counted", async () => {
  const ended = [{ video: 0, until: "2024-02-02T00:00:00Z" }, { video: 1 }];
  const { replay } = await replayFolder(await tempFolder(videoFiles([ended])));
  const expected = expectedHits(ended);
  expect(expectedHits([{ video: 0 }, { video: 1 }]).length).toBeGreaterThan(expected.length);
  expect(await videoHits(replay)).toEqual(expected);
});

test("isReplayed() asks for the frames too, and a lost file of them is made again", async () => {
  const dir = await tempFolder(videoFiles());
  const { store, ingested } = await replayFolder(dir);
  const entries = store.manifest().tables["videoFrame"]?.entries ?? [];
  expect(entries.map(({ rows }) => rows)).toEqual([76, 76]); // items, not frames
  await rm(join(store.dir, entries.at(-1)?.file ?? ""));
  expect(await isReplayed(ingested, store)).toBe(false);
  await replayFolder(dir);
  expect(await isReplayed(ingested, await openStore(join(dir, "store")))).toBe(true);
});

test("a workspace that maps no video_frames stores no such column and no file of frames", async () => {
  const { store, ingested } = await replayFolder(await tempFolder(tinyFiles));
  expect(store.manifest().tables["videoFrame"]?.entries ?? []).toEqual([]);
  const [item] = ingested.tables["item"] ?? [];
  const bytes = await readFile(join(store.dir, item?.file ?? ""));
  expect(bytes.includes("video_frames")).toBe(false);
});

test("ingest() refuses a wrong video_frames by file, line, column and the line of the cell", async () => {
  const files = videoFiles();
  const [frame = "", second = ""] = clips[1]?.frames ?? [];
  const text = files["posts.csv"] ?? "";
  const refused = async (posts: string) => {
    const dir = await tempFolder({ ...files, "posts.csv": posts });
    return issuesOf(dir, () => replayFolder(dir));
  };
  const line = text.slice(0, text.indexOf(frame)).split("\n").length;
  expect(await refused(text.replace(second, "12ab"))).toContain(
    `posts.csv:${line}: vpdq → video_frames: expected the lines of a vPDQ file, with 64 hexadecimal digits in line 2, got "12ab"`,
  );
  expect(await refused("id,text,lang,who,vpdq,made\nx,a tree,en,a1,clips/0.vpdq,\n")).toContain(
    'posts.csv:2: vpdq → video_frames: expected the lines of a vPDQ file, with frame,quality,pdq,timestamp in line 1, got "clips/0.vpdq"',
  );
});

test("ingest() refuses a video whose file is missing or wrong, and takes it when it is mended", async () => {
  const { [`words/${clipPath(1)}`]: lines = "", ...files } = videoFiles();
  const dir = await tempFolder(files);
  expect(await issuesOf(dir, () => replayFolder(dir))).toContain(
    `words/r2.csv:4: term: expected a file of frames that can be read, got none at "words/${clipPath(1)}"`,
  );
  await writeFile(join(dir, "words", clipPath(1)), lines.replace(/[0-9a-f]{64}/, "xyz"));
  expect(await issuesOf(dir, () => replayFolder(dir))).toContain(
    `words/r2.csv:4: term: expected a file of frames, got one that is wrong: words/${clipPath(1)}:1: pdq: expected 64 hexadecimal digits, got "xyz"`,
  );
  await writeFile(join(dir, "words", clipPath(1)), lines);
  expect(await videoHits((await replayFolder(dir)).replay)).toEqual(expectedHits(allTerms));
});
