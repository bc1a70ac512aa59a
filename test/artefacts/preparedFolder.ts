import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { onTestFinished } from "vitest";
import { openArtefacts } from "../../loaders/artefacts/openArtefacts.js";
import { buildFolder, prepareData } from "../../loaders/artefacts/prepareData.js";
import type { Step } from "../../loaders/artefacts/prepareData.js";
import { tempFolder } from "../sources/tempFolder.js";

/** A folder with this workspace under a name of its own, so that tests do not meet; what it builds goes with the test. */
export async function workspaceFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const name = `test-${randomBytes(6).toString("hex")}`;
  onTestFinished(() => rm(buildFolder({ name }), { recursive: true, force: true }));
  const yaml = (files["workspace.yaml"] ?? "").replace(/^name: .*$/m, `name: ${name}`);
  return tempFolder({ ...files, "workspace.yaml": yaml });
}

/** Prepares the data of a workspace folder as a build does. */
export async function prepareFolder(dir: string, options: { force?: boolean } = {}) {
  const steps: Step[] = [];
  const onStep = (step: Step): void => void steps.push(step);
  const prepared = await prepareData(dir, { onStep, onProgress: () => undefined }, options);
  const ran = Object.fromEntries(steps.map(({ step, ran }) => [step, ran]));
  return { ...prepared, steps, ran, data: await openArtefacts(prepared) };
}
