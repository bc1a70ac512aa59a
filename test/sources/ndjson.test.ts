import { join } from "node:path";
import { expect, test } from "vitest";
import { ndjsonSource } from "../../loaders/sources/ndjson.js";
import { formatIssue } from "../../src/model/dataError.js";
import { readAll } from "./sourceContract.js";
import { tempFolder } from "./tempFolder.js";
import { textContract } from "./textContract.js";

textContract("ndjsonSource", {
  extension: "ndjson",
  open: ndjsonSource,
  write: (names, rows) =>
    rows
      .map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]])))}\n`)
      .join(""),
  firstLine: 1,
  headerLine: ":1",
  unreadable: { line: '{"id": "2", ', reason: 'expected a JSON object, got "{\\"id\\": \\"2\\","' },
  empty: "expected a JSON object a line, got an empty file",
});

test("read() takes declared types and null, and rejects other types, other keys and what is no object", async () => {
  const lines = [
    '{"n":1.5,"b":true}',
    '{"n":null,"b":null}',
    '{"n":"1","b":true}',
    '{"n":1}',
    '{"n":1,"b":true,"x":2}',
    "[1]",
  ];
  const dir = await tempFolder({ "a.ndjson": lines.join("\n") });
  const path = join(dir, "a.ndjson");
  const [batch] = await readAll(ndjsonSource({ path, schema: { n: "number", b: "boolean" } }));
  expect(batch?.columns).toEqual({ n: [1.5, null], b: [true, null] });
  expect((batch?.rejected ?? []).map((issue) => formatIssue(issue).replaceAll(`${dir}/`, ""))).toEqual([
    'a.ndjson:3: n: expected a number, got "1"',
    "a.ndjson:4: b: expected a boolean, got none",
    'a.ndjson:5: x: expected only declared columns, got "x"',
    "a.ndjson:6: expected a JSON object, got [1]",
  ]);
});
