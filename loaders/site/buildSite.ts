import { join } from "node:path";
import { formatIssue } from "../../src/model/dataError.js";
import { buildFolder, prepareData } from "../artefacts/prepareData.js";
import type { PreparedData, Step } from "../artefacts/prepareData.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import { artefactPaths } from "./artefactPaths.js";
import { checkPages } from "./checkPages.js";
import { checkSite } from "./checkSite.js";
import { isIntact, publishSite, readPublished } from "./publishSite.js";
import type { Published } from "./publishSite.js";
import { RenderError, renderSite } from "./renderSite.js";
import { makeSiteRoot } from "./siteRoot.js";

/** A step with how long it took. */
export type TimedStep = Step & { readonly elapsedMs: number };

export type BuildSpec = { readonly workspace: string; readonly out: string; readonly force: boolean };

export type BuildProgress = { readonly onStep: (step: TimedStep) => void; readonly onProgress: (text: string) => void };

export type BuildOutcome = {
  readonly steps: readonly TimedStep[];
  readonly pages: number;
  /** Why the site was not published; empty when it was. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
};

const codeFolders = ["src", "loaders/site"];

/**
 * The site of a workspace: data, generated root, rendered pages, checks, and then one rename into place.
 * A site that fails a check is not published: what stood in `out` stays.
 * @throws {DataError} when the workspace, its data or a page's front matter cannot be used
 */
export async function buildSite({ workspace: dir, out, force }: BuildSpec, progress: BuildProgress): Promise<BuildOutcome> {
  const steps: TimedStep[] = [];
  const onStep = timedSteps(steps, progress.onStep);
  const prepared = await prepareData(dir, { onStep, onProgress: progress.onProgress }, { force });
  const warnings = warningsOf(prepared);
  const folder = buildFolder(prepared.workspace);
  const key = await siteKey(prepared);
  const published = await readPublished(out);
  if (!force && published?.key === key && (await isIntact(out, published))) {
    onStep({ step: "pages", ran: false, reason: "nothing changed" });
    return { steps, pages: published.pages, problems: [], warnings };
  }
  const root = join(folder, "site");
  await makeSiteRoot(root, { artefacts: await artefactPaths(prepared), dataDate: prepared.workspace.asOf });
  const before = (await checkPages(root)).map(formatIssue);
  if (before.length > 0) return { steps, pages: 0, problems: before, warnings };
  const { pages, problems } = await renderChecked(root, { folder, key, out, onLine: progress.onProgress });
  onStep({ step: "pages", ran: true, reason: reasonOf(published, { key, force }) });
  return { steps, pages, problems, warnings };
}

type Rendering = { readonly folder: string; readonly key: string; readonly out: string; readonly onLine: (line: string) => void };

/** Renders beside the last site, checks, and swaps. */
async function renderChecked(root: string, { folder, key, out, onLine }: Rendering): Promise<{ pages: number; problems: string[] }> {
  const rendered = join(folder, "rendered");
  try {
    await renderSite(root, rendered, onLine);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { pages: 0, problems: [error.log.trim(), error.message] };
  }
  const { pages, problems } = await checkSite(rendered);
  if (problems.length === 0) await publishSite(rendered, out, { key, pages });
  return { pages, problems };
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

async function siteKey({ artefacts, workspace }: PreparedData): Promise<string> {
  const files = artefacts.map(({ partition, sha256: hash }) => [partition, hash]);
  return sha256(JSON.stringify([workspace.name, files, await hashCode(codeFolders)]));
}
