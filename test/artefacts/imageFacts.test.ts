import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { computeCleanup } from "../../loaders/artefacts/computeCleanup.js";
import { gateWorkspace } from "../../loaders/artefacts/gateWorkspace.js";
import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { termEvidence } from "../../loaders/artefacts/termEvidence.js";
import type { TermDistances } from "../../src/model/packageHealth.js";
import { labelledPrecision } from "../../src/replay/labelledPrecision.js";
import { differingBits, hashOf, imageFiles, labelOf, posts } from "../fixtures/imageWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

const onProgress = (): void => undefined;

/** Distances of the posts that an image hits, counted bit by bit. */
function distancesOf(image: number, radius: number): number[] {
  return posts
    .filter(({ hash }) => hash !== "")
    .map(({ hash }) => differingBits(hash, hashOf(image)))
    .filter((distance) => distance <= radius);
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

test("images have hits, unique hits and overlaps as words have, counted on posts that they are near to", async () => {
  const { data } = await prepareFolder(await workspaceFolder(imageFiles()));
  const first = data.terms.find(({ term }) => term === hashOf(0));
  const near = distancesOf(0, 31);
  expect(first).toMatchObject({ hits: near.length, firstRelease: 0, lastRelease: 1 });
  expect(first?.uniqueHits).toBeGreaterThan(0);
  const shared = data.termOverlaps.find(({ termId }) => termId === first?.termId);
  expect(data.terms.find(({ termId }) => termId === shared?.otherId)?.term).toBe("plum");
  expect((first?.uniqueHits ?? 0) + (shared?.items ?? 0)).toBe(near.length);
  expect(data.report.alerts).toEqual([]);
});

test("images have precision by distance, which over the whole radius is that of the gate", async () => {
  const dir = await workspaceFolder(imageFiles());
  const { data } = await prepareFolder(dir);
  const { images } = data.packageHealth;
  expect([images?.terms, images?.hitting]).toEqual([3, 3]);
  const older = data.terms.find(({ term }) => term === hashOf(3)); // not in the newest release
  expect([older?.lastRelease, images?.ofTerms[older?.termId ?? ""]]).toEqual([0, undefined]);
  const { termId = "" } = data.terms.find(({ term }) => term === hashOf(1)) ?? {};
  const own = images?.ofTerms[termId];
  const distances = distancesOf(1, 10);
  expect(own?.bands.map(({ from, to, hits }) => [from, to, hits])).toEqual(
    [
      [0, 3],
      [4, 7],
      [8, 10],
    ].map(([from = 0, to = 0]) => [from, to, distances.filter((bits) => bits >= from && bits <= to).length]),
  );
  const hitsOf = ({ within }: TermDistances): number => within.at(-1)?.hits ?? 0;
  const each = Object.values(images?.ofTerms ?? {}).map(hitsOf);
  expect(images && hitsOf(images.all)).toBe(each.reduce((sum, hits) => sum + hits, 0));
  const { items, packages } = await openTraffic(dir, { packages: "newest", onProgress });
  const [newest] = packages;
  if (newest === undefined) throw new Error("expected a release");
  expect(new Set(items.weights)).toEqual(new Set([1, 4]));
  const precisions = labelledPrecision(items, newest);
  for (const [at, one] of newest.terms.entries()) {
    const all = images?.ofTerms[one.termId]?.within.at(-1);
    if (one.kind !== "image") expect(all).toBeUndefined();
    else {
      expect([all?.labelled, all?.tp]).toEqual([precisions[at]?.labelled, precisions[at]?.tp]);
      expect(all?.precision.value).toBeCloseTo(precisions[at]?.precision ?? -1, 9);
      expect(all?.precision.effectiveN).toBeCloseTo(precisions[at]?.effectiveN ?? -1, 7);
    }
  }
});

test("no hash of an item is in an artefact, unless it is a term's, also where texts are published", async () => {
  const { "workspace.yaml": yaml = "", ...files } = imageFiles();
  const published = { ...files, "workspace.yaml": `${yaml}publish: {exampleTexts: true}\ncleanup: true\n` };
  const { artefacts, store } = await prepareFolder(await workspaceFolder(published));
  const terms = [0, 1, 2, 3].map(hashOf);
  const hashes = posts.map(({ hash }) => hash.toLowerCase()).filter((hash) => hash !== "");
  const secret = hashes.filter((hash) => !terms.includes(hash)).map((hash) => hash.slice(0, 16));
  for (const entry of artefacts) {
    const text = (await store.readFile(entry)).toString("latin1").toLowerCase();
    const told = secret.filter(
      (start) => text.includes(start) && !terms.some((term) => term.startsWith(start)),
    );
    expect(told).toEqual([]);
  }
});

test("a build after another image and another post gives the bytes of a build from nothing", async () => {
  const dir = await workspaceFolder(imageFiles());
  await prepareFolder(dir);
  const more = imageFiles(["0/31", "0/31 1/10 2/40/de 3/25"])["words/r2.csv"] ?? "";
  await writeFile(join(dir, "words/r2.csv"), more);
  const file = join(dir, "posts.csv");
  await writeFile(file, `${await readFile(file, "utf8")}q1,a tree,en,a1,${hashOf(3)},2024-02-03T10:00:00Z\n`);
  const changed = await artefactBytes(await prepareFolder(dir));
  expect(changed).toEqual(await artefactBytes(await prepareFolder(dir, { force: true })));
});

test("the first hashes of a workspace are told of by days that did not change, too", async () => {
  const { "posts.csv": all = "", "workspace.yaml": yaml = "", ...files } = imageFiles();
  const blank = (day: string) => all.replace(new RegExp(`,[^,]*(,2024-02-0${day}T)`, "g"), ",$1");
  const none = blank("[12]");
  expect(none).not.toMatch(/[0-9a-f]{64}/i);
  const dir = await workspaceFolder({
    ...files,
    "workspace.yaml": `${yaml}cleanup: true\n`,
    "posts.csv": none,
  });
  expect((await prepareFolder(dir)).data.packageHealth.cleanup?.terms).toBe(2);
  await writeFile(join(dir, "posts.csv"), blank("1"));
  const changed = await prepareFolder(dir);
  expect(changed.data.packageHealth.cleanup?.terms).toBe(5);
  const fresh = await artefactBytes(await prepareFolder(dir, { force: true }));
  expect(await artefactBytes(changed)).toEqual(fresh);
});

test("the gate counts what an added image newly rejects, good and violating", async () => {
  const { "words/r2.csv": edited = "", ...files } = imageFiles(["0/31", "0/31 3/31"]);
  const first = imageFiles(["0/31", "0/31"])["words/r2.csv"] ?? "";
  const dir = await workspaceFolder({ ...files, "words/r2.csv": first, "edited.csv": edited });
  const { result, warnings } = await gateWorkspace(
    dir,
    { packages: { from: "r2", to: join(dir, "edited.csv") } },
    onProgress,
  );
  const near = posts.flatMap(({ hash }, n) => {
    const isNear = hash !== "" && differingBits(hash, hashOf(3)) <= 31;
    return isNear && n % 7 !== 0 ? [labelOf(n) ?? "none"] : []; // "plum" has every seventh
  });
  const count = (label: string): number => near.filter((one) => one === label).length;
  const { gainedTP, newFP, unlabelledGained, lostTP, fixedFP, unlabelledLost } = result.flips;
  expect([gainedTP, newFP, unlabelledGained]).toEqual([count("reject"), count("approve"), count("none")]);
  expect(Math.min(count("reject"), count("approve"), count("none"))).toBeGreaterThan(0);
  expect([lostTP, fixedFP, unlabelledLost]).toEqual([0, 0, 0]);
  expect(warnings).toEqual([]);
});

test("a clean-up judges images where items have hashes, and leaves them alone elsewhere", async () => {
  const files = imageFiles();
  const dir = await workspaceFolder(files);
  const kindsOf = async (folder: string) => {
    const { traffic, packages, hashedItems, workspace } = await openTraffic(folder, {
      packages: "newest",
      onProgress,
    });
    const [newest] = packages;
    if (newest === undefined) throw new Error("expected a release");
    return computeCleanup(traffic, newest, { asOf: workspace.asOf, hashedItems }).rejecting.map(
      ({ kind }) => kind,
    );
  };
  expect((await kindsOf(dir)).toSorted()).toEqual(["image", "image", "image", "word", "word"]);
  const yaml = (files["workspace.yaml"] ?? "").replace(" image_hash: pdq,", "");
  const without = await workspaceFolder({ ...files, "workspace.yaml": yaml });
  expect(await kindsOf(without)).toEqual(["word", "word"]);
  const { data } = await prepareFolder(without);
  expect(data.report.alerts).toEqual(["3 image terms were not replayed: no item has an image_hash."]);
  expect(data.packageHealth.images).toBeUndefined();
});

test("an image that was not looked for is not one without a hit", async () => {
  const files = imageFiles();
  const yaml = (files["workspace.yaml"] ?? "").replace(" image_hash: pdq,", "");
  const daysOf = async (more: Record<string, string>) => {
    const dir = await workspaceFolder({ ...files, ...more });
    const evidence = termEvidence(await openTraffic(dir, { packages: "newest", onProgress }));
    return evidence.map(({ daysWithoutHit }) => daysWithoutHit ?? -1).toSorted((a, b) => a - b);
  };
  expect(await daysOf({})).toEqual([0, 0, 1, 1, 1]); // the second image and "plum" hit on the last day
  expect(await daysOf({ "workspace.yaml": yaml })).toEqual([-1, -1, -1, 0, 1]);
});
