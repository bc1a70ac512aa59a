import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queryTable } from "../../loaders/artefacts/keptQueries.js";
import { lintFile } from "../../loaders/artefacts/lintFile.js";
import type { PackageLint } from "../../src/model/packageLint.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

const yaml = `name: linted
title: Linted
asOf: 2024-03-01T00:00:00Z
maxRejectedShare: 0.5
sources:
  posts: {format: csv, path: posts.csv, columns: [id, text]}
  words: {format: csv, path: words/*.csv, columns: [term, who, until, released]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term: term, owner: who, valid_to: until}
`;

/** 200 posts, "plum" in 20 and "fig" in 8 of them; r2 has terms without owner, that expired, are too short or repeat. */
const files = {
  "workspace.yaml": yaml,
  "posts.csv": `id,text\n${Array.from({ length: 200 }, (_, n) => `p${n},a ${n < 20 ? "plum" : n < 28 ? "fig" : "pear"}\n`).join("")}`,
  "words/r1.csv": "term,who,until,released\nsloe,,,2024-01-01T00:00:00Z\n",
  "words/r2.csv": `term,who,until,released
fig,Quentin Medlar,2030-01-01T00:00:00Z,2024-02-01T00:00:00Z
PLUM,Quentin Medlar,2030-01-01T00:00:00Z,2024-02-01T00:00:00Z
quince,,2024-02-20T00:00:00Z,2024-02-01T00:00:00Z
q,,2024-03-02T00:00:00Z,2024-02-01T00:00:00Z
Fig,,2030-01-01T00:00:00Z,2024-02-01T00:00:00Z
ends,,2030-01-01T00:00:00Z,2024-02-01T00:00:00Z`,
};

async function lintOf(dir: string): Promise<PackageLint> {
  return (await keptLint(dir)).lint;
}

/** With the key under which the store keeps what needs no traffic: the same key, and it is not linted again. */
async function keptLint(dir: string): Promise<{ lint: PackageLint; key: string }> {
  const { data, store } = await prepareFolder(dir);
  const entry = store.manifest().tables[queryTable]?.entries.find(({ partition }) => partition === "lint");
  const { lint } = data.packageHealth;
  if (lint === null || entry === undefined) throw new TypeError("Expected a package");
  return { lint, key: entry.rowsHash };
}

function counts({ rules }: PackageLint): Record<string, readonly [findings: number, terms: number]> {
  return Object.fromEntries(rules.map(({ rule, findings, terms }) => [rule, [findings, terms]]));
}

test("the newest release is linted as the command lints it, by rule, errors first", async () => {
  const dir = await workspaceFolder(files);
  const lint = await lintOf(dir);
  expect(lint).toMatchObject({ release: "r2", terms: 6, withoutOwner: 4 });
  expect(counts(lint)).toEqual({
    "no-final-newline": [1, 1],
    "duplicate-term": [1, 1],
    "too-short": [1, 1],
    "too-common": [1, 1],
    "missing-owner": [4, 4],
    "missing-policy": [1, 6], // no column at all
    "expired-term": [1, 1],
  });
  const target = {
    path: undefined,
    items: undefined,
    columns: { textColumn: undefined, idColumn: undefined },
  };
  const { findings } = await lintFile({ ...target, workspace: dir }, () => undefined);
  expect(
    lint.rules.flatMap(({ rule, findings: count }) => Array<string>(count).fill(rule)).toSorted(),
  ).toEqual(findings.map(({ rule }) => rule).toSorted());
});

test("examples are masked and have their lines, and nothing private is published", async () => {
  const dir = await workspaceFolder(files);
  const lint = await lintOf(dir);
  const short = lint.rules.find(({ rule }) => rule === "too-short");
  expect(short?.examples).toMatchObject([{ masked: "•", line: 5 }]);
  const ownerless = lint.rules.find(({ rule }) => rule === "missing-owner");
  expect(ownerless?.examples.map(({ masked }) => masked)).toEqual(["F••", "q•••••", "•", "e•••"]); // "Fig" hits
  const published = JSON.stringify(lint);
  for (const word of ["quince", "PLUM", "ends", "Quentin", "Medlar", dir, ".csv"])
    expect(published).not.toContain(word);
});

/** Rewrites a file of a workspace. */
async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

test("a release is linted again only when its bytes, another expiry or the identity terms changed", async () => {
  const dir = await workspaceFolder(files);
  const settings = join(dir, "workspace.yaml");
  const first = await keptLint(dir);
  await edit(settings, "03-01T00", "03-01T12");
  expect(await keptLint(dir)).toEqual(first);
  await edit(settings, "asOf: 2024-03-01", "asOf: 2024-03-02");
  expect(counts(await lintOf(dir))["expired-term"]).toEqual([2, 2]);
  await appendFile(join(dir, "words/r2.csv"), "\n"); // the terms stay the same
  expect(counts(await lintOf(dir))).not.toHaveProperty("no-final-newline");
  await writeFile(join(dir, "identity.txt"), "quince\n");
  await edit(settings, "maxRejectedShare", "lint: {identityTerms: identity.txt}\nmaxRejectedShare");
  const withList = await lintOf(dir);
  expect([counts(withList)["identity-term"], withList.unknown]).toEqual([[1, 1], []]);
  await writeFile(join(dir, "identity.txt"), "quince\nplum\n");
  expect(counts(await lintOf(dir))["identity-term"]).toEqual([2, 2]);
});

test("terms that are too common follow lint.maxShare without linting anew", async () => {
  const dir = await workspaceFolder(files);
  const first = await keptLint(dir);
  expect(counts(first.lint)["too-common"]).toEqual([1, 1]);
  await edit(join(dir, "workspace.yaml"), "maxRejectedShare", "lint: {maxShare: 0.03}\nmaxRejectedShare");
  const stricter = await keptLint(dir);
  expect([counts(stricter.lint)["too-common"], stricter.key]).toEqual([[3, 3], first.key]);
  const common = stricter.lint.rules.find(({ rule }) => rule === "too-common");
  expect(common?.examples[0]).toMatchObject({ masked: "P•••", line: null }); // most hits first
});

test("a release that is no CSV file is linted by its terms, and it says what is not known", async () => {
  const [header = "", ...rows] = files["words/r2.csv"].split("\n").map((line) => line.split(","));
  const json = rows.map((cells) =>
    JSON.stringify(Object.fromEntries(cells.map((cell, at) => [header[at], cell || null]))),
  );
  const { "words/r1.csv": _first, "words/r2.csv": _second, ...others } = files;
  const lint = await lintOf(
    await workspaceFolder({
      ...others,
      "workspace.yaml": yaml.replace(
        "{format: csv, path: words/*.csv",
        "{format: ndjson, path: words/*.ndjson",
      ),
      "posts.csv": "id,text\np1,a plum\n",
      "words/r2.ndjson": json.join("\n"),
    }),
  );
  expect(counts(lint)).toEqual({
    "duplicate-term": [1, 1],
    "too-short": [1, 1],
    "missing-owner": [4, 4],
    "missing-policy": [1, 6],
    "expired-term": [1, 1],
  });
  expect(lint.rules.flatMap(({ examples }) => examples).filter(({ line }) => line !== null)).toEqual([]);
  expect(lint.unknown).toMatchObject([
    expect.stringContaining("not at hand as a CSV file"),
    expect.stringContaining("lint.identityTerms"),
    expect.stringContaining(
      "Cannot tell of 6 of 6 terms whether they are too common: there are fewer than 100 items",
    ),
  ]);
});

test("a workspace without a package has no lint", async () => {
  const { "words/r1.csv": _first, "words/r2.csv": _second, ...others } = files;
  const bare = yaml.slice(0, yaml.indexOf("packages:")).replace(/^ {2}words:.*\n/m, "");
  const { data } = await prepareFolder(await workspaceFolder({ ...others, "workspace.yaml": bare }));
  expect(data.packageHealth.lint).toBeNull();
});
