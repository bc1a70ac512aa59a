import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findMetric } from "../../src/metrics/findMetric.js";
import { rateOf } from "../../src/metrics/rates.js";
import type { Cube } from "../../src/model/cube.js";
import { confusionBySnapshot } from "../../src/replay/flips.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { issuesOf } from "../sources/tempFolder.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

/** The tiny workspace with one more good item that no term hits. */
const files = {
  ...tinyFiles,
  "posts.csv": `${tinyFiles["posts.csv"]}b5,nothing at all,en,fruit,2024-02-02T10:00:00Z\n`,
  "reviews.csv": `${tinyFiles["reviews.csv"]}g8,b5,gold,approve,\n`,
};

function edited(name: keyof typeof files, from: string, to: string): typeof files {
  expect(files[name]).toContain(from);
  return { ...files, [name]: files[name].replace(from, to) };
}

/** `slice sums` a cell, in the order of the cube. */
function cellsOf({ cells }: Cube): string[] {
  return cells.map(({ slice, sums }) => `${Object.values(slice).join(" ")}: ${sums.join(" ")}`);
}

test("prepareData() makes decision rows, cubes and terms of a tiny workspace as by hand", async () => {
  const { data, ran } = await prepareFolder(await workspaceFolder(files));
  expect(ran).toEqual({ ingest: true, replay: true, artefacts: true });

  // Items of the same slice, truth and decisions of r1, r2, r3 are one row; those without a label are rows like others.
  const rows = data.decisions.map(({ slice, truth, rejectedBy, items }) => [
    ...Object.values(slice),
    truth,
    rejectedBy,
    items,
  ]);
  expect(Object.keys(data.decisions[0]?.slice ?? {})).toEqual(["language", "policy"]);
  expect(rows).toEqual([
    ["en", "fruit", "violating", "110", 1],
    ["en", "jam", "good", "111", 1],
    ["de", "fruit", "good", "000", 1],
    ["en", "fruit", "violating", "011", 1],
    ["de", "jam", "unlabelled", "011", 1],
    ["en", "fruit", "good", "000", 2],
    ["en", null, "unlabelled", "011", 1],
  ]);
  expect(data.report.items).toEqual({ total: 8, labelled: 6 });
  expect(data.report.releases.map(({ label, terms }) => [label, terms])).toEqual([
    ["r1", 1],
    ["r2", 2],
    ["r3", 2],
  ]);
  expect(data.report.policies).toEqual({ fruit: "About fruit", jam: "About jam" });

  // tp fp fn tn; "escalate" decides nothing, and b2 has no label.
  expect(cellsOf(data.review)).toEqual([
    "de fruit gold: 0 0 0 1",
    "de jam : 0 0 0 0", // nobody labelled b2
    "en fruit gold: 2 0 1 0",
    "en jam gold: 0 1 0 1",
  ]);
  expect(data.review.cells[2]?.products).toEqual([4, 0, 2, 0, 0, 0, 0, 1, 0, 0]); // one item: 2 tp, 1 fn
  // 23:30 UTC is the next day in Berlin.
  expect(cellsOf(data.reviewDaily)).toEqual([
    "2024-02-03 de fruit gold: 0 0 0 1",
    "2024-02-03 en fruit gold: 1 0 0 0",
    "2024-02-03 en jam gold: 0 1 0 1",
    "2024-02-04 en fruit gold: 1 0 1 0",
  ]);
  // Disagreeing pairs, pairs; needs no label. a3 was judged once.
  expect(cellsOf(data.pairs)).toEqual(["de jam: 1 1 0 0", "en fruit: 2 3 0 0", "en jam: 1 1 0 0"]);
  expect(data.pairs.cells.map(({ products }) => products.slice(0, 2))[1]).toEqual([4, 6]);

  const [fig, plum] = data.terms.toSorted((a, b) => (a.term < b.term ? -1 : 1));
  const { termId: figId = "" } = fig ?? {};
  const { termId: plumId = "" } = plum ?? {};
  expect(data.terms).toHaveLength(2); // quince hits nothing
  const counts = { hits: 2, labelled: 2, tp: 1, fp: 1 };
  const alone = { uniqueHits: 1, uniqueTp: 1, uniqueFp: 0, credit: 1.5, creditTp: 1, creditFp: 0.5 }; // in r2: a1 alone, a2 with fig
  const plain = {
    advertisers: 2,
    evasiveHits: 0,
    evasiveTp: 0,
    evasiveFp: 0,
    recentHits: 0,
    recentTp: 0,
    recentFp: 0,
  };
  expect(plum).toEqual({
    termId: plumId,
    term: "plum",
    language: "en",
    action: "reject",
    firstRelease: 0,
    lastRelease: 1,
    ...counts,
    ...alone,
    ...plain,
    aloneHits: 1,
    aloneTp: 1,
    aloneFp: 0,
  });
  const figCounts = { hits: 4, labelled: 2, tp: 1, fp: 1 };
  const figAlone = { uniqueHits: 4, uniqueTp: 1, uniqueFp: 1, credit: 4, creditTp: 1, creditFp: 1 }; // in r3, where plum is gone
  expect(fig).toEqual({
    termId: figId,
    term: "fig",
    language: "",
    action: "reject",
    firstRelease: 1,
    lastRelease: 2,
    ...figCounts,
    ...figAlone,
    ...plain,
    aloneHits: 4,
    aloneTp: 1,
    aloneFp: 1,
  });
  const policies = data.termPolicies.map(({ termId, policy, language, hits, tp, fp }) => [
    termId === figId ? "fig" : "plum",
    `${policy} ${language}`,
    hits,
    tp,
    fp,
  ]);
  expect(policies.filter(([term]) => term === "fig")).toEqual([
    ["fig", " en", 1, 0, 0],
    ["fig", "fruit en", 1, 1, 0],
    ["fig", "jam de", 1, 0, 0],
    ["fig", "jam en", 1, 0, 1],
  ]);
  expect(policies.filter(([term]) => term === "plum")).toEqual([
    ["plum", "fruit en", 1, 1, 0],
    ["plum", "jam en", 1, 0, 1],
  ]);
  expect(data.termOverlaps).toEqual([{ termId: plumId, otherId: figId, items: 1 }]); // r3 has no plum that fig could meet
});

test("items without a label stand in no rate and are counted", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  const { dimensions, metrics } = data.report;
  const newest = confusionBySnapshot(data.decisions, 2, dimensions);
  const fdr = rateOf(newest, newest.cells, findMetric(metrics, "fdr"));
  expect([fdr.count, fdr.total]).toEqual([1, 2]); // a2 of a2, b1; b2 and b4 are rejected, but nobody knows whether rightly
  expect(newest.measures.at(-1)).toBe("unlabelled");
  expect(newest.cells.reduce((sum, { sums }) => sum + (sums.at(-1) ?? 0), 0)).toBe(2);
  const accuracy = rateOf(data.review, data.review.cells, findMetric(metrics, "accuracy"));
  expect(accuracy.labels).toEqual({ decisions: 8, labelled: 6 });
  expect([accuracy.count, accuracy.total]).toEqual([4, 6]); // by item: 2 of 3, 1 of 2, 1 of 1
  expect(accuracy.effectiveN).toBeCloseTo(36, 9); // p(1 − p) ÷ Var: 2/9 ÷ ((0² + (1/3)² + (1/3)²) ÷ 6²)
});

test("no artefact carries a text of an item unless publish.exampleTexts says so", async () => {
  const examplesOf = async (given: Readonly<Record<string, string>>) => {
    const { data, store, artefacts } = await prepareFolder(await workspaceFolder(given));
    const bytes = await Promise.all(artefacts.map((entry) => store.readFile(entry)));
    return { examples: data.termExamples, holdsText: Buffer.concat(bytes).includes("under the Fig tree") };
  };
  const hidden = await examplesOf(files);
  expect(hidden.holdsText).toBe(false);
  expect(hidden.examples.map(({ itemId, truth, text }) => [itemId, truth, text].join()).toSorted()).toEqual([
    "a1,violating,",
    "a2,good,",
    "a2,good,",
    "b1,violating,",
    "b2,unlabelled,",
    "b4,unlabelled,",
  ]);
  const shown = await examplesOf(
    edited("workspace.yaml", "sources:", "publish: {exampleTexts: true}\nsources:"),
  );
  expect(shown.holdsText).toBe(true);
  expect(shown.examples.find(({ itemId }) => itemId === "b1")?.text).toBe("under the Fig tree");
});

test("prepareData() reuses everything the second time and makes again what force asks for", async () => {
  const dir = await workspaceFolder(files);
  const first = await prepareFolder(dir);
  const second = await prepareFolder(dir);
  expect(second.steps.map(({ step, ran, reason }) => [step, ran, reason])).toEqual([
    ["ingest", false, "nothing changed"],
    ["replay", false, "nothing changed"],
    ["artefacts", false, "nothing changed"],
  ]);
  expect(second.artefacts).toEqual(first.artefacts);
  const forced = await prepareFolder(dir, { force: true });
  expect(forced.ran).toEqual({ ingest: true, replay: true, artefacts: true });
  expect(forced.artefacts.map(({ partition, sha256 }) => [partition, sha256])).toEqual(
    first.artefacts.map(({ partition, sha256 }) => [partition, sha256]),
  );
});

test("prepareData() makes the artefacts anew when a metric, a target, the package or the data changes, and no more than that", async () => {
  const dir = await workspaceFolder(files);
  await prepareFolder(dir);
  await mkdir(join(dir, "metrics"));
  await writeFile(join(dir, "metrics/own.yaml"), metricYaml);
  const withMetric = await prepareFolder(dir);
  expect(withMetric.ran).toEqual({ ingest: false, replay: false, artefacts: true });
  expect(withMetric.data.report.metrics.at(-1)?.id).toBe("own_leakage");

  await appendTo(join(dir, "workspace.yaml"), "metrics: {targets: {fpr: 0.25}}\n");
  const withTarget = await prepareFolder(dir);
  expect(withTarget.ran).toEqual({ ingest: false, replay: false, artefacts: true });
  expect(findMetric(withTarget.data.report.metrics, "fpr").target).toBe(0.25);

  await writeFile(join(dir, "words/r4.csv"), "term,lang,released\nfig,,2024-01-04T00:00:00Z\n");
  const withRelease = await prepareFolder(dir);
  expect(withRelease.ran).toEqual({ ingest: true, replay: false, artefacts: true });
  expect(withRelease.data.decisions.map(({ rejectedBy }) => rejectedBy.length)).toEqual([
    4, 4, 4, 4, 4, 4, 4,
  ]);

  const truthOf = (truth: string, { data }: typeof withRelease): number =>
    data.decisions.filter((row) => row.truth === truth).length;
  expect(truthOf("violating", withRelease)).toBe(2);
  const reviews = await readFile(join(dir, "reviews.csv"), "utf8");
  await writeFile(join(dir, "reviews.csv"), reviews.replace("g2,a2,gold,approve", "g2,a2,gold,reject")); // as many rows as before
  const withLabel = await prepareFolder(dir);
  expect(withLabel.ran).toEqual({ ingest: true, replay: false, artefacts: true });
  expect(truthOf("violating", withLabel)).toBe(3);
});

test("prepareData() keeps the versions of an item apart", async () => {
  const given = {
    ...edited("workspace.yaml", "lang, rule, made]", "lang, rule, made, version]"),
    "posts.csv":
      "id,text,lang,rule,made,version\np,a fig,en,fruit,2024-02-01T10:00:00Z,1\np,a plum,en,jam,2024-02-01T10:00:00Z,2\n",
    "reviews.csv":
      "id,post,stage,verdict,at,version\ng1,p,gold,reject,,1\ng2,p,gold,approve,,2\nh1,p,human,reject,2024-02-03T10:00:00Z,2\n",
  };
  const yaml = given["workspace.yaml"]
    .replace("verdict, at]", "verdict, at, version]")
    .replaceAll("{item_id: id,", "{item_id: id, item_version: version,")
    .replace("item_id: post,", "item_id: post, item_version: version,");
  const { data } = await prepareFolder(await workspaceFolder({ ...given, "workspace.yaml": yaml }));
  expect(data.decisions.map(({ slice, truth, rejectedBy }) => [slice["policy"], truth, rejectedBy])).toEqual([
    ["fruit", "violating", "011"],
    ["jam", "good", "110"],
  ]);
  expect(cellsOf(data.review)).toEqual(["en jam gold: 0 1 0 0"]);
});

test("prepareData() of a workspace without reviews knows the decisions and no truth", async () => {
  const yaml = files["workspace.yaml"].replace(/ {2}review_event:[^]*?(?= {2}policy:)/, "");
  const { data } = await prepareFolder(await workspaceFolder({ ...files, "workspace.yaml": yaml }));
  expect(data.report.items).toEqual({ total: 8, labelled: 0 });
  expect(new Set(data.decisions.map(({ truth }) => truth))).toEqual(new Set(["unlabelled"]));
  expect([data.review.cells, data.pairs.cells]).toEqual([[], []]);
});

test("prepareData() refuses a target for a metric that there is not", async () => {
  const dir = await workspaceFolder(
    edited("workspace.yaml", "sources:", "metrics: {targets: {fprr: 0.1}}\nsources:"),
  );
  expect(await issuesOf(dir, () => prepareFolder(dir))).toEqual([
    expect.stringMatching(
      /^workspace\.yaml: metrics\.targets\.fprr: expected a metric of accuracy, .*, got "fprr" \(did you mean "fpr"\?\)$/,
    ),
  ]);
});

const metricYaml = `own_leakage:
  label: Leakage rate
  short: Leakage
  numerator: [fn]
  denominator: [fn, tn]
  numeratorLabel: violating items approved
  denominatorLabel: approved items
  good: down
  definition: Of the items that were approved, the share that is violating.
`;

async function appendTo(path: string, text: string): Promise<void> {
  await writeFile(path, (await readFile(path, "utf8")) + text);
}
