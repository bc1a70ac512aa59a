import { basename } from "node:path";
import { DataError, formatIssue } from "../../src/model/dataError.js";
import { buildFolder, prepareData } from "../artefacts/prepareData.js";
import type { PreparedData, Progress, Step } from "../artefacts/prepareData.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import { withLock } from "../store/lock.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { isIntact, readPublished, recoverSite, refuseForeign } from "./publishSite.js";
import type { Published } from "./publishSite.js";
import { writeStatus } from "./statusFile.js";
import type { BuildOutcome, BuildProgress, BuildSpec, TimedStep } from "./buildOutcome.js";

const codeFolders = ["src", "loaders/site"];

/**
 * The site of one workspace or several: data, generated roots, rendered pages, checks, and then one rename into place.
 * A site that fails a check is not published: what stood in `out` stays. What happened goes into the status file.
 * @throws {DataError} when `out` is not a site, or a workspace, its data or a page's front matter cannot be used
 */
export async function buildSite(spec: BuildSpec, progress: BuildProgress): Promise<BuildOutcome> {
  try {
    await refuseForeign(spec.out);
    await recoverSite(spec.out);
    const named = await Promise.all(spec.workspaces.map(readWorkspace));
    const folders = named.map(buildFolder).toSorted();
    const outcome = await withLocks(folders, () => buildChecked(spec, progress), progress.onProgress);
    await writeStatus(spec, outcome);
    return outcome;
  } catch (error) {
    const problems = error instanceof DataError ? error.issues.map(formatIssue) : [String(error)];
    await writeStatus(spec, { steps: [], pages: 0, problems, warnings: [], degraded: [] });
    throw error;
  }
}

async function buildChecked(
  { workspaces, out, force }: BuildSpec,
  progress: BuildProgress,
): Promise<BuildOutcome> {
  const steps: TimedStep[] = [];
  const onStep = timedSteps(steps, progress.onStep);
  const prepared = await prepareAll(workspaces, { ...progress, onStep }, force);
  const warnings = prepared.flatMap(warningsOf);
  const degraded = prepared.flatMap(({ alerts }) => alerts);
  const key = await siteKey(prepared);
  const published = await readPublished(out);
  if (!force && published?.key === key && (await isIntact(out, published))) {
    onStep({ step: "pages", ran: false, reason: "nothing changed" });
    return { steps, pages: published.pages, problems: [], warnings, degraded };
  }
  const { renderPages } = await import("./renderPages.js"); // half of the loading time, for nothing when nothing changed
  const rendered = await renderPages(prepared, { key, out, onLine: progress.onProgress });
  onStep({ step: "pages", ran: true, reason: reasonOf(published, { key, force }) });
  return { ...rendered, steps, warnings: [...warnings, ...rendered.warnings], degraded };
}

/** Holds the locks of all folders; a second build at the same time is refused and not made to wait. */
function withLocks<T>(
  folders: readonly string[],
  action: () => Promise<T>,
  onNotice: (text: string) => void,
): Promise<T> {
  const [first, ...others] = folders;
  if (first === undefined) return action();
  return withLock(first, () => withLocks(others, action, onNotice), { onNotice });
}

/** Each workspace in turn; with several, the steps carry their names. */
async function prepareAll(
  dirs: readonly string[],
  progress: Progress,
  force: boolean,
): Promise<PreparedData[]> {
  const prepared: PreparedData[] = [];
  for (const dir of dirs) {
    const onStep = (step: Step) =>
      progress.onStep(dirs.length === 1 ? step : { ...step, step: `${basename(dir)} ${step.step}` });
    prepared.push(await prepareData(dir, { ...progress, onStep }, { force }));
  }
  const names = prepared.map(({ workspace }) => workspace.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return prepared;
  throw new DataError([
    { source: "--workspace", message: `expected workspaces of different names, got "${twice}" twice` },
  ]);
}

function timedSteps(steps: TimedStep[], tell: BuildProgress["onStep"]): (step: Step) => void {
  let last = performance.now();
  return (step) => {
    const now = performance.now();
    const timed = { ...step, elapsedMs: now - last };
    last = now;
    steps.push(timed);
    tell(timed);
  };
}

function reasonOf(published: Published | undefined, { key, force }: { key: string; force: boolean }): string {
  if (force) return "forced";
  if (published === undefined) return "first build";
  return published.key === key ? "the site's files were changed" : "data, pages or code changed";
}

function warningsOf({ rejected }: PreparedData): string[] {
  if (rejected.count === 0) return [];
  return [`${rejected.count} rows were rejected; Data and definitions lists them`];
}

async function siteKey(prepared: readonly PreparedData[]): Promise<string> {
  const files = prepared.map(({ artefacts, workspace }) => [
    workspace.name,
    artefacts.map(({ partition, sha256: hash }) => [partition, hash]),
  ]);
  return sha256(JSON.stringify([files, await hashCode(codeFolders, { every: true })]));
}
