import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageHashOf, readPackage, termHashOf } from "../../loaders/tables/readPackage.js";
import type { Term } from "../../src/matcher/term.js";
import { term } from "../matcher/terms.js";

test("packageHashOf(terms) does not depend on order or repetition", () => {
  const [plum, pear] = [term("plum"), term("pear")];
  expect(packageHashOf([plum, pear])).toBe(packageHashOf([pear, plum, pear]));
  expect(packageHashOf([plum])).not.toBe(packageHashOf([plum, pear]));
  expect(packageHashOf([])).toMatch(/^[0-9a-f]{64}$/);
});

test("termHashOf(term) changes with every flag that changes where it matches, and with no other", () => {
  const flags = [
    { term: "Plum" },
    { termId: "p" },
    { match: "prefix" as const },
    { languages: ["de"] },
    { markets: ["de"] },
    { policies: ["de"] },
    { fields: ["de"] },
    { validFrom: 1 },
    { validTo: 1 },
    { kind: "regex" as const },
    { views: ["canonical", "evasive"] as const },
    { radius: 1 },
  ];
  const base = term("plum", { termId: "id" });
  const hashes = new Set([base, ...flags.map((flag) => ({ ...base, ...flag }))].map(termHashOf));
  expect(hashes.size).toBe(flags.length + 1);
  expect(termHashOf({ ...base, owner: "me", note: "n", action: "reject" })).toBe(termHashOf(base));
  expect(termHashOf({ ...base, languages: ["a", "b"] })).toBe(
    termHashOf({ ...base, languages: ["b", "a", "b"] }),
  );
});

test("packageHashOf(terms) changes with an action, since decisions rest on it", () => {
  expect(packageHashOf([term("plum", { action: "reject" })])).not.toBe(packageHashOf([term("plum")]));
});

test("readPackage(path, {like}) gives the hash that it gives without", async () => {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-like-"));
  try {
    const path = join(dir, "edit.csv");
    await writeFile(path, "term,markets,match\nplum,,word\npear,DE,word\nfig,,prefix\n");
    const { hash, terms } = await readPackage(path);
    const like = [terms[0], term("pear", { markets: ["FR"] }), term("fig")].filter(
      (one) => one !== undefined,
    );
    expect((await readPackage(path, { like })).hash).toBe(hash);
  } finally {
    await rm(dir, { recursive: true });
  }
});

const alike = [
  term("plum", { languages: ["de"], owner: "jam team" }),
  term("pear", { action: "reject", views: ["canonical", "evasive"] }),
  term("fig", { kind: "regex", match: "substring" }),
  term("sloe", { owner: "'=jam" }),
  term("quince", { validTo: 1 }),
  term("own", { termId: "mine" }),
];

const rows: [row: string, read: Partial<Term>][] = [
  ["pear,,reject,,,canonical+evasive,", { action: "reject" }],
  ["pear,,watch,,,canonical+evasive,", { action: "watch" }],
  ["pear,,reject,,,,", { views: ["canonical"] }],
  ["plum,de,,,,,cake team", { owner: "cake team" }],
  ["sloe,,,,,,'=jam", { owner: "=jam" }], // the guard is no part of it
  ["plum,DE,,,,,jam team", { languages: ["DE"] }],
  ["plum,de;de,,,,,jam team", { languages: ["de"] }],
  ["fig,,,,,,", { kind: "word" }],
  ["quince,,,,,,", { validTo: null }],
  ["own,,,,,,", { termId: term("own").termId }],
];
test.each(rows)("readPackage(path, {like}) reads %j as it does without", async (row, read) => {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-like-"));
  try {
    const path = join(dir, "edit.csv");
    await writeFile(path, `term,languages,action,kind,match,views,owner\n${row}\n`);
    const { terms, hash } = await readPackage(path, { like: alike });
    expect(terms).toMatchObject([read]);
    expect(await readPackage(path)).toMatchObject({ terms, hash });
  } finally {
    await rm(dir, { recursive: true });
  }
});

test("readPackage(path, {like}) gives the very term that a row says again, and refuses two that differ", async () => {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-like-"));
  try {
    const path = join(dir, "edit.csv");
    await writeFile(
      path,
      "term,action,views\npear,reject,canonical+evasive\npear,reject,canonical+evasive\n",
    );
    const { terms, duplicates } = await readPackage(path, { like: alike });
    expect(terms[0]).toBe(alike[1]);
    expect([terms.length, duplicates]).toEqual([1, 1]);
    await writeFile(path, "term,action,views\npear,reject,canonical+evasive\npear,watch,\n");
    await expect(readPackage(path, { like: alike })).rejects.toThrow(
      /edit\.csv:3: term_id: expected the same/,
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});
