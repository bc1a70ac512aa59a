import { tableFromIPC } from "apache-arrow";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { beforeAll, expect, test } from "vitest";
import { openArtefacts } from "../loaders/artefacts/openArtefacts.js";
import { prepareData } from "../loaders/artefacts/prepareData.js";
import type { PreparedData } from "../loaders/artefacts/prepareData.js";
import { openEngine } from "../loaders/engine/duckdb.js";
import { quoteText } from "../loaders/engine/quote.js";
import { ingest } from "../loaders/tables/ingest.js";
import { defaultState } from "../src/components/controls.js";
import type { PageData } from "../src/components/pageData.js";
import { flipsNote } from "../src/components/views/flips.js";
import { posts, rejectedBy, releases, termsOf } from "./fixtures/davidsonRaw.js";

const [from, to] = ["2015-04", "2015-11"];

let prepared: PreparedData;
let data: PageData;

beforeAll(async () => {
  prepared = await prepareData("data/davidson", { onStep: () => undefined, onProgress: () => undefined });
  data = await openArtefacts(prepared);
});

/** Posts by what a release decides and what the crowd says. */
function confusionOf(rejected: readonly boolean[]) {
  const count = (isRejected: boolean, violating: boolean) =>
    posts.filter((post, index) => post.violating === violating && rejected[index] === isRejected).length;
  return { tp: count(true, true), fp: count(true, false), fn: count(false, true), tn: count(false, false) };
}

const percent = (count: number, total: number): string => ((count / total) * 100).toFixed(1);
const whole = (count: number): string => count.toLocaleString("en-US");

test("24,783 posts, of which 20,620 are violating, and no human stage", async () => {
  expect([posts.length, posts.filter(({ violating }) => violating).length]).toEqual([24_783, 20_620]);
  expect(data.report.items).toEqual({ total: 24_783, labelled: 24_783 });
  const violating = data.decisions.filter(({ truth }) => truth === "violating");
  expect(violating.reduce((sum, { items }) => sum + items, 0)).toBe(20_620);
  expect(data.report.stages).toEqual(["auto", "gold"]);
});

test("the Releases page says what 2015-04 → 2015-11 brought: recall +11.7 points for FPR +0.6, as the raw files give it", () => {
  const [before, after] = [rejectedBy(from), rejectedBy(to)];
  const [old, now] = [confusionOf(before), confusionOf(after)];
  const flips = { gainedTP: 0, newFP: 0, lostTP: 0, fixedFP: 0 };
  posts.forEach(({ violating }, index) => {
    if (before[index] === after[index]) return;
    if (after[index] === true) flips[violating ? "gainedTP" : "newFP"] += 1;
    else flips[violating ? "lostTP" : "fixedFP"] += 1;
  });
  const violating = old.tp + old.fn;
  const good = old.fp + old.tn;
  const points = { recall: (now.tp - old.tp) / violating, fpr: (now.fp - old.fp) / good };
  expect([percent(points.recall, 1), percent(points.fpr, 1)]).toEqual(["11.7", "0.6"]);

  const state = defaultState(["from", "to"], data);
  expect(state).toEqual({ from, to });
  const { document } = new JSDOM("").window;
  const note = flipsNote.render({}, { document, data, state, params: {} });
  const changed = Object.values(flips).reduce((sum, count) => sum + count, 0);
  const [oldRejected, nowRejected] = [old.tp + old.fp, now.tp + now.fp];
  const [first = "", second = ""] = [...note.querySelectorAll("p")].map((p) => p.textContent ?? "");
  expect(first).toBe(
    `From package ${from} to ${to}, ${whole(changed)} of 24,783 decisions change: ${whole(flips.gainedTP)} newly caught violations, ${whole(flips.newFP)} newly rejected good items, ${whole(flips.lostTP)} violations no longer caught, ${whole(flips.fixedFP)} good items no longer rejected.`,
  );
  const [recall = "", fpr = "", fdr = ""] = second.split("; ");
  expect(recall).toContain(
    `moves by +11.7 points, from ${percent(old.tp, violating)} % to ${percent(now.tp, violating)} % (${whole(old.tp)} of ${whole(violating)}, then ${whole(now.tp)} of ${whole(violating)} `,
  );
  expect(fpr).toContain(
    `moves by +0.6 points, from ${percent(old.fp, good)} % to ${percent(now.fp, good)} % (${whole(old.fp)} of ${whole(good)}, then ${whole(now.fp)} of ${whole(good)} `,
  );
  expect(fdr).toContain(
    `from ${percent(old.fp, oldRejected)} % to ${percent(now.fp, nowRejected)} % (${whole(old.fp)} of ${whole(oldRejected)}, then ${whole(now.fp)} of ${whole(nowRejected)} `,
  );
});

test("every post is stored as it came, HTML entities too", async () => {
  const { tables } = await ingest(prepared.workspace, prepared.store);
  const paths = await Promise.all((tables["item"] ?? []).map((entry) => prepared.store.checkedPath(entry)));
  const engine = await openEngine();
  const { rows } = await engine.query(
    `SELECT item_id, "text" FROM read_parquet([${paths.map(quoteText).join(", ")}])`,
  );
  engine.close();
  const stored = new Map(rows.map(([id, text]) => [id, text]));
  expect(stored.size).toBe(posts.length);
  expect(posts.filter(({ id, text }) => stored.get(id) !== text).map(({ id }) => id)).toEqual([]);
  expect(posts.filter(({ text }) => /&(?:amp|lt|gt|quot|#\d+);/.test(text)).length).toBeGreaterThan(1000);
});

test("releases share a snapshot exactly when their English lists are equal", () => {
  expect(data.report.releases.map(({ label }) => label)).toEqual(releases);
  const lists = releases.map((label) => JSON.stringify([...termsOf(label)].toSorted()));
  const ids = data.report.releases.map(({ snapshotId }) => snapshotId);
  const firstOf = (values: readonly string[]) => values.map((value) => values.indexOf(value));
  expect(firstOf(ids)).toEqual(firstOf(lists));
  expect(new Set(ids).size).toBeLessThan(releases.length);
});

test("no page asks for a column that is not there, although no stage is scored", async () => {
  const pages = (await readdir("src")).filter((name) => name.endsWith(".md"));
  const texts = await Promise.all(pages.map((name) => readFile(join("src", name), "utf8")));
  const asked = texts.flatMap((text) => [...text.matchAll(/^ {2}(\S+\.arrow): \{.*columns: \[(.*?)\]/gm)]);
  expect(asked.length).toBeGreaterThan(5);
  for (const [, file, columns = ""] of asked) {
    const entry = prepared.artefacts.find(({ partition }) => partition === file);
    const bytes = entry === undefined ? new Uint8Array() : await prepared.store.readFile(entry);
    const found = tableFromIPC(bytes).schema.fields.map(({ name }) => name);
    expect(found, file).toEqual(expect.arrayContaining(columns.split(", ")));
  }
});
