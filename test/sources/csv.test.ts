import { join } from "node:path";
import { expect, test } from "vitest";
import { csvSource } from "../../loaders/sources/csv.js";
import { formatIssue } from "../../src/model/dataError.js";
import type { SourceSchema } from "../../src/model/workspace.js";
import { readAll } from "./sourceContract.js";
import { issuesOf, tempFolder } from "./tempFolder.js";
import { textContract } from "./textContract.js";

const quoteCell = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

textContract("csvSource", {
  extension: "csv",
  open: csvSource,
  write: (names, rows) => `${[names, ...rows].map((row) => row.map(quoteCell).join(",")).join("\n")}\n`,
  firstLine: 2,
  headerLine: ":1",
  unreadable: { line: "2,x,too many", reason: "expected 2 columns, got 3" },
  empty: "expected a header line, got an empty file",
});

async function read(text: string, schema: SourceSchema) {
  const dir = await tempFolder({ "a.csv": text });
  const [batch] = await readAll(csvSource({ path: join(dir, "a.csv"), schema }));
  return {
    ...batch,
    issues: (batch?.rejected ?? []).map((issue) => formatIssue(issue).replaceAll(`${dir}/`, "")),
  };
}

test("read() counts lines inside quotes, with LF and CRLF", async () => {
  const text = 'id,note\n1,"x\ny\n"\n2,z\n3\n4,"a\n\nb"\n5,c\n';
  for (const written of [text, text.replaceAll("\n", "\r\n")]) {
    const { columns, lines, issues } = await read(written, { id: "string", note: "string" });
    expect(columns?.["id"]).toEqual(["1", "2", "4", "5"]);
    expect(lines).toEqual([2, 5, 7, 10]);
    expect(issues).toEqual(["a.csv:6: expected 2 columns, got 1"]);
  }
});

test("read() turns cells of declared numbers and booleans into values and rejects others", async () => {
  const text = "n,b\n1.5,true\n,\nhigh,true\n2,yes\n-3e2,false\n";
  const { columns, issues } = await read(text, { n: "number", b: "boolean" });
  expect(columns).toEqual({ n: [1.5, "", -300], b: [true, "", false] });
  expect(issues).toEqual([
    'a.csv:4: n: expected a number, got "high"',
    'a.csv:5: b: expected a boolean, got "yes"',
  ]);
});

test("read() refuses a file with a broken quote, because rows after it could be swallowed", async () => {
  const cases = [
    ['id,note\n1,x\n2,"open\n3,y\n', "a quote that is never closed"],
    ['id,note\n1,x\n2,"a" b\n3,y\n', "text after a closing quote"],
    ['id,note\n1,x\n2,a"b\n3,y\n', "a quote inside a cell that does not begin with one"],
  ];
  for (const [text = "", found = ""] of cases) {
    const dir = await tempFolder({ "a.csv": text });
    const source = csvSource({ path: join(dir, "a.csv"), schema: { id: "string", note: "string" } });
    expect(await issuesOf(dir, () => readAll(source))).toEqual([
      `a.csv:3: expected cells quoted as "…" with "" for a quote, got ${found} in the row that begins here`,
    ]);
  }
});

test("read() refuses a header that names a column twice", async () => {
  const dir = await tempFolder({ "a.csv": "id,id,note\n1,2,x\n" });
  const source = csvSource({ path: join(dir, "a.csv"), schema: { id: "string", note: "string" } });
  expect(await issuesOf(dir, () => readAll(source))).toEqual([
    "a.csv:1: id: expected each column once, got it twice",
  ]);
});
