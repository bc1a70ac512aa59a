import { expect, test } from "vitest";
import { drawn } from "../components/drawn.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

/** Terms with the names of what every object of JavaScript has, each of which hits a good ad but "toString". */
const files = {
  "workspace.yaml": `name: tiny
title: Tiny
asOf: 2024-02-29T00:00:00Z
sources:
  ads: {format: csv, path: ads.csv, columns: {id: string, text: string, lang: string, seen: number, made: string, paid: string, hash: string}}
  events: {format: csv, path: events.csv, columns: [id, ad, stage, verdict]}
  delivery: {format: csv, path: delivery.csv, columns: [ad, day, seen, earned, paid]}
  words: {format: csv, path: words/*.csv, columns: [id, term, kind, released]}
tables:
  item:
    - from: ads
      columns: {item_id: id, text: text, language: lang, exposure: seen, currency: paid, created_at: made, image_hash: hash}
  review_event:
    - from: events
      columns: {event_id: id, item_id: ad, stage: stage, decision: verdict}
  delivery:
    - from: delivery
      columns: {day: day, item_id: ad, impressions: seen, revenue: earned, currency: paid}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term_id: id, term: term, kind: kind}
`,
  "ads.csv": `id,text,lang,seen,made,paid,hash
x1,a fig,en,10,2024-02-01T10:00:00Z,EUR,${"a5".repeat(32)}
x2,a plum,en,20,2024-02-01T10:00:00Z,EUR,
x3,a pear,en,20,2024-02-01T10:00:00Z,EUR,
`,
  "events.csv": `id,ad,stage,verdict
m1,x1,auto,reject
m2,x2,auto,reject
g1,x1,gold,approve
g2,x2,gold,approve
`,
  "delivery.csv": `ad,day,seen,earned,paid
x3,2024-02-02T00:00:00Z,100,50,EUR
`,
  "words/r1.csv": `id,term,kind,released
constructor,fig,word,2024-01-01T00:00:00Z
__proto__,plum,word,2024-01-01T00:00:00Z
toString,quince,word,2024-01-01T00:00:00Z
valueOf,${"a5".repeat(32)},image,2024-01-01T00:00:00Z
`,
};

test("terms may be called as what every object has", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  expect(Object.keys({})).toEqual([]);
  const names: string[] = [];
  for (const name in {}) names.push(name);
  expect(names).toEqual([]); // nothing was written to what all objects inherit
  const draw = (line: string, termId: string, fence = "table"): string =>
    drawn(data, { fence, line, params: { termId } });
  for (const [termId, cost] of [
    ["__proto__", "10 EUR"],
    ["constructor", "5 EUR"],
  ] as const) {
    expect(draw("term facts", termId)).toContain(cost);
    expect(draw("term precision", termId)).toMatch(/Of days 31 to 90<\/td><td class="number">1</);
    expect(draw("hash distances", termId, "chart")).toMatch(/^<div hidden=""><\/div>$/);
  }
  expect(draw("hash distances", "valueOf", "chart")).toContain("0.0 % violate at 0–3 bits");
});

test("no cost and no age is told of a term that hits nothing, whatever its name", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  const [some] = data.terms;
  const terms = some === undefined ? [] : [{ ...some, termId: "toString" }];
  const html = (line: string): string =>
    drawn({ ...data, terms }, { fence: "table", line, params: { termId: "toString" } });
  expect(html("term facts")).not.toContain("expected to earn");
  expect(html("term precision")).not.toContain("since its first release");
});
