import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { computeCleanup } from "../../loaders/artefacts/computeCleanup.js";
import { gateWorkspace } from "../../loaders/artefacts/gateWorkspace.js";
import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { termEvidence } from "../../loaders/artefacts/termEvidence.js";
import { labelledPrecision } from "../../src/replay/labelledPrecision.js";
import {
  clipLabel,
  clipPath,
  clips,
  leastRadius,
  releaseOf,
  videoFiles,
} from "../fixtures/videoWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

const onProgress = (): void => undefined;

/** Distances of the clips that a video hits, counted bit by bit. */
function distancesOf(video: number, radius: number): number[] {
  return clips.map((clip) => leastRadius(clip, video) ?? Infinity).filter((distance) => distance <= radius);
}

/** The workspace with items that carry no frames. */
function withoutFrames(): Record<string, string> {
  const files = videoFiles();
  return { ...files, "workspace.yaml": (files["workspace.yaml"] ?? "").replace(" video_frames: vpdq,", "") };
}

/** Bytes of every artefact but the report, which names the folder. */
async function artefactBytes({ artefacts, store }: Awaited<ReturnType<typeof prepareFolder>>) {
  const files = await Promise.all(
    artefacts
      .filter(({ partition }) => partition !== "report.json")
      .map(async (entry) => [entry.partition, (await store.readFile(entry)).toString("base64")] as const),
  );
  return Object.fromEntries(files);
}

test("videos have hits, unique hits and precision by distance, which over the whole radius is that of the gate", async () => {
  const dir = await workspaceFolder(videoFiles());
  const { data } = await prepareFolder(dir);
  const first = data.terms.find(({ term }) => term === clipPath(0));
  expect(first).toMatchObject({ hits: distancesOf(0, 31).length, firstRelease: 0, lastRelease: 1 });
  expect(first?.uniqueHits).toBeGreaterThan(0);
  expect(data.report.alerts).toEqual([]);
  const { videos, images } = data.packageHealth;
  expect([videos?.terms, videos?.hitting, images]).toEqual([3, 3, undefined]);
  const { termId = "" } = data.terms.find(({ term }) => term === clipPath(1)) ?? {};
  const distances = distancesOf(1, 10);
  expect(videos?.ofTerms[termId]?.bands.map(({ from, to, hits }) => [from, to, hits])).toEqual(
    [
      [0, 3],
      [4, 7],
      [8, 10],
    ].map(([from = 0, to = 0]) => [from, to, distances.filter((bits) => bits >= from && bits <= to).length]),
  );
  const { items, packages } = await openTraffic(dir, { packages: "newest", onProgress });
  const [newest] = packages;
  if (newest === undefined) throw new Error("expected a release");
  const precisions = labelledPrecision(items, newest);
  for (const [at, one] of newest.terms.entries()) {
    const all = videos?.ofTerms[one.termId]?.within.at(-1);
    if (one.kind !== "video") expect(all).toBeUndefined();
    else {
      expect([all?.labelled, all?.tp]).toEqual([precisions[at]?.labelled, precisions[at]?.tp]);
      expect(all?.labelled).toBeGreaterThan(0);
      expect(all?.precision.value).toBeCloseTo(precisions[at]?.precision ?? -1, 9);
      expect(all?.precision.effectiveN).toBeCloseTo(precisions[at]?.effectiveN ?? -1, 7);
    }
  }
});

test("no frame of an item or of a term is in an artefact, also where texts are published", async () => {
  const { "workspace.yaml": yaml = "", ...files } = videoFiles();
  const published = { ...files, "workspace.yaml": `${yaml}publish: {exampleTexts: true}\ncleanup: true\n` };
  const { artefacts, store } = await prepareFolder(await workspaceFolder(published));
  const secret = [...new Set(clips.flatMap(({ frames }) => frames.map((hash) => hash.slice(0, 16))))];
  expect(secret.length).toBeGreaterThan(300);
  for (const entry of artefacts) {
    const text = (await store.readFile(entry)).toString("latin1").toLowerCase();
    expect(secret.filter((start) => text.includes(start))).toEqual([]);
  }
});

test("a build after another video gives the bytes of a build from nothing", async () => {
  const dir = await workspaceFolder(videoFiles());
  await prepareFolder(dir);
  await writeFile(join(dir, "words/r2.csv"), releaseOf([{ video: 0 }, { video: 3, radius: 25 }], 1));
  const changed = await artefactBytes(await prepareFolder(dir));
  expect(changed).toEqual(await artefactBytes(await prepareFolder(dir, { force: true })));
});

test("the gate counts what an added video newly rejects, good and violating", async () => {
  const before = releaseOf([{ video: 0 }], 1);
  const edited = releaseOf([{ video: 0 }, { video: 3 }], 1);
  const files = { ...videoFiles(), "words/r2.csv": before, "words/edited.txt": edited };
  const dir = await workspaceFolder(files);
  const to = join(dir, "words/edited.txt");
  const { result, warnings } = await gateWorkspace(dir, { packages: { from: "r2", to } }, onProgress);
  const near = clips.flatMap((clip, n) => {
    const isNear = (leastRadius(clip, 3) ?? Infinity) <= 31;
    return isNear && n % 7 !== 0 ? [clipLabel(n) ?? "none"] : []; // "plum" has every seventh
  });
  const count = (label: string): number => near.filter((one) => one === label).length;
  const { gainedTP, newFP, unlabelledGained, lostTP, fixedFP, unlabelledLost } = result.flips;
  expect([gainedTP, newFP, unlabelledGained]).toEqual([count("reject"), count("approve"), count("none")]);
  expect(Math.min(count("reject"), count("approve"), count("none"))).toBeGreaterThan(0);
  expect([lostTP, fixedFP, unlabelledLost]).toEqual([0, 0, 0]);
  expect(warnings).toEqual([]);
});

test("a clean-up judges videos where items have frames, and leaves them alone elsewhere", async () => {
  const kindsOf = async (dir: string) => {
    const { traffic, packages, hashedItems, workspace } = await openTraffic(dir, {
      packages: "newest",
      onProgress,
    });
    const [newest] = packages;
    if (newest === undefined) throw new Error("expected a release");
    const { rejecting } = computeCleanup(traffic, newest, { asOf: workspace.asOf, hashedItems });
    return rejecting.map(({ kind }) => kind).toSorted();
  };
  expect(await kindsOf(await workspaceFolder(videoFiles()))).toEqual(["video", "video", "video", "word"]);
  const without = await workspaceFolder(withoutFrames());
  expect(await kindsOf(without)).toEqual(["word"]);
  const { data } = await prepareFolder(without);
  expect(data.report.alerts).toEqual(["3 video terms were not replayed: no item has video_frames."]);
  expect(data.packageHealth.videos).toBeUndefined();
});

test("a video that was not looked for is not one without a hit", async () => {
  const daysOf = async (files: Record<string, string>) => {
    const evidence = termEvidence(
      await openTraffic(await workspaceFolder(files), { packages: "newest", onProgress }),
    );
    return evidence.map(({ daysWithoutHit }) => daysWithoutHit !== undefined && daysWithoutHit !== null);
  };
  expect((await daysOf(videoFiles())).filter(Boolean)).toHaveLength(4);
  expect((await daysOf(withoutFrames())).filter(Boolean)).toHaveLength(1);
});
