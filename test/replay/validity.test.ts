import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Replay } from "../../loaders/replay/replayPackages.js";
import {
  alone,
  datedItems,
  moments,
  peach,
  pear,
  plum,
  releaseCsv,
  ripe,
  validityFiles,
} from "../fixtures/validityWorkspace.js";
import type { DatedItem, DatedTerm } from "../fixtures/validityWorkspace.js";
import { replayFolder } from "../fixtures/tinyWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";

/** Hits of the terms that the release rejects by, as `item term`, by the words of the rule: times as texts. */
function hitsByHand(terms: readonly DatedTerm[], items: readonly DatedItem[] = datedItems): string[] {
  return items.flatMap(({ id, parts, at }) => {
    const counts = new Set(
      terms.flatMap(({ id: name, from = "", to = "9999" }) =>
        at === null || (at >= from && at < to) ? [name] : [],
      ),
    );
    const hasPlum = parts.includes("plum") || (parts.includes("ripe plum") && !counts.has("ripe"));
    const hits = {
      plum: counts.has("plum") && hasPlum,
      pear: counts.has("pear") && parts.includes("pear"),
      peach: counts.has("peach") && parts.includes("peach"),
    };
    const isAlone = counts.has("alone") && hits.plum && !hits.pear;
    const found = Object.entries({ ...hits, alone: isAlone }).filter(([, isHit]) => isHit);
    return found.map(([name]) => `${id} ${name}`);
  });
}

/** What a release hits but its exceptions, as `item term`, each once. */
async function hitsOf({ open }: Replay, release: number): Promise<string[]> {
  const { terms, releases, partitions, readHits } = open();
  const own = new Set(releases[release]?.rejecting);
  const found = new Set<string>();
  for (const { partition } of partitions) {
    const { itemIds, hitsOf: ofRelease } = await readHits(partition);
    const { items, terms: hit } = ofRelease(release);
    for (let row = 0; row < items.length; row++) {
      const term = hit[row] ?? -1;
      if (own.has(term)) found.add(`${itemIds[items[row] ?? -1]} ${terms[term]?.termId}`);
    }
  }
  return [...found];
}

const plain = [plum, pear, peach];

test("hitsOf(release) has the hits on items made from valid_from on and before valid_to, and all on items without a time", async () => {
  const always = plain.map(({ id, term }) => ({ id, term }));
  const { replay } = await replayFolder(await tempFolder(validityFiles([plain, always])));
  const [bound, free] = [await hitsOf(replay, 0), await hitsOf(replay, 1)];
  expect(bound.toSorted()).toEqual(hitsByHand(plain).toSorted());
  expect(free.toSorted()).toEqual(hitsByHand(always).toSorted());
  const withPeach = (hits: readonly string[]): string[] => [
    ...new Set(hits.filter((hit) => hit.endsWith(" peach")).map((hit) => hit.slice(0, 2))),
  ];
  expect(withPeach(bound).toSorted()).toEqual(["m1", "m4"]); // at its beginning, not at its end; without a time
  expect(withPeach(free)).toHaveLength(moments.length);
});

test("hitsOf(release) excuses nothing by an exception and has no rule that is not in force, and rules lack terms that are not", async () => {
  const all = [...plain, ripe, alone];
  const { replay } = await replayFolder(await tempFolder(validityFiles([plain, all])));
  expect((await hitsOf(replay, 0)).toSorted()).toEqual(hitsByHand(plain).toSorted());
  const found = await hitsOf(replay, 1);
  expect(found.toSorted()).toEqual(hitsByHand(all).toSorted());
  const ofMoment = (moment: number): string[] => found.filter((hit) => hit.startsWith(`m${moment}-`));
  expect(ofMoment(1)).not.toContain("m1-2 plum"); // excused
  expect(ofMoment(2)).toContain("m2-2 plum"); // the exception has ended
  expect(ofMoment(1)).not.toContain("m1-5 alone"); // beside a pear
  expect(ofMoment(2)).toContain("m2-5 alone"); // pears have ended
  expect(ofMoment(3).some((hit) => hit.endsWith("alone"))).toBe(false); // the rule has ended
});

test("replayPackages() after a changed valid_to gives other hits under another key, those of a full replay", async () => {
  const all = [...plain, ripe, alone];
  const dir = await tempFolder(validityFiles([plain, all]));
  const before = await replayFolder(dir);
  const later = all.map((term) => (term.id === "plum" ? term : { ...term, to: "2024-02-03T10:00:01Z" }));
  await writeFile(join(dir, "words/r2.csv"), releaseCsv(later, "2024-01-02T00:00:00Z"));
  const after = await replayFolder(dir);
  expect(after.replay.key).not.toBe(before.replay.key);
  const hits = (await hitsOf(after.replay, 1)).toSorted();
  expect(hits).toEqual(hitsByHand(later).toSorted());
  expect(hits).not.toEqual((await hitsOf(before.replay, 1)).toSorted());
  expect((await hitsOf(after.replay, 0)).toSorted()).toEqual(hitsByHand(plain).toSorted());
  const fresh = await replayFolder(dir, { storeDir: join(dir, "fresh") });
  expect((await hitsOf(fresh.replay, 1)).toSorted()).toEqual(hits);
  expect(after.replay.key).toBe(fresh.replay.key);
  await rm(join(dir, "fresh"), { recursive: true });
});

test("hitsOf(release) restricts nothing where no item has a time", async () => {
  const undated = datedItems.map((item) => ({ ...item, at: null }));
  const all = [...plain, ripe, alone];
  const { replay } = await replayFolder(await tempFolder(validityFiles([all], undated)));
  const found = await hitsOf(replay, 0);
  expect(found.toSorted()).toEqual(hitsByHand(all, undated).toSorted());
});
