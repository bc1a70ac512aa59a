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
  expect(fig).toMatchObject({ evasiveHits: 1, fpExposure: 50 }); // x3; x1 and x3
  expect(fig).toMatchObject({ recentHits: 2, recentTp: 1, recentFp: 1 }); // since 2 February
  const ofFig = data.termPolicies.filter(({ termId }) => termId === fig?.termId);
  expect(ofFig.map(({ language, hits, tp, fp }) => [language, hits, tp, fp])).toEqual([
    ["en", 3, 2, 1],
    ["de", 1, 0, 1],
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
