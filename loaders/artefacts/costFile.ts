import { cpus } from "node:os";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import type { CompiledTerms } from "../../src/matcher/compileTerms.js";
import { DataError } from "../../src/model/dataError.js";
import type { MeasuredCosts } from "../../src/model/termCost.js";
import { measureCosts } from "../../src/replay/measureCosts.js";
import { randomFrom } from "../../src/stats/random.js";
import { readItems } from "../tables/readItems.js";
import { readPackage } from "../tables/readPackage.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { openTraffic } from "./openTraffic.js";
import { workspaceItems } from "./workspaceItems.js";

/** What to measure: terms of a package, or of the newest release, on texts of a file or a workspace. */
export type CostTarget = {
  readonly path: string | undefined;
  readonly workspace: string | undefined;
  readonly texts: string | undefined;
  /** Column of the file with the texts. */
  readonly textColumn: string | undefined;
  /** Texts of the sample, and rounds. */
  readonly sample: number;
  readonly rounds: number;
};

/** Clocks of the running process: one that only rises, in ms, and the time of day. */
export type Clocks = { readonly now: () => number; readonly today: () => Date };

/**
 * What each term costs on this machine, on texts drawn by a fixed seed.
 * @throws {DataError} when what is named cannot be read, or has no text or no term
 */
export async function measurePackage(
  target: CostTarget,
  { now, today }: Clocks,
  onProgress: (text: string) => void,
): Promise<MeasuredCosts> {
  const compiled = await openTerms(target, onProgress);
  const texts = await sampleTexts(target, onProgress);
  const costs = measureCosts(compiled, texts, {
    now,
    rounds: target.rounds,
    onTerm: (done, all) => onProgress(`measured ${done} of ${all} terms`),
  });
  return { costs, texts: texts.length, measuredAt: today().toISOString(), machine: machineName() };
}

async function openTerms(
  { path, workspace }: CostTarget,
  onProgress: (text: string) => void,
): Promise<CompiledTerms> {
  if (path !== undefined) {
    const { terms } = await readPackage(path);
    return compileTerms(terms);
  }
  if (workspace === undefined) throw neither("PACKAGE or --workspace");
  const { packages } = await openTraffic(workspace, { packages: "newest", onProgress });
  const [newest] = packages;
  if (newest === undefined)
    throw new DataError([{ source: `${workspace}/workspace.yaml`, message: "expected a package, got none" }]);
  return compileTerms(newest.terms);
}

/** Each text has the same chance, whatever their number (reservoir sampling, Vitter 1985). */
async function sampleTexts(target: CostTarget, onProgress: (text: string) => void): Promise<string[]> {
  const random = randomFrom(1);
  const sample: string[] = [];
  let seen = 0;
  for await (const text of textsOf(target, onProgress)) {
    const place = seen < target.sample ? seen : random.integer(seen + 1);
    if (place < target.sample) sample[place] = text;
    seen++;
  }
  if (seen === 0)
    throw new DataError([
      {
        source: target.texts ?? target.workspace ?? "cost",
        message: "expected texts to measure on, got none",
      },
    ]);
  return sample;
}

async function* textsOf(
  { texts, workspace, textColumn }: CostTarget,
  onProgress: (text: string) => void,
): AsyncGenerator<string> {
  if (texts !== undefined) {
    for await (const { text } of readItems(texts, { textColumn, idColumn: undefined })) yield text;
    return;
  }
  if (workspace === undefined) throw neither("--workspace or --texts");
  for await (const records of workspaceItems(await readWorkspace(workspace), onProgress))
    for (const { text } of records) yield text;
}

function neither(expected: string): DataError {
  return new DataError([{ source: "cost", message: `expected ${expected}, got neither` }]);
}

function machineName(): string {
  return `${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;
}
