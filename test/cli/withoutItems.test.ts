import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCleanup } from "../../bin/cleanup.js";
import { runMine } from "../../bin/mine.js";
import { runIn } from "./streams.js";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "riskbook-without-items-"));
  await writeFile(
    join(dir, "workspace.yaml"),
    `name: bare
title: Bare
asOf: 2024-03-01T00:00:00Z
sources:
  words: {format: csv, path: words.csv, columns: [term]}
tables: {}
packages:
  words: {from: words, columns: {term: term}}
`,
  );
  await writeFile(join(dir, "words.csv"), "term\nplum\n");
});
afterAll(() => rm(dir, { recursive: true }));

test.each([
  ["mine", runMine, "to look for terms in"],
  ["cleanup", runCleanup, "to judge terms by"],
])("%s of a workspace without items says what to add: 3", async (_, run, purpose) => {
  const { code, stdout, stderr } = await runIn(dir, run, { args: ["--workspace", "."] });
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toContain(`tables.item: expected items ${purpose}, got none; map a source with texts`);
});
