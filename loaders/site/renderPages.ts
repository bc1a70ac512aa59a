import { join } from "node:path";
import { formatIssue } from "../../src/model/dataError.js";
import { buildFolder } from "../artefacts/prepareData.js";
import type { PreparedData } from "../artefacts/prepareData.js";
import { artefactPaths } from "./artefactPaths.js";
import { withLock } from "./buildLock.js";
import { checkPages } from "./checkPages.js";
import { checkSite } from "./checkSite.js";
import { publishSite, refuseForeign } from "./publishSite.js";
import { RenderError, renderSite } from "./renderSite.js";
import { makeSiteRoot } from "./siteRoot.js";

/** What is rendered where, and what it was made from. */
export type Rendering = {
  readonly key: string;
  readonly out: string;
  readonly onLine: (line: string) => void;
};

/** Pages published, or why none was. */
export type RenderOutcome = { readonly pages: number; readonly problems: readonly string[] };

/**
 * Renders the pages of prepared data beside the last site, checks them, and swaps; one build of a workspace at a time.
 * @throws {DataError} when `out` holds something that no build made
 */
export async function renderPages(prepared: PreparedData, rendering: Rendering): Promise<RenderOutcome> {
  await refuseForeign(rendering.out);
  const folder = buildFolder(prepared.workspace);
  return withLock(join(folder, "site.lock"), () => renderIn(folder, prepared, rendering), rendering.onLine);
}

async function renderIn(
  folder: string,
  prepared: PreparedData,
  { key, out, onLine }: Rendering,
): Promise<RenderOutcome> {
  const root = join(folder, "site");
  await makeSiteRoot(root, {
    artefacts: await artefactPaths(prepared),
    dataDate: prepared.workspace.asOf,
  });
  const issues = await checkPages(root);
  if (issues.length > 0) return { pages: 0, problems: issues.map(formatIssue) };
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
