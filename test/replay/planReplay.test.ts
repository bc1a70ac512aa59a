import { expect, test } from "vitest";
import { isDone, planReplay } from "../../loaders/replay/planReplay.js";
import type { KnownHits, PartitionPlan } from "../../loaders/replay/planReplay.js";
import type { ReplayTerms } from "../../loaders/replay/replayTerms.js";
import type { StoreEntry } from "../../loaders/store/manifest.js";

function entryOf(partition: string, rowsHash: string): StoreEntry {
  return { partition, file: `${partition}.arrow`, rows: 1, rowsHash, sha256: "0".repeat(64), bytes: 1 };
}

/** Hashes of one letter each. */
function termsOf(hashes: string): Pick<ReplayTerms, "hashes"> {
  return { hashes: Array.from(hashes) };
}

const nothing: KnownHits = { layers: [], entries: new Map(), ranges: new Map(), empty: new Set() };

/** What the store holds after these plans were carried out; partitions of `empty` had no hit. */
function keepHits(plans: readonly PartitionPlan[], empty: readonly string[] = []): KnownHits {
  const all = plans.flatMap(({ partition, kept, missing, result }) => [
    ...kept.map((hits) => ({ partition, layer: hits.layer, result: hits.result })),
    { partition, layer: missing, result },
  ]);
  const isEmpty = ({ partition }: { partition: string }): boolean => empty.includes(partition);
  return {
    layers: [...new Map(all.map(({ layer }) => [layer.id, layer])).values()],
    entries: new Map(
      all
        .filter((hits) => !isEmpty(hits))
        .map(({ partition, result }) => [result, entryOf(partition, result)]),
    ),
    ranges: new Map(),
    empty: new Set(all.filter(isEmpty).map(({ result }) => result)),
  };
}

const texts = [entryOf("day=1", "text 1"), entryOf("day=2", "text 2")];
const first = planReplay(texts, termsOf("ab"), { matcherHash: "m", known: nothing });
const known = keepHits(first, ["day=2"]);

const missingOf = ({ missing }: PartitionPlan): string => missing.termHashes.join("");

test("planReplay() with nothing stored scans every term on every partition", () => {
  expect(first.map((plan) => [plan.partition, missingOf(plan), plan.kept])).toEqual([
    ["day=1", "ab", []],
    ["day=2", "ab", []],
  ]);
  expect(new Set(first.flatMap(({ key, result }) => [key, result])).size).toBe(2);
  expect(first.map(isDone)).toEqual([false, false]);
});

test("planReplay() has nothing to do when nothing changed, also where there was no hit", () => {
  const again = planReplay(texts, termsOf("ab"), { matcherHash: "m", known });
  expect(again.map(isDone)).toEqual([true, true]);
  expect(again.map(({ kept }) => kept.map(({ entry }) => entry?.partition))).toEqual([
    ["day=1"],
    [undefined],
  ]);
  expect(again.map(({ key }) => key)).toEqual(first.map(({ key }) => key));
});

type Case = [
  what: string,
  change: { terms?: string; matcherHash?: string; text2?: string },
  missing: string[],
  kept: number[],
];

const cases: Case[] = [
  ["a new term alone", { terms: "abc" }, ["c", "c"], [1, 1]],
  ["nothing for a removed term", { terms: "a" }, ["", ""], [1, 1]],
  ["the term that replaces another", { terms: "ac" }, ["c", "c"], [1, 1]],
  ["everything with another matcher", { matcherHash: "n" }, ["ab", "ab"], [0, 0]],
  ["everything on the partition whose text changed", { text2: "other" }, ["", "ab"], [1, 0]],
];

test.each(cases)("planReplay() scans %s: %j", (...[, change, missing, kept]) => {
  const { terms = "ab", matcherHash = "m", text2 = "text 2" } = change;
  const now = [entryOf("day=1", "text 1"), entryOf("day=2", text2)];
  const plans = planReplay(now, termsOf(terms), { matcherHash, known });
  expect(plans.map(missingOf)).toEqual(missing);
  expect(plans.map((plan) => plan.kept.length)).toEqual(kept);
});

test("planReplay() reads another key off other terms, though nothing is to be scanned", () => {
  const [fewer] = planReplay(texts, termsOf("a"), { matcherHash: "m", known });
  expect(fewer?.key).not.toBe(first[0]?.key);
});

test("planReplay() scans everything anew after eight additions", () => {
  let layers = nothing;
  const scanned = Array.from("abcdefghij").map((_, at, letters) => {
    const plans = planReplay(texts.slice(0, 1), termsOf(letters.slice(0, at + 1).join("")), {
      matcherHash: "m",
      known: layers,
    });
    layers = keepHits(plans);
    return plans.map(missingOf).join();
  });
  expect(scanned).toEqual(["a", "b", "c", "d", "e", "f", "g", "h", "abcdefghi", "j"]);
});

test("planReplay() without partitions is empty", () => {
  expect(planReplay([], termsOf("a"), { matcherHash: "m", known })).toEqual([]);
});
