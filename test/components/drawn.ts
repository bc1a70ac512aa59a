import { JSDOM } from "jsdom";
import { isProblem, parseBlock } from "../../loaders/site/parseBlock.js";
import type { Block } from "../../loaders/site/parseBlock.js";
import { drawView } from "../../src/components/drawView.js";
import type { PageData } from "../../src/components/pageData.js";
import type { PageState } from "../../src/components/pageState.js";
import { views } from "../../src/components/views.js";

/** A block as written in a page: the fence, the line, and what the reader chose or the page's path holds. */
export type Written = {
  readonly fence: string;
  readonly line?: string;
  readonly state?: PageState;
  readonly params?: Readonly<Record<string, string>>;
};

/** A document without a window, as the build has it. */
export const { document } = new JSDOM().window;

/** The HTML of a block, as the build puts it into a page. */
export function drawn(data: PageData, written: Written): string {
  const { view, options } = blockOf(data, written);
  const { state = {}, params = {} } = written;
  return drawView(view, options, { document, data, state, params }).outerHTML;
}

/** The view and options that a written block names; fails when it names none. */
export function blockOf({ report }: PageData, { fence, line = "" }: Written): Block {
  const ids = report.metrics.map(({ id }) => id);
  const vocabulary = { metrics: ids, anyMetrics: ids, dimensions: report.dimensions };
  const block = parseBlock(fence, line, { views, vocabulary });
  if (isProblem(block)) throw new Error(block.message);
  return block;
}

/** HTML with a line for each element, cells of a row in one, so that a golden can be read and compared. */
export function inLines(html: string): string {
  const lines = html.replaceAll("><", ">\n<");
  return `${lines.replaceAll(/\n(?=<\/(?:path|line)>|<t[dh][ >]|<\/tr>)/g, "")}\n`;
}
