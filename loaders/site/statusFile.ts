import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../store/codeHash.js";
import type { BuildOutcome, BuildSpec } from "./buildOutcome.js";

/** Says how the last build ended, for whoever did not watch it. */
export const statusFile = join(projectRoot, ".riskbook", "status.json");

/**
 * Writes the outcome of a build: whether it was published, its steps, and every problem with file and line. Where that
 * cannot be written (a full disk), the status of the build before is taken away, so that nobody reads it for this one's.
 */
export async function writeStatus({ workspaces, out }: BuildSpec, outcome: BuildOutcome): Promise<void> {
  const status = { published: outcome.problems.length === 0, workspaces, out, ...outcome };
  try {
    await mkdir(join(projectRoot, ".riskbook"), { recursive: true });
    await writeFile(`${statusFile}.next`, `${JSON.stringify(status, null, 1)}\n`);
    await rename(`${statusFile}.next`, statusFile);
  } catch {
    for (const file of [`${statusFile}.next`, statusFile])
      await rm(file, { force: true }).catch(() => undefined);
  }
}
