import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runLint } from "../../bin/lint.js";
import type { LintFinding } from "../../src/lint/finding.js";
import { lintRules } from "../../src/lint/finding.js";
import type { Ran } from "./streams.js";
import { runIn } from "./streams.js";

const header = "term_id,term,kind,match,action,owner,policies,valid_to,languages";
const end = "me,fruit,2099-01-01T00:00:00Z,";
/** A fault a row, of every rule that a row can break, and of the file's bytes. */
const planted: readonly (readonly [rule: string, row: string])[] = [
  ["duplicate-term", `b1,PLUM,,,,${end}`],
  ["conflicting-id", `a0,yuzu,,,,${end}`],
  ["subsumed-term", `b2,ripe plum,,,,${end}`],
  ["excepted-term", `b3,pear tree,,,,${end}`],
  ["empty-term", `b4,\u00ad,,,,${end}`],
  ["too-short", `b5,q,,,,${end}`],
  ["formula-cell", `b6,=cmd|' /C calc'!A0,,,,${end}`],
  ["invalid-regex", `b7,(fig,regex,,,${end}`],
  ["unsupported-regex", `b8,quince(?=s),regex,,,${end}`],
  ["slow-regex", `b9,[xz]+\\d,regex,,,${end}`],
  ["unsafe-regex", `c1,medlar(a+)+,regex,,,${end}`],
  ["invalid-rule", `c2,a0 AND nobody,rule,,,${end}`],
  ["bad-hash", `c3,1234,image,,,${end}`],
  ["wrong-cell", `c4,sloe,wrod,,,${end}`],
  ["broken-row", "c5,bilberry"],
  ["missing-owner", "c6,damson,,,,,fruit,2099-01-01T00:00:00Z,"],
  ["missing-policy", "c7,greengage,,,,me,,2099-01-01T00:00:00Z,"],
  ["missing-expiry", "c8,bullace,,,,me,fruit,,"],
  ["control-character", `c9,mir\u0007abelle,,,,${end}`],
  ["bidi-character", `d1,\u202emulp,,,,${end}`],
  ["not-utf8", `d2,pl\xffm jam,,,,${end}`],
  ["too-common", `d3,jam,,,,${end}`],
  ["identity-term", `d4,gardeners,,,,${end}`],
  ["expired-term", "e1,rowan,,,,me,fruit,2024-02-01,"],
  ["mixed-scripts", `e2,kiw\u0456,,,,${end}`],
  ["unknown-language", `e3,loquat,,,,${end}xx`],
  ["empty-match", `e4,(cherry)*,regex,,,${end}`],
  ["unknown-column", ""],
  ["byte-order-mark", ""],
  ["mixed-line-ends", ""],
  ["no-final-newline", ""],
];
const rows = planted.filter(([, row]) => row !== "");
const lines = [
  `${header},colour`,
  ...[`a0,plum,,,,${end}`, `a1,pear tree,,,allow,${end}`, ...rows.map(([, row]) => row)].map((row) =>
    row.startsWith("c5") ? row : `${row},`,
  ),
];

/** The file's text with one line end of the other kind, but as bytes where one is no UTF-8. */
function plantedBytes(): Buffer {
  const text = `\ufeff${lines.slice(0, -1).join("\n")}\r\n${lines.at(-1)}`;
  const [before = "", after = ""] = text.split("\xff");
  return Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
}

const hostile = [
  `<script>alert(1)</script>`,
  `=cmd|' /C calc'!A0`,
  "\u202eesrever\u2066 \u001b[31mred",
  "x".repeat(1 << 20),
];

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "riskbook-lint-"));
  const files: Record<string, string | Buffer> = {
    "planted.csv": plantedBytes(),
    "items.csv": `id,text\n${Array.from({ length: 200 }, (_, i) => `${i},${i < 20 ? "jam" : "bread"}\n`).join("")}`,
    "clean.csv.gz": gzipSync(`${header}\na0,plum,,,,${end}\n`),
    "warned.csv": `${header}\na0,Plum,,,,${end}\na1,plum,,,,${end}\n`,
    "hostile.csv": [
      header,
      ...hostile.map((text, i) => `h${i},"${text}",${i === 3 ? "regex" : ""},,,${end}`),
      `\u001b[2Jh4,q,,,,${end}`,
      `h5,plum,\u202edrow,,,${end}`,
      "",
    ].join("\n"),
    "crlf-row.csv": `${header}\na0,plum,,,,${end}de\r\na1,fig,,,,${end}de\n`,
    "lf-row.csv": `${header}\r\na0,plum,,,,${end}de\r\na1,"fig",,,,${end}de\n`,
    "cells.csv": `${header},list,released\na0,plum,,,,me,fruit,2099-01-01,english,,\na1,fig,,,,me,fruit,2099-13-01,en_GB,,\n`,
    "quote.csv": `${header}\na0,plum,,,,${end}\na1,"fig,,,,${end}\n`,
    "none.csv": "word\nplum\n",
    "empty.csv": "",
    "workspace.yaml": `name: lint-test
title: Lint
asOf: 2024-03-01T00:00:00Z
lint: {identityTerms: people.txt, maxShare: 0.08}
sources:
  posts: {format: csv, path: items.csv, columns: [id, text]}
  words: {format: csv, path: words-*.csv, columns: [pattern, list]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text}
packages:
  words:
    from: words
    columns: {term: pattern, action: list}
    constants: {kind: regex}
    values: {action: {watched: watch, banned: reject}}
`,
    "people.txt": "gardeners\n\nbakers\n",
    "words-1.csv": "pattern,list\n(,watched\n",
    "words-2.csv": "pattern,list\nja[mn]s?,watched\nplum(?=s),banned\n",
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  mkdirSync(join(dir, "folder"));
  writeFileSync(join(dir, "folder", "a.csv"), `${header}\na0,plum,,,,${end}\n`);
  writeFileSync(join(dir, "folder", "b.csv"), `${header}\na1,plum,,,,${end}\n`);
});
afterAll(() => rmSync(dir, { recursive: true }));

async function lint(...args: string[]): Promise<Ran> {
  const ran = await runIn(dir, runLint, { args });
  return {
    ...ran,
    stdout: ran.stdout.replaceAll(`${dir}/`, ""),
    stderr: ran.stderr.replaceAll(`${dir}/`, ""),
  };
}

async function findings(...args: string[]): Promise<LintFinding[]> {
  return JSON.parse((await lint(...args, "--json")).stdout);
}

describe("lint PACKAGE", () => {
  test("finds a planted fault of every rule exactly once, at its line, and nothing else", async () => {
    const found = await findings("planted.csv", "--workspace", ".");
    expect(found.map(({ rule }) => rule).toSorted()).toEqual(Object.keys(lintRules).toSorted());
    const lineOf = new Map(found.map(({ rule, line }) => [rule as string, line]));
    for (const [at, [rule]] of rows.entries()) expect([rule, lineOf.get(rule)]).toEqual([rule, at + 4]);
    const [utf8] = found.filter(({ rule }) => rule === "not-utf8");
    expect(utf8).toMatchObject({ column: 6, termId: null, severity: "error" });
  });

  test("prints a finding a line in the order of the file, and counts on stderr", async () => {
    expect(await lint("warned.csv")).toEqual({
      code: 0,
      stdout:
        "warned.csv:3: warning: duplicate-term: a1: after normalising the same term as line 2; keep one of the two rows\n",
      stderr: "0 errors, 1 warnings, 0 notes in 2 terms\n",
    });
    const { code, stdout } = await lint("planted.csv");
    await expect(stdout).toMatchFileSnapshot("../output/lint.txt");
    const numbers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => Number(line.split(":")[1]));
    expect(code).toBe(1);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  test("has in --json these keys, and in --sarif every rule and a result a finding", async () => {
    const [found] = await findings("warned.csv");
    expect(found).toEqual({
      rule: "duplicate-term",
      severity: "warning",
      file: expect.stringMatching(/warned\.csv$/),
      line: 3,
      termId: "a1",
      message: "after normalising the same term as line 2",
      remedy: "keep one of the two rows",
    });
    const { runs } = JSON.parse((await lint("planted.csv", "--sarif")).stdout);
    const all = await findings("planted.csv");
    expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(lintRules));
    expect(
      runs[0].results.map(({ ruleId, level }: { ruleId: string; level: string }) => [ruleId, level]),
    ).toEqual(all.map(({ rule, severity }) => [rule, severity]));
    expect(runs[0].results[0].locations[0].physicalLocation.region).toEqual({ startLine: 1 });
  });

  test("takes a folder as one package and packed files", async () => {
    expect(await lint("folder")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("b.csv:2: warning: duplicate-term: a1: the same term as line 2 of "),
    });
    expect(await lint("clean.csv.gz")).toMatchObject({ code: 0, stdout: "" });
  });

  test("tells of a row with another line end that it has one, and nothing else", async () => {
    expect((await lint("crlf-row.csv")).stdout).toMatch(/^crlf-row\.csv:2: warning: mixed-line-ends: .*\n$/);
    expect((await lint("lf-row.csv")).stdout).toMatch(/^lf-row\.csv:3: warning: mixed-line-ends: .*\n$/);
  });

  test("tells of cells what they may hold; columns of the workspace are known", async () => {
    const found = await findings("cells.csv", "--workspace", ".");
    expect(found.map(({ rule, termId, message }) => `${rule} ${termId} ${message}`)).toEqual([
      'unknown-column null columns that are not read: "released"',
      'wrong-cell a0 languages: expected BCP 47 tags such as en or pt-BR, got "english" (did you mean "en"?)',
      'wrong-cell a1 languages: expected BCP 47 tags such as en or pt-BR, got "en_GB" (did you mean "en-GB"?)',
      'wrong-cell a1 valid_to: expected a time such as 2022-01-31T15:32:32Z, or a day such as 2022-01-31, got "2099-13-01"',
    ]);
  });

  test("tells of the rows before a quote that is never closed", async () => {
    const { code, stdout } = await lint("quote.csv");
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^quote\.csv:3: error: broken-row: .*got a broken quote/),
    ]);
  });

  test.each([
    ["none.csv", "term: expected this column"],
    ["empty.csv", "got an empty file"],
    ["missing.csv", "expected a CSV file or a folder, got none"],
  ])("cannot run on %s: 3", async (file, message) => {
    const { code, stdout, stderr } = await lint(file);
    expect([code, stdout, stderr]).toEqual([3, "", expect.stringContaining(message)]);
  });
});

describe("lint of traffic", () => {
  test("--items measures how common a term is", async () => {
    const common = (await findings("planted.csv", "--items", "items.csv")).filter(
      ({ rule }) => rule === "too-common",
    );
    expect(common.map(({ termId, message }) => [termId, message])).toEqual([
      ["d3", "hits 20 of 200 items (10.0 %), more than 5 %"],
    ]);
  });

  test("--workspace alone takes the last snapshot as workspace.yaml reads it", async () => {
    const found = await findings("--workspace", ".");
    const ofTerms = found.filter(({ termId }) => termId !== null);
    expect(ofTerms.map(({ rule, file, line }) => [rule, file.replace(/^.*\//, ""), line])).toEqual([
      ["too-common", "words-2.csv", 2],
      ["unsupported-regex", "words-2.csv", 3],
    ]);
  });
});

describe("lint of a hostile package", () => {
  // oxlint-disable-next-line no-control-regex -- none of these may come out
  const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  test("shows nothing that acts on a terminal or in a page, and stays short", async () => {
    const [text, json, sarif] = await Promise.all([
      lint("hostile.csv"),
      lint("hostile.csv", "--json"),
      lint("hostile.csv", "--sarif"),
    ]);
    for (const { stdout } of [text, json, sarif]) expect(stdout).not.toMatch(acting);
    for (const { stdout } of [json, sarif]) expect(stdout).not.toMatch(/[<>&]/);
    expect(text.stdout.length).toBeLessThan(3000);
    expect(JSON.parse(json.stdout).map(({ rule, termId }: LintFinding) => `${rule} ${termId}`)).toEqual([
      "formula-cell h1",
      "control-character h2",
      "bidi-character h2",
      "invalid-regex h3",
      "control-character \u001b[2Jh4",
      "too-short \u001b[2Jh4",
      "bidi-character null",
      "wrong-cell h5",
    ]);
  });
});
