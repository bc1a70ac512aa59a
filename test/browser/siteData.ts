import { JSDOM } from "jsdom";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drawView } from "../../src/components/drawView.js";
import { pageData } from "../../src/components/pageData.js";
import type { PageData } from "../../src/components/pageData.js";
import type { PageState } from "../../src/components/pageState.js";
import { views } from "../../src/components/views.js";
import { builtSite } from "./builtSite.js";

/** The data that a published site serves, decoded as its pages do. */
export function siteData(): PageData {
  const folder = join(builtSite, "_file", "data");
  const files = readdirSync(folder);
  return pageData((name) => {
    const [stem, extension] = name.split(".");
    const found = files.find((file) => file.startsWith(`${stem}.`) && file.endsWith(`.${extension}`));
    return found === undefined ? undefined : readFileSync(join(folder, found));
  });
}

/** A live block of a page: which view it is, how it was written, and what it shows. */
export type LiveBlock = { readonly view: string; readonly options: string; readonly shown: string };

/** What a block would show in Node for a choice: all its text, the rows of its chart among it. */
export function textInNode(block: LiveBlock, data: PageData, state: PageState): string {
  const view = views.find(({ name }) => name === block.view);
  if (view === undefined) throw new Error(`Expected a view, got ${block.view}`);
  const { document } = new JSDOM().window;
  return drawView(view, JSON.parse(block.options), { document, data, state, params: {} }).textContent ?? "";
}
