import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runAlerts } from "../../bin/alerts.js";
import { runCleanup } from "../../bin/cleanup.js";
import { runGate } from "../../bin/gate.js";
import { runMine } from "../../bin/mine.js";
import { runRca } from "../../bin/rca.js";
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
  ["gate --from newest --to newest", runGate, "to judge the change on"],
  ["gate --monitor", runGate, "to judge releases on"],
  ["alerts", runAlerts, "to find changes in"],
  ["rca --at 2024-02-01", runRca, "to look for causes in"],
])("%s of a workspace without items says what to add: 3", async (line, run, purpose) => {
  const args = ["--workspace", ".", ...line.split(" ").slice(1)];
  const { code, stdout, stderr } = await runIn(dir, run, { args });
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toContain(`tables.item: expected items ${purpose}, got none; map a source with texts`);
});
