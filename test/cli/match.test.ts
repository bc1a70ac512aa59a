import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMatch } from "../../bin/match.js";
import { runWorker } from "../../bin/worker.js";
import type { Ran } from "./streams.js";
import { runIn } from "./streams.js";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "riskbook-match-"));
  const files: Record<string, string | Buffer> = {
    "p.csv": "term_id,term,match,languages\nb,plum,,\na,PLUM tree,,\nc,groß,prefix,de\nd,pear,,pt;es\n",
    "i.csv": 'id,text\n1,"A Plum  tree, a plum"\n2,Größe\n3,nothing\n4,im GROSSEN Birnbaum: pear\n',
    "lang.csv": "case_id,lang,text\nx,pt-BR,pear\ny,de,pear groß\nz,,pear groß\n",
    "i.ndjson": '{"id":7,"text":"ﬁ plum"}\n\n{"id":"8","text":"pear","language":"de"}\n',
    "i.csv.gz": gzipSync("item_id,title,text\n1,plum,x\n"),
    "windows.csv": "\ufeffid,text\r\n1,plum\r\n",
    "kinds.csv":
      "term,kind,views,match,valid_from\np.*m,regx,,,\nplum,,evasive,,\npear,,,whole,\nfig,,,,2020-01-01T00:00:00\n,,,,\n",
    "conflict.csv": "term_id,term,match\na,plum,word\na,plum,word\na,plum,prefix\n",
    "unknown.csv": "commit,term,language\n1,plum,de\n",
    "invisible.csv": "term_id,term\nq,\u00b4\n",
    "ragged.csv": "id,text\n1,plum\n2\n3,plum,plum\n1,plum\n",
    "bytes.csv": Buffer.from("id,text\n1,plum\n2,pl\xffm\n", "latin1"),
    "quotes.csv": 'id,text\n1,plum\n2,"plum\n',
    "empty.csv": "",
    "noid.csv": "key,body\n1,plum\n",
    "bad.ndjson":
      '{"id":"1","text":"plum"}\n{"id":"2","text":5}\n[1]\n{"id":1.5}\n{"id":"3","text":"plum"}\n',
    "many.csv": `id,text\n1,${"plum ".repeat(101)}\n`,
    "wrong25.csv": `id,text\n${"1\n".repeat(25)}`,
    "items.txt": "",
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  mkdirSync(join(dir, "folder"));
  writeFileSync(join(dir, "folder", "b.csv"), "term_id,term\nb,pear\na,plum\n");
  writeFileSync(join(dir, "folder", "a.csv.gz"), gzipSync("term_id,term,owner\na,plum,me\n"));
  writeFileSync(join(dir, "folder", "notes.txt"), "no package");
});
afterAll(() => rmSync(dir, { recursive: true }));

async function match(pack: string, items: string, ...rest: string[]): Promise<Ran> {
  const ran = await runIn(dir, runMatch, { args: ["--package", pack, "--items", items, ...rest] });
  return { ...ran, stderr: ran.stderr.replaceAll(`${dir}/`, "") };
}

/** `itemId termId start-end` a hit. */
function brief(stdout: string): string[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map(({ itemId, termId, start, end }) => `${itemId} ${termId} ${start}-${end}`);
}

describe("match: hits", () => {
  test("are lines with these keys in this order, in bytes of the original text", async () => {
    const { code, stdout, stderr } = await match("p.csv", "i.csv");
    expect(stdout).toBe(
      `{"itemId":"1","termId":"b","term":"plum","view":"canonical","start":2,"end":6}
{"itemId":"1","termId":"a","term":"PLUM tree","view":"canonical","start":2,"end":12}
{"itemId":"1","termId":"b","term":"plum","view":"canonical","start":16,"end":20}
{"itemId":"4","termId":"c","term":"groß","view":"canonical","start":3,"end":8}
{"itemId":"4","termId":"d","term":"pear","view":"canonical","start":21,"end":25}
`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  const cases: [pack: string, items: string, rest: string[], expected: string[], what: string][] = [
    [
      "p.csv",
      "i.csv",
      ["--language", "de"],
      ["1 b 2-6", "1 a 2-12", "1 b 16-20", "4 c 3-8"],
      "the language of every item",
    ],
    ["p.csv", "lang.csv", [], ["x d 0-4", "y c 5-10", "z d 0-4", "z c 5-10"], "the language of each item"],
    [
      "p.csv",
      "lang.csv",
      ["--language", "es-MX"],
      ["x d 0-4", "y d 0-4", "z d 0-4"],
      "the option before the column",
    ],
    ["p.csv", "i.ndjson", [], ["7 b 4-8"], "JSON lines with a language in some rows"],
    ["p.csv", "i.csv.gz", ["--text", "title"], ["1 b 0-4"], "a packed file and another text column"],
    ["p.csv", "windows.csv", [], ["1 b 0-4"], "a byte order mark and CRLF"],
    ["folder", "i.csv", [], ["1 a 2-6", "1 a 16-20", "4 b 21-25"], "a package of several files"],
    [
      "p.csv",
      "i.csv",
      ["--id", "text"],
      [
        "A Plum  tree, a plum b 2-6",
        "A Plum  tree, a plum a 2-12",
        "A Plum  tree, a plum b 16-20",
        "im GROSSEN Birnbaum: pear c 3-8",
        "im GROSSEN Birnbaum: pear d 21-25",
      ],
      "another id column",
    ],
  ];
  test.each(cases)("match --package %s --items %s %j", async (...[pack, items, rest, expected]) => {
    const { code, stdout } = await match(pack, items, ...rest);
    expect(brief(stdout)).toEqual(expected);
    expect(code).toBe(0);
  });

  test("are in order where widening makes starts equal", async () => {
    writeFileSync(
      join(dir, "wide.csv"),
      "term_id,term,match\na,so,substring\nb,sso,substring\nc,ss,substring\n",
    );
    writeFileSync(join(dir, "wide-items.csv"), "id,text\n1,eßo\n");
    const { stdout } = await match("wide.csv", "wide-items.csv");
    expect(brief(stdout)).toEqual(["1 c 1-3", "1 a 1-4", "1 b 1-4"]);
  });
});

describe("match: warnings", () => {
  const cases: [pack: string, items: string, stderr: string][] = [
    [
      "unknown.csv",
      "i.csv",
      'warning: unknown.csv:1: columns that are not read: "commit", "language" (did you mean "languages"?)\n',
    ],
    ["folder", "i.csv", "folder: 1 duplicate rows are left out\n"],
    [
      "invisible.csv",
      "i.csv",
      "warning: invisible.csv: terms with nothing visible, which match nothing: q\n",
    ],
    ["p.csv", "many.csv", "warning: item 1: term b has more than 100 hits, the first 100 are given\n"],
  ];
  test.each(cases)("match --package %s --items %s says %j and ends with 0", async (pack, items, stderr) => {
    expect(await match(pack, items)).toMatchObject({ code: 0, stderr });
  });
});

describe("match: what cannot be used ends with 3", () => {
  const cases: [pack: string, items: string, stderr: string][] = [
    [
      "kinds.csv",
      "i.csv",
      `kinds.csv:2: kind: expected "word", "regex", "rule", "image" or "video", got "regx" (did you mean "regex"?)
kinds.csv:3: views: expected "canonical" or "canonical+evasive", got "evasive"
kinds.csv:4: match: expected "word", "prefix" or "substring", got "whole"
kinds.csv:5: valid_from: expected a time with its zone (…Z), got "2020-01-01T00:00:00"
kinds.csv:6: term: expected some text, got ""
`,
    ],
    [
      "conflict.csv",
      "i.csv",
      'conflict.csv:4: term_id: expected the same term and flags as at conflict.csv:2, got others for term_id "a"\n',
    ],
    ["none.csv", "i.csv", "none.csv: expected a CSV file or a folder, got none\n"],
    ["noid.csv", "i.csv", "noid.csv:1: term: expected this column, got none\n"],
    ["p.csv", "none.csv", "none.csv: expected a file, got none\n"],
    ["p.csv", "empty.csv", "empty.csv: expected a header line, got an empty file\n"],
    [
      "p.csv",
      "items.txt",
      "items.txt: expected a name that ends in .csv, .ndjson or .jsonl (.gz too), got another\n",
    ],
    [
      "p.csv",
      "noid.csv",
      `noid.csv:1: text: expected this column with the texts (--text names another), got none; the columns are "key", "body"
noid.csv:1: expected a column "id" or "item_id" or "case_id" with the ids (--id names another), got none; the columns are "key", "body"
`,
    ],
    [
      "p.csv",
      "ragged.csv",
      `ragged.csv:3: expected 2 columns, got 1
ragged.csv:4: expected 2 columns, got 3
ragged.csv:5: id: expected each id once, got "1" again (first at line 2)
`,
    ],
    ["p.csv", "bytes.csv", "bytes.csv:3: text: expected UTF-8 text, got other bytes\n"],
    [
      "p.csv",
      "quotes.csv",
      'quotes.csv:3: expected cells quoted as "…" with "" for a quote, got a broken quote in the row that begins here\n',
    ],
    [
      "p.csv",
      "bad.ndjson",
      `bad.ndjson:2: text: expected text, got 5
bad.ndjson:3: expected a JSON object, got "[1]"
bad.ndjson:4: id: expected an id as text or whole number, got 1.5
bad.ndjson:4: text: expected text, got none
`,
    ],
  ];
  test.each(cases)("match --package %s --items %s", async (pack, items, stderr) => {
    expect(await match(pack, items)).toMatchObject({ code: 3, stderr });
  });

  test("shows 20 issues and counts the rest", async () => {
    const { code, stderr } = await match("p.csv", "wrong25.csv");
    expect(code).toBe(3);
    expect(stderr.split("\n")).toHaveLength(22);
    expect(stderr).toContain("\n… and 5 more\n");
  });

  test("wrong usage", async () => {
    const ran = await runIn(dir, runMatch, { args: ["--package", "p.csv"] });
    expect(ran).toEqual({
      code: 3,
      stdout: "",
      stderr: "error: required option '--items <file>' not specified\n",
    });
  });

  test("--help is no failure", async () => {
    const { code, stdout } = await runIn(dir, runMatch, { args: ["--help"] });
    expect(code).toBe(0);
    expect(stdout).toContain("$ riskbook match --package terms.csv --items ads.csv");
  });
});

describe("worker", () => {
  const args = ["--package", "p.csv"];
  const first = '{"itemId":"1","text":"Plüm plum"}\n{"itemId":"2","text":"pear","language":"de"}\n';

  test("answers items with hits and an end marker, wherever the chunks are cut", async () => {
    const bytes = Buffer.from(`${first}\n{"itemId":"3","text":"pear","market":null}`);
    const chunks = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    const whole = await runIn(dir, runWorker, { args, stdin: [bytes] });
    expect(whole).toEqual({
      code: 0,
      stdout: `{"itemId":"1","termId":"b","term":"plum","view":"canonical","start":6,"end":10}
{"itemId":"3","termId":"d","term":"pear","view":"canonical","start":0,"end":4}
{"end":true,"items":3,"hits":2}
`,
      stderr: "",
    });
    expect(await runIn(dir, runWorker, { args, stdin: chunks })).toEqual(whole);
  });

  test("ends at once with nothing on stdin", async () => {
    expect((await runIn(dir, runWorker, { args })).stdout).toBe('{"end":true,"items":0,"hits":0}\n');
  });

  const cases: [line: string | Buffer, stderr: string][] = [
    ["{plum}\n", 'stdin:3: expected a JSON object, got "{plum}"\n'],
    ['{"itemId":3,"text":"plum"}\n', "stdin:3: itemId: expected an id as text, got 3\n"],
    ['{"itemId":"3"}\n', "stdin:3: text: expected text, got none\n"],
    ['{"itemId":"3","text":"plum","language":5}\n', "stdin:3: language: expected text or null, got 5\n"],
    [Buffer.from([0x22, 0xff, 0x0a]), "stdin:3: expected UTF-8 text, got other bytes\n"],
  ];
  test.each(cases)("at the bad row %j ends with 3 and no end marker", async (line, stderr) => {
    const ran = await runIn(dir, runWorker, { args, stdin: [first, line, first] });
    expect(ran).toMatchObject({ code: 3, stderr });
    expect(brief(ran.stdout)).toEqual(["1 b 6-10"]);
  });
});
