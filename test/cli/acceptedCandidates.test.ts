import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, onTestFinished, test } from "vitest";
import { runGate } from "../../bin/gate.js";
import { runLint } from "../../bin/lint.js";
import { runMine } from "../../bin/mine.js";
import { runSimulate } from "../../bin/simulate.js";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { readPackage } from "../../loaders/tables/readPackage.js";
import { packageCsv } from "../../src/matcher/packageCsv.js";
import { tempFolder } from "../sources/tempFolder.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

type Mined = { readonly candidates: readonly { termId: string; term: string; newHits: number }[] };
type Finding = { readonly rule: string; readonly severity: string; readonly termId: string | null };
type Named = { readonly termId: string };
type Gated = {
  readonly verdict: string;
  readonly flips: Readonly<Record<string, number>>;
  readonly metrics: { readonly changed: number };
  readonly terms: {
    readonly added: readonly Named[];
    readonly removed: readonly Named[];
    readonly changed: readonly Named[];
    readonly responsible: readonly (Named & { side: string; hits: number })[];
  };
};

/** A simulated workspace in `ads` of a folder, under a name of its own. */
async function simulatedFolder(): Promise<string> {
  const dir = await tempFolder({});
  const name = `test-${randomBytes(6).toString("hex")}`;
  onTestFinished(() => rm(buildFolder({ name }), { recursive: true, force: true }));
  const args = ["--out", "ads", "--seed", "1", "--days", "30", "--items", "12000"];
  expect((await runIn(dir, runSimulate, { args })).code).toBe(0);
  const yaml = join(dir, "ads/workspace.yaml");
  await writeFile(yaml, (await readFile(yaml, "utf8")).replace(/^name: .*$/m, `name: ${name}`));
  return dir;
}

test("a candidate that was accepted is linted and gated: nothing flips as it watches, and what it hits as it rejects", async () => {
  const dir = await simulatedFolder();
  const run = (command: typeof runMine, ...args: string[]): Promise<Ran> =>
    runIn(dir, command, { args: [...args, "--workspace", "ads", "--json"] });
  const planted: { term: string }[] = parse(await readFile(join(dir, "ads/truth/missing-phrases.csv")), {
    columns: true,
  });
  const mined: Mined = JSON.parse((await run(runMine)).stdout);
  const best = mined.candidates.find(({ term }) => planted.some((one) => one.term === term));
  if (best === undefined) throw new Error("expected a planted phrase among the candidates");

  const accept = ["--workspace", "ads", "--accept", "edit.csv", best.termId];
  expect((await runIn(dir, runMine, { args: accept })).code).toBe(0);
  const linted: Finding[] = JSON.parse((await run(runLint, "edit.csv")).stdout);
  const own = linted.filter(({ termId }) => termId === best.termId);
  expect(own.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
    "warning missing-owner", // what a person has to add
    "warning missing-policy",
  ]);

  const { code, stdout } = await run(runGate, "--from", "newest", "--to", "edit.csv");
  const watching: Gated = JSON.parse(stdout);
  expect(watching.terms).toMatchObject({ added: [{ termId: best.termId }], removed: [], changed: [] });
  expect([code, watching.verdict, watching.metrics.changed]).toEqual([0, "PASS", 0]);

  const { terms } = await readPackage(join(dir, "edit.csv"));
  const rejecting = terms.map((term) => (term.termId === best.termId ? { ...term, action: "reject" } : term));
  await writeFile(join(dir, "reject.csv"), packageCsv(rejecting));
  const rejected: Gated = JSON.parse((await run(runGate, "--from", "newest", "--to", "reject.csv")).stdout);
  expect(rejected.metrics.changed).toBe(best.newHits);
  expect(rejected.terms.responsible).toMatchObject([{ termId: best.termId, side: "to", hits: best.newHits }]);
  expect(rejected.flips).toMatchObject({ lostTP: 0, newFP: 0, fixedFP: 0 });
  expect(rejected.flips["gainedTP"]).toBeGreaterThan(0);
}, 120_000);
