import { expect, test } from "vitest";
import { isDone, planReplay } from "../../loaders/replay/planReplay.js";
import type { KnownHits, PartitionPlan, ReplayTerms } from "../../loaders/replay/planReplay.js";
import type { StoreEntry } from "../../loaders/store/manifest.js";
import { term } from "../matcher/terms.js";

function entryOf(partition: string, rowsHash: string): StoreEntry {
  return { partition, file: `${partition}.arrow`, rows: 1, rowsHash, sha256: "0".repeat(64), bytes: 1 };
}

/** Terms under hashes of one letter each. */
function termsOf(hashes: string): ReplayTerms {
  return new Map(Array.from(hashes).map((hash) => [hash, term(hash)]));
}

/** What the store holds after these plans were carried out. */
function keepHits(plans: readonly PartitionPlan[], hashes: string): Map<string, KnownHits> {
  const termHashes = Array.from(hashes).toSorted();
  return new Map(
    plans.map(({ partition, resultHash }) => [
      partition,
      { entry: entryOf(partition, resultHash), termHashes },
    ]),
  );
}

const texts = [entryOf("day=1", "text 1"), entryOf("day=2", "text 2")];
const first = planReplay(texts, termsOf("ba"), { matcherHash: "m", earlier: new Map() });
const earlier = keepHits(first, "ba");

test("planReplay() with nothing stored scans every term on every partition", () => {
  expect(first.map(({ partition, missing, known }) => [partition, missing, known])).toEqual([
    ["day=1", ["a", "b"], undefined],
    ["day=2", ["a", "b"], undefined],
  ]);
  expect(new Set(first.map(({ resultHash }) => resultHash)).size).toBe(2);
  expect(first.map(isDone)).toEqual([false, false]);
});

test("planReplay() has nothing to do when nothing changed, whatever the order of the terms", () => {
  const again = planReplay(texts, termsOf("ab"), { matcherHash: "m", earlier });
  expect(again.map(isDone)).toEqual([true, true]);
  expect(again.flatMap(({ missing }) => missing)).toEqual([]);
});

type Case = [
  what: string,
  change: { terms?: string; matcherHash?: string; text2?: string },
  missing: string[],
  kept: boolean[],
  done: boolean[],
];

const cases: Case[] = [
  ["a new term alone", { terms: "abc" }, ["c", "c"], [true, true], [false, false]],
  ["nothing for a removed term", { terms: "a" }, ["", ""], [true, true], [false, false]],
  ["the term that replaces another", { terms: "ac" }, ["c", "c"], [true, true], [false, false]],
  ["everything with another matcher", { matcherHash: "n" }, ["ab", "ab"], [false, false], [false, false]],
  [
    "everything on the partition whose text changed",
    { text2: "other" },
    ["", "ab"],
    [true, false],
    [true, false],
  ],
];

test.each(cases)("planReplay() scans %s: %j", (...[, change, missing, kept, done]) => {
  const { terms = "ab", matcherHash = "m", text2 = "text 2" } = change;
  const now = [entryOf("day=1", "text 1"), entryOf("day=2", text2)];
  const plans = planReplay(now, termsOf(terms), { matcherHash, earlier });
  expect(plans.map((plan) => plan.missing.join(""))).toEqual(missing);
  expect(plans.map(({ known }) => known !== undefined)).toEqual(kept);
  expect(plans.map(isDone)).toEqual(done);
});

test("planReplay() does not trust hits whose hash says other terms than the list", () => {
  const mislabelled = keepHits(first, "abc");
  const plans = planReplay(texts, termsOf("abc"), { matcherHash: "m", earlier: mislabelled });
  expect(plans.map(({ missing }) => missing)).toEqual([
    ["a", "b", "c"],
    ["a", "b", "c"],
  ]);
});

test("planReplay() without partitions is empty", () => {
  expect(planReplay([], termsOf("a"), { matcherHash: "m", earlier })).toEqual([]);
});
