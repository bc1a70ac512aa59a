import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { formatIssue } from "../../src/model/dataError.js";
import { buildFolder } from "../artefacts/prepareData.js";
import type { PreparedData } from "../artefacts/prepareData.js";
import { projectRoot } from "../store/codeHash.js";
import { writeAlertFiles } from "./alertFiles.js";
import { artefactPaths } from "./artefactPaths.js";
import { checksFile } from "./browserCache.js";
import { assembleSite } from "./assembleSite.js";
import type { RenderedWorkspace } from "./assembleSite.js";
import { openPageData } from "./blockSite.js";
import { checkPages } from "./checkPages.js";
import { formatCheckProblem } from "./checkProblem.js";
import { checkRendered } from "./checkRendered.js";
import type { CheckProgress } from "./checkRendered.js";
import { finishPages } from "./finishPages.js";
import { fixFileTimes } from "./fixFileTimes.js";
import { framePages } from "./framePages.js";
import { publishSite } from "./publishSite.js";
import { renderProblem } from "./renderProblem.js";
import { RenderError, renderSite } from "./renderSite.js";
import { makeSiteRoot } from "./siteRoot.js";
import { switchOffPages } from "./switchedOff.js";
import { sourcePlaces } from "./sourcePlaces.js";

/** Where a site goes, and what it was made from. */
export type Rendering = {
  readonly key: string;
  readonly out: string;
  readonly onLine: (line: string) => void;
};

/** Pages published, or why none was. */
export type RenderOutcome = {
  readonly pages: number;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
};

/**
 * Renders the pages of prepared data beside the last site, checks them, and swaps. One workspace is the site; several
 * stand below their names with a front page.
 */
export async function renderPages(
  prepared: readonly PreparedData[],
  { key, out, onLine }: Rendering,
): Promise<RenderOutcome> {
  const parts: RenderedWorkspace[] = [];
  for (const data of prepared) {
    const { folder, problems } = await renderWorkspace(data, onLine);
    if (problems.length > 0) return { pages: 0, problems, warnings: [] };
    parts.push({ workspace: data.workspace, folder });
  }
  const site = await joinParts(parts);
  const checked = await checkRendered(site, { cacheFile: checksFile, onProgress: tellOf(onLine) });
  const prefixes = parts.length === 1 ? [""] : parts.map(({ workspace }) => `${workspace.name}/`);
  const found = await sourcePlaces(checked, { source: join(projectRoot, "src"), prefixes });
  const problems = found.filter(({ level }) => level === "error").map(formatCheckProblem);
  const warnings = found.filter(({ level }) => level === "warning").map(({ message }) => message);
  if (problems.length > 0) return { pages: 0, problems, warnings };
  const pages = await countPages(site);
  await publishSite(site, out, { key, pages });
  return { pages, problems, warnings };
}

function tellOf(onLine: Rendering["onLine"]): (progress: CheckProgress) => void {
  return ({ done, total, file }) => onLine(`checked ${done} of ${total} pages in a browser: ${file}`);
}

async function countPages(folder: string): Promise<number> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).length;
}

async function renderWorkspace(
  prepared: PreparedData,
  onLine: (line: string) => void,
): Promise<{ folder: string; problems: readonly string[] }> {
  const own = buildFolder(prepared.workspace);
  const root = join(own, "site");
  const folder = join(own, "rendered");
  await makeSiteRoot(root, {
    artefacts: await artefactPaths(prepared),
    dataDate: prepared.workspace.asOf,
  });
  await switchOffPages(root);
  const issues = await checkPages(root);
  if (issues.length > 0) return { folder, problems: issues.map(formatIssue) };
  try {
    await renderSite(root, folder, onLine);
    await fixFileTimes(folder, prepared.workspace.asOf);
    const data = await openPageData(root);
    await framePages(folder, data.report);
    await writeAlertFiles(folder, data);
    await finishPages(folder);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { folder, problems: [await renderProblem(error.log, join(projectRoot, "src"))] };
  }
  return { folder, problems: [] };
}

async function joinParts(parts: readonly RenderedWorkspace[]): Promise<string> {
  const [first, ...others] = parts;
  if (first === undefined) throw new TypeError("Expected at least one workspace, got none");
  if (others.length === 0) return first.folder;
  const target = join(buildFolder(first.workspace), "joined");
  await assembleSite(parts, target);
  return target;
}
