import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMatch } from "../../bin/match.js";
import { runWorker } from "../../bin/worker.js";
import type { Ran } from "./streams.js";
import { runIn } from "./streams.js";

const zeros = "0".repeat(64);
const ones = "F".repeat(64);
const near = `${"0".repeat(57)}7fffffF`;

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "riskbook-kinds-"));
  mkdirSync(join(dir, "videos"));
  const files: Record<string, string> = {
    "all.csv": `term_id,term,kind,match,action,radius
fruit,p(?:lum|ear)s?,regex,,,
tree,tree,,,,
both,fruit AND tree,rule,,,
close,"NEAR(fruit, tree, 0) AND NOT old",rule,,,
old,old,,,,
pic,${zeros},image,,,
exact,${near},image,,,0
clip,videos/a.txt,video,,,
`,
    "i.csv": "id,text\n1,Ripe PLUM tree\n2,an old pear tree\n3,tree of plums\n4,pear\n",
    "allow.csv": `term_id,term,kind,match,action
in,lum,,substring,
ok,plumber,,,allow
re,l.m,regex,,
both,in AND re,rule,,
`,
    "allowed.csv": "id,text\n1,Plumber\n2,plumber plum\n3,plumbers\n",
    "evasive.csv": `term_id,term,kind,views
plum,plum,,canonical+evasive
pear,pear,,
tart,tart,,canonical;evasive
both,plum AND pear,rule,
`,
    "evaded.csv": "id,text\n1,a Plüm and p.1.u.m\n2,Plum\n3,p.e.a.r\n4,pl0m\n5,päär p l u m pear\n",
    "images.csv": `id,pdq,text\na,${zeros},\nb,,plum tree\nc,${near.toLowerCase()},x\nd,${ones},x\n`,
    "onlyHash.csv": `id,pdq\na,${zeros}\n`,
    "badHash.csv": `id,pdq\na,${zeros}\nb,12\nc,${zeros}0\n`,
    "videos.csv": "id,file\nv,videos/a.txt\nw,videos/b.txt\nx,\n",
    "lostVideos.csv": "id,file\nv,videos/none.txt\nw,videos/bad.txt\n",
    "videos/a.txt": `0,100,${zeros},0.0\n1,100,${ones},0.5\n`,
    "videos/b.txt": `0,90,${near},0.0\n`,
    "videos/bad.txt": `0,100,${zeros},0.0\n1,100,xyz,0.5\n`,
    "wrong.csv": `term_id,term,kind,match,views,action,radius
a,plum,regx,,,,
b,12,image,,,,
c,${zeros},image,,,,257
d,plum,,,,,3
e,p.*,regex,,canonical+evasive,,
f,plum,rule,,,allow,
g,none.txt,video,,,,
h,videos/bad.txt,video,,,,
`,
    "rules.csv": `term_id,term,kind
plum,plum,word
r1,plum AND plim,rule
r2,plum AND,rule
r3,r4,rule
r4,r3,rule
r5,NOT plum,rule
`,
    "regexes.csv":
      "term_id,term,kind\nok,plum,regex\nahead,plum(?=s),regex\nbroken,(plum,regex\nback,(p)\\1,regex\n",
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
});
afterAll(() => rmSync(dir, { recursive: true }));

async function match(pack: string, items: string, ...rest: string[]): Promise<Ran> {
  const ran = await runIn(dir, runMatch, { args: ["--package", pack, "--items", items, ...rest] });
  return { ...ran, stderr: ran.stderr.replaceAll(`${dir}/`, "") };
}

function brief(stdout: string): string[] {
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { itemId, termId, view, start, end, ...more } = JSON.parse(line);
    return [
      itemId,
      termId,
      view === "canonical" ? `${start}-${end}` : view,
      ...Object.values(more).slice(1),
    ].join(" ");
  });
}

describe("match: kinds of terms", () => {
  test("regexes and rules are hits as words are", async () => {
    const { code, stdout, stderr } = await match("all.csv", "i.csv");
    expect(stdout.split("\n")[0]).toBe(
      '{"itemId":"1","termId":"fruit","term":"p(?:lum|ear)s?","view":"canonical","start":5,"end":9}',
    );
    expect(brief(stdout)).toEqual([
      "1 fruit 5-9",
      "1 both 5-14",
      "1 close 5-14",
      "1 tree 10-14",
      "2 old 3-6",
      "2 fruit 7-11",
      "2 both 7-16",
      "2 tree 12-16",
      "3 tree 0-4",
      "3 both 0-13",
      "3 fruit 8-13",
      "4 fruit 0-4",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("hits inside a hit of an allow term do not count, for rules either", async () => {
    const { stdout } = await match("allow.csv", "allowed.csv");
    expect(brief(stdout)).toEqual([
      "2 both 9-12",
      "2 in 9-12",
      "2 re 9-12",
      "3 both 1-4",
      "3 in 1-4",
      "3 re 1-4",
    ]);
  });

  test("images are found by hash, with their distance, beside texts", async () => {
    const { stdout } = await match("all.csv", "images.csv", "--hash", "pdq");
    expect(stdout.split("\n")[0]).toBe(
      `{"itemId":"a","termId":"pic","term":"${zeros}","view":"image","distance":0}`,
    );
    expect(brief(stdout)).toEqual([
      "a pic image 0",
      "b fruit 0-4",
      "b both 0-9",
      "b close 0-9",
      "b tree 5-9",
      "c exact image 0",
      "c pic image 27",
    ]);
  });

  test("items with hashes alone need no text column", async () => {
    expect(brief((await match("all.csv", "onlyHash.csv", "--hash", "pdq")).stdout)).toEqual([
      "a pic image 0",
    ]);
  });

  test("videos are found by their frames", async () => {
    const { stdout } = await match("all.csv", "videos.csv", "--frames", "file");
    expect(stdout.split("\n")[0]).toBe(
      '{"itemId":"v","termId":"clip","term":"videos/a.txt","view":"video","queryMatch":100,"comparedMatch":100,"distance":0}',
    );
    expect(brief(stdout)).toEqual(["v clip video 100 100 0", "w clip video 100 50 27"]);
  });

  test("regexes that cannot be run are named, and the others run", async () => {
    const { code, stdout, stderr } = await match("regexes.csv", "i.csv");
    expect(brief(stdout)).toEqual(["1 ok 5-9", "3 ok 8-12"]);
    expect(stderr).toBe(`warning: regexes.csv: unsupported-regex: term ahead, character 5: lookahead
warning: regexes.csv: unsupported-regex: term broken, character 1: expected a ")" for this "(", got the end
warning: regexes.csv: unsupported-regex: term back, character 4: back-reference
`);
    expect(code).toBe(0);
  });
});

describe("match: what cannot be used ends with 3", () => {
  const cases: [pack: string, items: string, rest: string[], stderr: string][] = [
    [
      "wrong.csv",
      "i.csv",
      [],
      `wrong.csv:2: kind: expected "word", "regex", "rule", "image" or "video", got "regx" (did you mean "regex"?)
wrong.csv:3: term: expected 64 hexadecimal digits, got "12"
wrong.csv:4: radius: expected a whole number from 0 to 256, got "257"
wrong.csv:5: radius: expected nothing for a word, got "3"
wrong.csv:6: views: expected "canonical" for a regex, got "canonical+evasive"
wrong.csv:7: action: expected another action for a rule, got "allow"
wrong.csv:8: term: expected a file of frames that can be read, got none at "none.txt"
videos/bad.txt:2: pdq: expected 64 hexadecimal digits, got "xyz"
`,
    ],
    [
      "rules.csv",
      "i.csv",
      [],
      `rules.csv:3: term: character 10: expected a term_id of the package, got "plim" (did you mean "plum"?)
rules.csv:4: term: character 9: expected a term id, got the end
rules.csv:5: term: character 1: expected a rule that can be evaluated, got "r4"
rules.csv:6: term: character 1: expected a rule that does not lead back to itself, got "r3" again (by way of "r4")
rules.csv:7: term: character 1: expected a term that must be found, got a rule that holds without any
`,
    ],
    [
      "all.csv",
      "badHash.csv",
      ["--hash", "pdq"],
      `badHash.csv:3: pdq: expected 64 hexadecimal digits, got "12"
badHash.csv:4: pdq: expected 64 hexadecimal digits, got "00000000000000000000000000000000000000000000000000000000000…"
`,
    ],
    [
      "all.csv",
      "lostVideos.csv",
      ["--frames", "file"],
      `lostVideos.csv:2: file: expected a file of frames that can be read, got none at "videos/none.txt"
videos/bad.txt:2: pdq: expected 64 hexadecimal digits, got "xyz"
`,
    ],
    [
      "all.csv",
      "onlyHash.csv",
      ["--hash", "pqd"],
      'onlyHash.csv:1: pqd: expected this column, got none (did you mean "pdq"?); the columns are "id", "pdq"\n',
    ],
    [
      "all.csv",
      "i.csv",
      ["--explain", "77"],
      'i.csv: expected an item with the id of --explain, got none with "77"\n',
    ],
  ];
  test.each(cases)("match --package %s --items %s %j", async (...[pack, items, rest, stderr]) => {
    expect(await match(pack, items, ...rest)).toMatchObject({ code: 3, stderr });
  });
});

describe("match --explain", () => {
  test("shows each hit in its text, the terms of a rule and the work", async () => {
    const { code, stdout } = await match("all.csv", "i.csv", "--explain", "1");
    expect(stdout).toBe(`item 1: 4 hits
canonical 5-9: fruit (regex, substring) "p(?:lum|ear)s?"
  Ripe [PLUM] tree
canonical 5-14: both (rule) "fruit AND tree"
  Ripe [PLUM tree]
  fruit: 5-9
  tree: 10-14
canonical 5-14: close (rule) "NEAR(fruit, tree, 0) AND NOT old"
  Ripe [PLUM tree]
  fruit: 5-9
  tree: 10-14
  old: no hit
canonical 10-14: tree (word, word) "tree"
  Ripe PLUM [tree]
work: 1 of 1 regexes run on 14 bytes, 1 matched; 0 have no literal and always run
`);
    expect(code).toBe(0);
  });

  test("shows exceptions, distances and shares", async () => {
    const allowed = await match("allow.csv", "allowed.csv", "--explain", "1");
    expect(allowed.stdout).toBe(`item 1: 0 hits
exception 0-7: ok (word, word) "plumber": hits inside it do not count
work: 1 of 1 regexes run on 7 bytes, 1 matched; 1 have no literal and always run
`);
    const image = await match("all.csv", "images.csv", "--hash", "pdq", "--explain", "c");
    expect(image.stdout).toContain(`image: pic (image) "${zeros}": distance 27 of at most 31\n`);
    const video = await match("all.csv", "videos.csv", "--frames", "file", "--explain", "w");
    expect(video.stdout).toContain(
      'video: clip (video) "videos/a.txt": 100.0 % of its frames, 50.0 % of the term\'s, distance 27 of at most 31\n',
    );
  });
});

test("worker takes hashes too", async () => {
  const line = JSON.stringify({ itemId: "a", text: "", hash: zeros });
  const args = ["--package", "all.csv"];
  const ran = await runIn(dir, runWorker, {
    args,
    stdin: [`${line}\n{"itemId":"b","text":"","hash":"12"}\n`],
  });
  expect(brief(ran.stdout)).toEqual(["a pic image 0"]);
  expect(ran.stderr).toBe('stdin:2: hash: expected 64 hexadecimal digits or null, got "12"\n');
});

test("terms with views canonical+evasive are found in both, and once where both find them", async () => {
  const { code, stdout, stderr } = await match("evasive.csv", "evaded.csv");
  expect([code, stderr]).toEqual([0, ""]);
  const hits = stdout.split("\n").filter((line) => line !== "");
  const lines = hits.map((line) => {
    const { itemId, termId, view, start, end } = JSON.parse(line);
    return `${itemId} ${termId} ${view} ${start}-${end}`;
  });
  expect(lines).toEqual([
    "1 plum evasive 2-7",
    "1 plum evasive 12-19",
    "2 plum canonical 0-4",
    "5 plum evasive 7-14",
    "5 both evasive 7-19",
    "5 pear canonical 15-19",
  ]);
});
