import { prepareData } from "../artefacts/prepareData.js";
import type { PreparedData, Step } from "../artefacts/prepareData.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import { isIntact, readPublished } from "./publishSite.js";
import type { Published } from "./publishSite.js";

/** A step with how long it took. */
export type TimedStep = Step & { readonly elapsedMs: number };

export type BuildSpec = { readonly workspace: string; readonly out: string; readonly force: boolean };

export type BuildProgress = {
  readonly onStep: (step: TimedStep) => void;
  readonly onProgress: (text: string) => void;
};

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
export async function buildSite(
  { workspace: dir, out, force }: BuildSpec,
  progress: BuildProgress,
): Promise<BuildOutcome> {
  const steps: TimedStep[] = [];
  const onStep = timedSteps(steps, progress.onStep);
  const prepared = await prepareData(dir, { onStep, onProgress: progress.onProgress }, { force });
  const warnings = warningsOf(prepared);
  const key = await siteKey(prepared);
  const published = await readPublished(out);
  if (!force && published?.key === key && (await isIntact(out, published))) {
    onStep({ step: "pages", ran: false, reason: "nothing changed" });
    return { steps, pages: published.pages, problems: [], warnings };
  }
  const { renderPages } = await import("./renderPages.js"); // half of the loading time, for nothing when nothing changed
  const { pages, problems } = await renderPages(prepared, { key, out, onLine: progress.onProgress });
  onStep({ step: "pages", ran: true, reason: reasonOf(published, { key, force }) });
  return { steps, pages, problems, warnings };
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
