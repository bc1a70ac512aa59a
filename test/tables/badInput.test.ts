import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";
import { exampleFiles, ingestFolder } from "./exampleWorkspace.js";

const {
  "workspace.yaml": yaml,
  "posts.csv": posts,
  "reviews.ndjson": reviews,
  "words/2024-02.csv": words,
} = exampleFiles;

/** What is put in place of a file, and every line that the ingest says about it. */
type Case = { name: string; file: string; content: string | Buffer; issues: string[] };

const ofYaml = (name: string, [from, to]: [string, string], issues: string[]): Case => {
  if (!yaml.includes(from)) throw new Error(`Expected the example to hold ${from}`);
  return { name, file: "workspace.yaml", content: yaml.replace(from, to), issues };
};
const tooMany = (source: string, got: string) =>
  `source ${source}: expected at most a share of 0 of the rows to be rejected, got ${got}`;

const cases: Case[] = [
  {
    name: "an empty file",
    file: "posts.csv",
    content: "",
    issues: ["posts.csv: expected a header line, got an empty file"],
  },
  {
    name: "a missing column",
    file: "posts.csv",
    content: "id,text,lang\np1,a turnip,en\n",
    issues: ["posts.csv:1: posted: expected this column, got none"],
  },
  {
    name: "a wrong type",
    file: "reviews.ndjson",
    content: reviews.replace('"level":1', '"level":"one"'),
    issues: ['reviews.ndjson:1: level: expected a number, got "one"', tooMany("reviews", "1 of 3")],
  },
  {
    name: "a number that is not whole",
    file: "reviews.ndjson",
    content: reviews.replace('"level":1', '"level":1.5'),
    issues: [
      "reviews.ndjson:1: level → round: expected a whole number, got 1.5",
      tooMany("reviews", "1 of 3"),
    ],
  },
  {
    name: "a ragged row",
    file: "posts.csv",
    content: `${posts}p3,two,words,are,missing\n`,
    issues: ["posts.csv:4: expected 4 columns, got 5", tooMany("posts", "1 of 3")],
  },
  {
    name: "bytes that are not UTF-8",
    file: "posts.csv",
    content: Buffer.from(`${posts}p3,\xfc,de,\n`, "latin1"),
    issues: ["posts.csv:4: text: expected UTF-8 text, got other bytes", tooMany("posts", "1 of 3")],
  },
  {
    name: "an item twice",
    file: "posts.csv",
    content: `${posts}p1,again,en,\n`,
    issues: [
      'posts.csv:4: item_id: expected each item once, got "p1" again (first at posts.csv:2)',
      tooMany("posts", "1 of 3"),
    ],
  },
  {
    name: "an event twice",
    file: "reviews.ndjson",
    content: reviews.replace('"review":"3"', '"review":"1"'),
    issues: [
      'reviews.ndjson:3: event_id: expected each event once, got "r:1" again (first at reviews.ndjson:1)',
      tooMany("reviews", "1 of 3"),
    ],
  },
  {
    name: "an event of no item",
    file: "reviews.ndjson",
    content: reviews.replace('"post":"p2"', '"post":"p9"'),
    issues: [
      'reviews.ndjson:3: item_id: expected an item of the table item, got "p9", which it does not hold',
      tooMany("reviews", "1 of 3"),
    ],
  },
  {
    name: "a time without a zone",
    file: "posts.csv",
    content: posts.replace("23:30:00Z", "23:30:00"),
    issues: [
      'posts.csv:2: posted → created_at: expected a time with a zone, got "2024-02-01T23:30:00"; where all times share one, declare it: zone: UTC',
      'reviews.ndjson:1: item_id: expected an item of the table item, got "p1", which it does not hold',
      'reviews.ndjson:2: item_id: expected an item of the table item, got "p1", which it does not hold',
      tooMany("posts", "1 of 2"),
      tooMany("reviews", "2 of 3"),
    ],
  },
  {
    name: "a day that does not exist",
    file: "posts.csv",
    content: `${posts}p3,x,en,2024-02-30T00:00:00Z\n`,
    issues: [
      'posts.csv:4: posted → created_at: expected a time with a zone (2022-01-31T15:32:32Z), got "2024-02-30T00:00:00Z"',
      tooMany("posts", "1 of 3"),
    ],
  },
  {
    name: "a future date",
    file: "posts.csv",
    content: `${posts}p3,x,en,2024-03-01T00:00:01Z\n`,
    issues: [
      'posts.csv:4: posted → created_at: expected a time up to asOf (2024-03-01T00:00:00Z), got "2024-03-01T00:00:01Z"',
      tooMany("posts", "1 of 3"),
    ],
  },
  {
    name: "an unknown verdict",
    file: "reviews.ndjson",
    content: reviews.replace('"bad"', '"badd"'),
    issues: [
      'reviews.ndjson:1: verdict → decision: expected "bad" or "good", got "badd" (did you mean "bad"?)',
      tooMany("reviews", "1 of 3"),
    ],
  },
  {
    name: "a term without text",
    file: "words/2024-02.csv",
    content: `${words}" ",en,2024-02-01T00:00:00Z\n`,
    issues: ["words/2024-02.csv:5: term: expected a term, got none", tooMany("words", "1 of 6")],
  },
  {
    name: "a snapshot with two times",
    file: "words/2024-02.csv",
    content: `${words}leek,en,2024-02-02T00:00:00Z\n`,
    issues: [
      'words/2024-02.csv:5: released: expected the same time in every row of a snapshot, got "2024-02-02T00:00:00Z"',
      tooMany("words", "1 of 6"),
    ],
  },
  ofYaml(
    "an unknown key",
    ["path: posts.csv", "paths: posts.csv"],
    [
      "workspace.yaml:6:5: sources.posts.path: expected a value, got none",
      'workspace.yaml:7:5: sources.posts.paths: expected "format", "path", "columns", "freshness", "optional" or "onError", got "paths" (did you mean "path"?)',
    ],
  ),
  ofYaml(
    "an unknown key inside a list",
    ["      constants:", "      constant:"],
    [
      'workspace.yaml:24:7: tables.review_event.0.constant: expected "from", "columns", "constants", "values", "zone" or "skipWithout", got "constant" (did you mean "constants"?)',
    ],
  ),
  ofYaml(
    "a YAML syntax error",
    ["constants: {stage: human}", "constants: {stage: human"],
    [
      "workspace.yaml:25:7: expected YAML, got a syntax error: Flow map in block collection must be sufficiently indented and end with a }",
    ],
  ),
  ofYaml(
    "a key twice",
    ["title: Example", "title: Example\ntitle: Other"],
    ["workspace.yaml:3:1: expected YAML, got a syntax error: Map keys must be unique"],
  ),
  ofYaml(
    "a word outside its list",
    ["format: csv", "format: csvs"],
    [
      'workspace.yaml:6:13: sources.posts.format: expected "csv", "ndjson" or "parquet", got "csvs" (did you mean "csv"?)',
    ],
  ),
  ofYaml(
    "a wrong type in YAML",
    ["title: Example", "title: 7"],
    ["workspace.yaml:2:8: title: expected a text, got 7"],
  ),
  ofYaml(
    "a time without a zone in YAML",
    ["asOf: 2024-03-01T00:00:00Z", "asOf: 2024-03-01T00:00:00"],
    [
      'workspace.yaml:3:7: asOf: expected a time with a zone such as 2022-02-08T00:00:00Z, got "2024-03-01T00:00:00"',
    ],
  ),
  ofYaml(
    "a source that is not declared",
    ["from: reviews", "from: review"],
    [
      'workspace.yaml:23:13: tables.review_event.0.from: expected the name of a source, got "review" (did you mean "reviews"?)',
    ],
  ),
  ofYaml(
    "columns that are not declared",
    ["item_id: id, text: text", "item_id: ids, test: text"],
    [
      'workspace.yaml:20:26: tables.item.0.columns.item_id: expected a column of the source posts, got "ids" (did you mean "id"?)',
      'workspace.yaml:20:37: tables.item.0.columns.test: expected a column of the table, got "test" (did you mean "text"?)',
    ],
  ),
  ofYaml(
    "a constant and a value that do not fit",
    ["stage: human}", "stage: humane}"],
    [
      'workspace.yaml:24:26: tables.review_event.0.constants.stage: expected "auto", "human", "qa", "ata", "dispute", "appeal" or "gold", got "humane"',
    ],
  ),
];

describe("readWorkspace() and ingest() refuse bad input with file, line and reason, and leave nothing behind", () => {
  test.each(cases)("$name", async ({ file, content, issues }) => {
    const dir = await tempFolder({ ...exampleFiles, [file]: content });
    expect(await issuesOf(dir, () => ingestFolder(dir))).toEqual(issues);
    expect(await readdir(join(dir, "store")).catch(() => [])).toEqual([]);
  });
});

test("a byte order mark and CRLF are no mistakes", async () => {
  const dir = await tempFolder({ ...exampleFiles, "posts.csv": `\uFEFF${posts.replaceAll("\n", "\r\n")}` });
  const { counts } = await ingestFolder(dir);
  expect(counts[0]).toMatchObject({ source: "posts", rows: 2, rejected: 0 });
});

test("rejected rows up to maxRejectedShare are counted and listed, and the rest is kept", async () => {
  const dir = await tempFolder({
    ...exampleFiles,
    "workspace.yaml": `maxRejectedShare: 0.34\n${yaml}`,
    "posts.csv": `${posts}p1,again,en,\n`,
  });
  const { counts, rejected, tables } = await ingestFolder(dir);
  expect(counts[0]).toEqual({
    source: "posts",
    files: 1,
    rows: 3,
    rejected: 1,
    tables: [{ table: "item", accepted: 2, skipped: 0 }],
  });
  expect(rejected.count).toBe(1);
  expect(rejected.issues[0]?.line).toBe(4);
  expect(tables["item"]?.reduce((sum, { rows }) => sum + rows, 0)).toBe(2);
});
