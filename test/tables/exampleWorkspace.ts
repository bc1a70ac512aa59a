import { join } from "node:path";
import { openStore } from "../../loaders/store/store.js";
import { ingest } from "../../loaders/tables/ingest.js";
import type { IngestOptions } from "../../loaders/tables/ingest.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";

/** A small workspace of harmless words: two items, three events, two snapshots of one package. */
export const exampleFiles = {
  "workspace.yaml": `name: example
title: Example
asOf: 2024-03-01T00:00:00Z
sources:
  posts:
    format: csv
    path: posts.csv
    columns: [id, text, lang, posted]
  reviews:
    format: ndjson
    path: reviews.ndjson
    columns: {review: string, post: string, verdict: string, at: string, level: number}
  words:
    format: csv
    path: words/*.csv
    columns: [term, lang, released]
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text, language: lang, created_at: posted}
      dimensions: {tongue: lang}
  review_event:
    - from: reviews
      constants: {stage: human}
      columns: {event_id: "r:{review}", item_id: post, decision: verdict, ended_at: at, round: level}
      values: {decision: {bad: reject, good: approve}}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term: term, languages: lang}
`,
  "posts.csv": "id,text,lang,posted\np1,a turnip,en,2024-02-01T23:30:00Z\np2,ein Kohl,de,\n",
  "reviews.ndjson": [
    '{"review":"1","post":"p1","verdict":"bad","at":"2024-02-02T10:00:00Z","level":1}',
    '{"review":"2","post":"p1","verdict":"good","at":"2024-02-02T11:00:00+01:00","level":null}',
    '{"review":"3","post":"p2","verdict":"good","at":"2024-02-03T10:00:00Z","level":1}',
    "",
  ].join("\n"),
  "words/2024-01.csv": "term,lang,released\nturnip,en,2024-01-01T00:00:00Z\nKohl,de,2024-01-01T00:00:00Z\n",
  "words/2024-02.csv":
    "term,lang,released\nKohl,de,2024-02-01T00:00:00Z\nturnip,en,2024-02-01T00:00:00Z\nKohl,de,2024-02-01T00:00:00Z\n",
};

/** Ingests the workspace in a folder into its `store`, opened anew. */
export async function ingestFolder(dir: string, options: IngestOptions = {}) {
  const store = await openStore(join(dir, "store"));
  return { store, ...(await ingest(await readWorkspace(dir), store, options)) };
}
