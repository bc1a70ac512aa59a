import { JSDOM } from "jsdom";
import { readdirSync, readFileSync } from "node:fs";
import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isStageMetric } from "../../src/components/selection.js";
import { maskTerm } from "../../src/components/mask.js";
import type { PageData } from "../../src/components/pageData.js";
import { artefactFolder } from "./artefactFolder.js";
import type { View } from "../../src/components/view.js";
import { projectRoot } from "../store/codeHash.js";
import type { BlockSite, PageEnvironment, ViewPlace } from "./pageBlocks.js";
import { readPage } from "./readPage.js";
import type { PageSource } from "./readPage.js";

register("../artefacts/npmHook.mjs", import.meta.url);

/** The prepared data of a generated Framework root, decoded as a browser would. */
export async function openPageData(root: string): Promise<PageData> {
  const { pageData } = await import("../../src/components/pageData.js");
  return pageData((name) => readFileSync(join(artefactFolder(root), name)));
}

/**
 * Draws blocks of a site in Node: the views of the pages themselves, in a document without a window.
 * @param onProblem told of each block that cannot be drawn
 */
export async function openBlockSite(root: string, onProblem: BlockSite["onProblem"]): Promise<BlockSite> {
  const { views } = await import("../../src/components/views.js");
  const { controlsForm, defaultState } = await import("../../src/components/controls.js");
  const { commonDimensions, drawView } = await import("../../src/components/drawView.js");
  const data = await openPageData(root);
  const { document } = new JSDOM().window;
  const pages = new Map<string, PageSource>();

  function pageOf(page: PageEnvironment): PageSource {
    const file = pageFile(page);
    const known = pages.get(file) ?? readPage(root, file);
    pages.set(file, known);
    return known;
  }

  return {
    views,
    vocabulary: {
      metrics: data.report.metrics.filter(isStageMetric).map(({ id }) => id),
      anyMetrics: data.report.metrics.map(({ id }) => id),
      dimensions: [...new Set([...commonDimensions, ...data.report.dimensions])],
    },
    pageOf,
    placeOf: await viewPlaces(),
    draw: ({ view, options }, page) => {
      const state = defaultState(pageOf(page).frontMatter.filters, data);
      return drawView(view, options, { document, data, state, params: page.params ?? {} }).outerHTML;
    },
    drawControls: (names) => controlsForm(names, data, document).outerHTML,
    variables: (page) => pageVariables(page, data),
    onProblem,
  };
}

/** Looks through the modules of views for what they export. */
async function viewPlaces(): Promise<(view: View) => ViewPlace> {
  const folder = join(projectRoot, "src", "components", "views");
  const places = new Map<unknown, ViewPlace>();
  for (const file of readdirSync(folder).toSorted()) {
    const found: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(folder, file)).href);
    const module = `components/views/${file.replace(/\.ts$/, ".js")}`;
    for (const [name, value] of Object.entries(found)) places.set(value, { module, name });
  }
  return (view) => {
    const place = places.get(view);
    if (place === undefined)
      throw new TypeError(`Expected a module of src/components/views to export \`${view.name}\``);
    return place;
  };
}

/** `/terms/abc` with `{termId: "abc"}` → `terms/[termId].md` */
function pageFile({ path, params = {} }: PageEnvironment): string {
  let file = path.replace(/^\//, "").replace(/\.md$/, "");
  for (const [name, value] of Object.entries(params)) file = file.replace(value, `[${name}]`);
  return `${file}.md`;
}

/** What a page with parameters can say of itself in its text. */
function pageVariables({ params }: PageEnvironment, data: PageData): Readonly<Record<string, string>> {
  const term = data.terms.find(({ termId }) => termId === params?.["termId"]);
  return term === undefined ? {} : { term: maskTerm(term.term), language: term.language || "any language" };
}
