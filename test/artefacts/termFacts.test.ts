import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

/** Ads of two advertisers on two days; a model rejected x2; the newest release changed what "fig" does. */
const files = {
  "workspace.yaml": `name: tiny
title: Tiny
asOf: 2024-02-29T00:00:00Z
cleanup: true
sources:
  ads: {format: csv, path: ads.csv, columns: {id: string, text: string, lang: string, who: string, seen: number, made: string}}
  events: {format: csv, path: events.csv, columns: [id, ad, stage, kind, verdict]}
  words: {format: csv, path: words/*.csv, columns: [term, views, action, released]}
tables:
  item:
    - from: ads
      columns: {item_id: id, text: text, language: lang, advertiser_id: who, exposure: seen, created_at: made}
  review_event:
    - from: events
      columns: {event_id: id, item_id: ad, stage: stage, actor_kind: kind, decision: verdict}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term: term, views: views, action: action}
`,
  "ads.csv": `id,text,lang,who,seen,made
x1,a fig,en,north,10,2024-02-01T10:00:00Z
x2,a fig,en,north,20,2024-02-01T10:00:00Z
x3,f1g,de,south,40,2024-02-02T10:00:00Z
x4,a fig and a plum,en,south,80,2024-02-02T10:00:00Z
x5,a pear,en,south,160,2024-02-02T10:00:00Z
`,
  "events.csv": `id,ad,stage,kind,verdict
m1,x2,auto,model,reject
m2,x4,auto,model,approve
p1,x3,auto,package,reject
g1,x1,gold,person,approve
g2,x2,gold,person,reject
g3,x3,gold,person,approve
g4,x4,gold,person,reject
`,
  "words/r1.csv": `term,views,action,released
fig,canonical+evasive,flag,2024-01-01T00:00:00Z
plum,canonical,reject,2024-01-01T00:00:00Z
quince,canonical,reject,2024-01-01T00:00:00Z
`,
  "words/r2.csv": `term,views,action,released
fig,canonical+evasive,reject,2024-01-02T00:00:00Z
plum,canonical,reject,2024-01-02T00:00:00Z
medlar,canonical,reject,2024-01-02T00:00:00Z
`,
};

test("terms know whom they hit, since when, in which view, and what the whole stack owes to them", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  const fig = data.terms.find(({ term }) => term === "fig");
  expect(fig).toMatchObject({ hits: 4, labelled: 4, tp: 2, fp: 2, advertisers: 2 });
  expect(fig).toMatchObject({ uniqueHits: 3, uniqueTp: 1, uniqueFp: 2 }); // all but x4
  expect(fig).toMatchObject({ aloneHits: 2, aloneTp: 0, aloneFp: 2 }); // the model has x2 as well
  expect(fig).toMatchObject({ evasiveHits: 1, evasiveTp: 0, evasiveFp: 1 }); // x3
  expect(fig).toMatchObject({ recentHits: 2, recentTp: 1, recentFp: 1 }); // since 2 February
  const ofFig = data.termPolicies.filter(({ termId }) => termId === fig?.termId);
  expect(ofFig.map(({ language, hits, tp, fp }) => [language, hits, tp, fp])).toEqual([
    ["en", 3, 2, 1],
    ["de", 1, 0, 1],
  ]);
});

/** The workspace with these events of packages, and the names of actors. */
function packagesDecide(events: string): Promise<string> {
  const yaml = files["workspace.yaml"]
    .replace("kind, verdict]", "kind, verdict, who]")
    .replace("actor_kind: kind,", "actor_kind: kind, actor_id: who,");
  const lines = files["events.csv"].trim().split("\n").slice(1);
  const rows = lines.filter((line) => !line.startsWith("p1")).map((line) => `${line},a`);
  const header = "id,ad,stage,kind,verdict,who";
  return workspaceFolder({
    ...files,
    "workspace.yaml": yaml,
    "events.csv": `${[header, ...rows, events].join("\n")}\n`,
  });
}

async function aloneFp(dir: string): Promise<number | undefined> {
  const { data } = await prepareFolder(dir);
  return data.terms.find(({ term }) => term === "fig")?.aloneFp;
}

const other = "p1,x3,auto,package,reject,pictures@r7";

test("another package counts in the whole stack where the log names the workspace's own", async () => {
  expect(await aloneFp(await packagesDecide(`${other}\np2,x4,auto,package,reject,words@r1`))).toBe(1); // x1
  expect(await aloneFp(await packagesDecide("p1,x3,auto,package,reject,words@r1"))).toBe(2); // x1 and x3
  expect(await aloneFp(await packagesDecide(other))).toBe(2); // it may be the same by another name
});

test("the whole stack is counted anew when the workspace calls its package otherwise", async () => {
  const dir = await packagesDecide(`${other}\np2,x4,auto,package,reject,words@r1`);
  expect(await aloneFp(dir)).toBe(1);
  const file = join(dir, "workspace.yaml");
  await writeFile(
    file,
    (await readFile(file, "utf8")).replace("packages:\n  words:", "packages:\n  pictures:"),
  );
  expect(await aloneFp(dir)).toBe(2);
});

test("terms know how old they were when they hit", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  const idOf = (word: string): string => data.terms.find(({ term }) => term === word)?.termId ?? "";
  expect(data.packageHealth.ages?.[idOf("fig")]).toEqual({
    to90: { hits: 4, tp: 2, fp: 2 }, // 31 and 32 days after 1 January
  });
  const late = files["words/r1.csv"].replaceAll("2024-01-01", "2024-02-02");
  const { data: other } = await prepareFolder(
    await workspaceFolder({
      ...files,
      "words/r1.csv": late,
      "words/r2.csv": files["words/r2.csv"].replaceAll("2024-01-02", "2024-02-03"),
    }),
  );
  expect(other.packageHealth.ages?.[idOf("fig")]).toEqual({
    before: { hits: 2, tp: 1, fp: 1 },
    first30: { hits: 2, tp: 1, fp: 1 },
  });
});

test("owners of terms and what was noted of them are not published", async () => {
  const told = {
    ...files,
    "workspace.yaml": files["workspace.yaml"]
      .replace("[term, views, action, released]", "[term, views, action, released, who, why]")
      .replace("action: action}", "action: action, owner: who, note: why}"),
    "words/r1.csv": `term,views,action,released,who,why
fig,canonical,flag,2024-01-01T00:00:00Z,orchard,sold too early
plum,canonical,reject,2024-01-01T00:00:00Z,,
`,
    "words/r2.csv": `term,views,action,released,who,why
fig,canonical,reject,2024-01-02T00:00:00Z,kitchen,
`,
  };
  const { data } = await prepareFolder(await workspaceFolder(told));
  expect(data.termHistory.map(({ release, change }) => [release, change])).toEqual([
    [1, "changed"],
    [1, "removed"],
  ]);
  for (const own of ["orchard", "kitchen", "sold too early"]) expect(JSON.stringify(data)).not.toContain(own);
});

/** The same ads with a currency, x5 alone without; what is delivered says what an impression earns. */
const paid = {
  ...files,
  "workspace.yaml": files["workspace.yaml"]
    .replace("seen: number,", "seen: number, paid: string,")
    .replace("exposure: seen,", "exposure: seen, currency: paid,")
    .replace(
      "  words: {format",
      "  seen: {format: csv, path: seen.csv, columns: {ad: string, day: string, times: number, earned: number, paid: string}}\n  words: {format",
    )
    .replace(
      "packages:",
      "  delivery:\n    - from: seen\n      columns: {item_id: ad, day: day, impressions: times, revenue: earned, currency: paid}\npackages:",
    ),
  "ads.csv": files["ads.csv"]
    .split("\n")
    .map((line, at) => {
      const parts = line.split(",");
      const currency = ["paid", "EUR", "EUR", "JPY", "EUR", ""][at] ?? "";
      return line === "" ? "" : [...parts.slice(0, 5), currency, ...parts.slice(5)].join(",");
    })
    .join("\n"),
  "seen.csv":
    "ad,day,times,earned,paid\nx2,2024-02-03T00:00:00Z,10,1,EUR\nx5,2024-02-03T00:00:00Z,30,3,EUR\n",
};

test("the health says how often good items that a term hits were to be seen by currency, and their price", async () => {
  const { data } = await prepareFolder(await workspaceFolder(paid));
  const fig = data.terms.find(({ term }) => term === "fig")?.termId ?? "";
  expect(data.packageHealth.wrongExposure).toEqual({
    [fig]: [
      { currency: "JPY", exposure: 40 }, // x3
      { currency: "EUR", exposure: 10 }, // x1
    ],
  });
  expect(data.overkill.cost?.earnings).toEqual([{ currency: "EUR", each: 0.1 }]);
});

test("without a currency of their own, items have that of their delivery", async () => {
  const yaml = paid["workspace.yaml"].replace("currency: paid, ", "");
  const { data } = await prepareFolder(
    await workspaceFolder({
      ...paid,
      "workspace.yaml": yaml,
      "seen.csv": `${paid["seen.csv"]}x1,2024-02-03T00:00:00Z,5,1,EUR\n`,
    }),
  );
  expect(Object.values(data.packageHealth.wrongExposure ?? {})).toEqual([
    [
      { currency: null, exposure: 40 },
      { currency: "EUR", exposure: 10 },
    ],
  ]);
});

test("an item without a currency has that of its delivery, others keep their own", async () => {
  const { data } = await prepareFolder(
    await workspaceFolder({
      ...paid,
      "ads.csv": paid["ads.csv"].replace("x1,a fig,en,north,10,EUR", "x1,a fig,en,north,10,"),
      "seen.csv": `${paid["seen.csv"]}x1,2024-02-03T00:00:00Z,5,1,USD\n`,
    }),
  );
  expect(Object.values(data.packageHealth.wrongExposure ?? {})).toEqual([
    [
      { currency: "JPY", exposure: 40 },
      { currency: "USD", exposure: 10 },
    ],
  ]);
});

test("terms know how often they hit in each market", async () => {
  const yaml = files["workspace.yaml"].replace("created_at: made", "created_at: made, market: lang");
  const { data } = await prepareFolder(await workspaceFolder({ ...files, "workspace.yaml": yaml }));
  const fig = data.terms.find(({ term }) => term === "fig");
  const ofFig = data.termPolicies.filter(({ termId }) => termId === fig?.termId);
  expect(ofFig.map(({ market, hits, tp, fp }) => [market, hits, tp, fp])).toEqual([
    ["en", 3, 2, 1],
    ["de", 1, 0, 1],
  ]);
});

test("the package's health says what releases changed, and what could go", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  expect(data.packageHealth.releases).toEqual([
    { kinds: { word: 3 }, added: 0, removed: 0, changed: 0 },
    { kinds: { word: 3 }, added: 1, removed: 1, changed: 1 },
  ]);
  expect(data.packageHealth.recent).toEqual({ days: 28, items: 3 });
  expect(data.packageHealth.cleanup).toMatchObject({ terms: 3, zeroHit: 1, contained: 1, dominated: 0 });
  expect(data.packageHealth.cleanup).toMatchObject({ minimal: 1, leastTerms: 1, fixedFP: 0, unlabelled: 0 });
  expect(data.packageHealth.cleanup?.frontier).toEqual([
    [2, 2, 2],
    [1, 1, 0],
    [0, 0, 0],
  ]);
});

test("the history of terms has what came, went and changed", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  expect(data.termHistory.map(({ release, change, flags }) => [release, change, flags])).toEqual([
    [1, "changed", "action flag → reject"],
    [1, "added", ""],
    [1, "removed", ""],
  ]);
  expect(data.termHistory[0]?.termId).toBe(data.terms.find(({ term }) => term === "fig")?.termId);
});

test("a term whose flags changed is judged as the newest release has it, once", async () => {
  const changed = {
    ...files,
    "words/r1.csv": files["words/r1.csv"].replace("fig,canonical+evasive", "fig,canonical"),
  };
  const { data: other } = await prepareFolder(await workspaceFolder(changed));
  const figs = other.terms.filter(({ term }) => term === "fig");
  expect(figs).toHaveLength(1);
  expect(figs[0]).toMatchObject({ hits: 4, evasiveHits: 1, firstRelease: 0, lastRelease: 1 });
});

test("without `cleanup: true` no minimal package is looked for", async () => {
  const plain = { ...files, "workspace.yaml": files["workspace.yaml"].replace("cleanup: true\n", "") };
  const { data: other } = await prepareFolder(await workspaceFolder(plain));
  expect(other.packageHealth.cleanup).toBeNull();
});
