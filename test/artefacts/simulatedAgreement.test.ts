import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { measuredStages } from "../../src/components/measured.js";
import type { PageData } from "../../src/components/pageData.js";
import { drawn } from "../components/drawn.js";
import { clusteredRate } from "../fixtures/rawRate.js";
import { whole } from "../fixtures/shownNumbers.js";
import { groups, itemKey, means } from "../simulate/eventRows.js";
import { rowsIn, simulateFiles } from "../simulate/simulated.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

// How far people agree, by policy and on near-duplicates, again from the simulated CSV files and by its definition.

const files = simulateFiles({ seed: 5, days: 20, items: 4000, plan: [] });
const events = rowsIn(files, "events");
let prepared: Promise<PageData> | undefined;

/** The pages of all files, prepared once; they stay in memory when the folder goes with the first test. */
function pages(): Promise<PageData> {
  prepared ??= workspaceFolder(Object.fromEntries(files)).then(
    async (dir) => (await prepareFolder(dir)).data,
  );
  return prepared;
}

/** Krippendorff's α of items that weigh so much each: one minus the disagreement seen over that of all pairs. */
function alphaOf(votes: readonly (readonly boolean[])[], weights: readonly number[]): number {
  let [seen, rejecting, approving] = [0, 0, 0];
  for (const [at, own] of votes.entries()) {
    const rejections = own.filter(Boolean).length;
    const weight = weights[at] ?? 1;
    seen += (weight * rejections * (own.length - rejections)) / (own.length - 1);
    rejecting += weight * rejections;
    approving += weight * (own.length - rejections);
  }
  return 1 - ((rejecting + approving - 1) * seen) / (rejecting * approving);
}

/** By how much α moves with the weight of each item, and 1.96 times the spread of that. */
function alphaRange(votes: readonly (readonly boolean[])[]): number[] {
  const even = votes.map(() => 1);
  const step = 1e-5;
  const moves = votes.map((_, at) => {
    const [more, less] = [1 + step, 1 - step].map((weight) => alphaOf(votes, even.with(at, weight)));
    return ((more ?? 0) - (less ?? 0)) / (2 * step);
  });
  const mean = moves.reduce((sum, move) => sum + move, 0) / moves.length;
  const spread = moves.reduce((sum, move) => sum + (move - mean) ** 2, 0);
  const value = alphaOf(votes, even);
  if (Number.isNaN(value)) return [];
  const half = 1.959963984540054 * Math.sqrt((spread * votes.length) / (votes.length - 1));
  const all = votes.flat();
  const byChance =
    (2 * all.filter(Boolean).length * all.filter((vote) => !vote).length) / (all.length * (all.length - 1));
  const zz = 1.959963984540054 ** 2;
  if (value === 1) return [1, Math.max(-1, 1 - zz / (votes.length + zz) / byChance), 1]; // Wilson's upper end of 0 of n
  return [value, Math.max(-1, value - half), Math.min(1, value + half)];
}

test("alpha of each policy, worst first, those without one last", async () => {
  const { report } = await pages();
  const policyOf = new Map(rowsIn(files, "items").map((item) => [item["item_id"], item["policy_id"]]));
  const judged = groups(
    events.filter((event) => event["stage"] === "human" && means(event) !== undefined),
    (event) => `${itemKey(event)} ${event["policy_version"]}`,
  );
  const ofPolicies = groups(
    judged.flatMap((rows) => rows.slice(0, 1)),
    (event) => policyOf.get(event["item_id"]) ?? "",
  ).map(([first = {}]) => policyOf.get(first["item_id"]) ?? "");
  const shown = ofPolicies.map((policy) => {
    const own = judged.filter(([event]) => (policyOf.get(event?.["item_id"]) ?? "") === policy);
    const votes = own.filter((rows) => rows.length > 1).map((rows) => rows.map((row) => means(row) === true));
    const range = alphaRange(votes);
    const [value, ...ends] = range.map((number) => number.toFixed(3).replace("-", "−"));
    const size = votes.length < 30 ? " (small n)" : "";
    return {
      value: range[0] ?? 2,
      cells: [
        report.policies[policy] ?? "none",
        "Alpha",
        "human",
        value === undefined ? "no data" : `${value}${size}`,
        value === undefined ? "no data" : ends.join(" to "),
        `${whole(votes.length)} items judged twice or more`,
      ],
    };
  });
  expect(shown.length).toBeGreaterThan(3);
  const { document } = new JSDOM(
    drawn(await pages(), { fence: "table", line: "values agreement_alpha by=policy" }),
  ).window;
  const rows = [...document.querySelectorAll("tbody tr")];
  const cells = rows.map((row) => [...row.querySelectorAll("th,td")].map((cell) => cell.textContent));
  expect(cells).toEqual(shown.toSorted((a, b) => a.value - b.value).map((one) => one.cells));
});

const spaceless = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}ー";

/** Runs of three words, or of five characters of scripts without spaces; numbers of two digits or more are left out. */
function shinglesIn(text: string): string[] {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/(?<![\p{L}\p{N}])\d[\d.,]*\d{2}/gu, "|");
  const tokens = [
    ...plain.matchAll(new RegExp(`[${spaceless}]|(?:(?![${spaceless}])[\\p{L}\\p{M}\\p{N}_])+`, "gu")),
  ].map(([token]) => (/^\d+$/.test(token) ? "0" : token));
  const size = (token = ""): number => (new RegExp(`[${spaceless}]`, "u").test(token) ? 5 : 3);
  const runs = tokens.map((token, at) => tokens.slice(at, at + size(token)).join(" "));
  return [...new Set(runs.filter((_, at) => at === 0 || at + size(tokens[at]) <= tokens.length))].toSorted();
}

test("inconsistency of near-duplicates, every two texts compared", async () => {
  const finals = groups(
    events.filter(({ stage, round }) => (stage === "auto" || stage === "human") && round === "1"),
    ({ item_id: item = "" }) => item,
  ).flatMap((rows) => {
    const meant = rows.filter((row) => means(row) !== undefined);
    return [...meant.filter((row) => row["stage"] === "human"), ...meant].slice(0, 1);
  });
  const itemOf = new Map(rowsIn(files, "items").map((item) => [item["item_id"], item]));
  const decided = finals.map((event) => {
    const { text = "", dup_group: group = "" } = itemOf.get(event["item_id"]) ?? {};
    return {
      key: shinglesIn(text).join("|"),
      group,
      version: event["policy_version"],
      violating: means(event),
    };
  });
  const texts = groups(
    decided.map(({ key }) => ({ key })),
    ({ key = "" }) => key,
  ).map(([one]) => (one?.["key"] ?? "").split("|"));
  const alike = new Map(texts.map((own) => [own.join("|"), new Set([own.join("|")])]));
  for (const [at, own] of texts.entries())
    for (const other of texts.slice(at + 1)) {
      const both = own.filter((shingle) => other.includes(shingle)).length;
      if (both < 0.8 * (own.length + other.length - both)) continue;
      alike.get(own.join("|"))?.add(other.join("|"));
      alike.get(other.join("|"))?.add(own.join("|"));
    }
  // Pairs hang together by their texts, over any chain.
  const chainOf = new Map<string, string>();
  for (const key of alike.keys()) {
    if (chainOf.has(key)) continue;
    const reached = [key];
    for (const one of reached)
      for (const next of alike.get(one) ?? []) if (!reached.includes(next)) reached.push(next);
    for (const one of reached) chainOf.set(one, key);
  }
  const units = decided.flatMap((one, at) =>
    decided.slice(at + 1).flatMap((other) => {
      const isAlike = alike.get(one.key)?.has(other.key) === true;
      if (!isAlike || one.group === other.group || one.version !== other.version) return [];
      const cluster = `${chainOf.get(one.key)} ${one.version}`;
      return [{ cluster, a: Number(one.violating !== other.violating), b: 1 }];
    }),
  );
  const expected = clusteredRate(units);
  const page = await pages();
  const metric = page.report.metrics.find(({ id }) => id === "near_duplicate_inconsistency");
  const [found] = metric === undefined ? [] : measuredStages(page, metric);
  expect(expected?.count).toBeGreaterThan(0);
  expect(found).toMatchObject({
    stage: "end-to-end",
    measured: { count: expected?.count, total: expected?.total },
  });
  expect(found?.measured.effectiveN).toBeCloseTo(expected?.effectiveN ?? Number.NaN, 6);
  for (const end of [0, 1])
    expect(found?.measured.interval?.[end]).toBeCloseTo(expected?.interval[end] ?? Number.NaN, 9);
});
