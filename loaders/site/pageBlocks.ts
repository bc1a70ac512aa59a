import type MarkdownIt from "markdown-it";
import { blockKinds, formatProblem, isProblem, parseBlock } from "./parseBlock.js";
import type { Block, BlockProblem, Vocabulary } from "./parseBlock.js";
import type { PageSource } from "./readPage.js";
import type { View } from "../../src/components/view.js";
import { sayOnce } from "../../src/components/sayOnce.js";
import type { ArtefactName } from "../../src/model/artefact.js";

/** Types of markdown-it that it does not export by themselves. */
type StateCore = Parameters<Parameters<MarkdownIt["core"]["ruler"]["after"]>[2]>[0];
type Token = StateCore["tokens"][number];

/** What Framework says of the page that is being rendered. */
export type PageEnvironment = { readonly path: string; readonly params?: Readonly<Record<string, string>> };

/** A module, relative to the pages, and what it calls the view. */
export type ViewPlace = { readonly module: string; readonly name: string };

/** What blocks need from the site around them. */
export type BlockSite = {
  readonly views: readonly View[];
  readonly vocabulary: Vocabulary;
  readonly pageOf: (page: PageEnvironment) => PageSource;
  /** Where a page's script finds a view. */
  readonly placeOf: (view: View) => ViewPlace;
  /** HTML of a block on its page. */
  readonly draw: (block: Block, page: PageEnvironment) => string;
  /** HTML of the page's controls. */
  readonly drawControls: (names: readonly string[]) => string;
  /** Values for `{{name}}` in the text of a page with parameters. */
  readonly variables: (page: PageEnvironment) => Readonly<Record<string, string>>;
  /** Told of every block that cannot be drawn; the page then shows the same message. */
  readonly onProblem: (file: string, line: number, problem: BlockProblem) => void;
};

/**
 * A markdown-it plugin that turns the fences `metric`, `chart`, `table` and `note` into static HTML, one block a
 * line, and adds the page's controls and the script that takes over when a reader uses them.
 */
export function pageBlocks(md: MarkdownIt, site: BlockSite): MarkdownIt {
  md.core.ruler.after("block", "riskbook", (state) => {
    const environment: PageEnvironment = state.env;
    const page = site.pageOf(environment);
    fillVariables(state.tokens, site.variables(environment));
    const blocks: Block[] = [];
    const says = sayOnce();
    state.tokens = state.tokens.flatMap((token) => {
      if (!isBlockFence(token)) return [token];
      const { html, drawn } = renderFence(token, { site, page, environment, says });
      blocks.push(...drawn);
      return [htmlToken(state, html)];
    });
    const { filters } = page.frontMatter;
    if (filters.length > 0) addControls(state, { controls: site.drawControls(filters), blocks, site });
  });
  return md;
}

function isBlockFence(token: Token): boolean {
  return token.type === "fence" && blockKinds.some((kind) => kind === token.info.trim());
}

type FencePlace = {
  readonly site: BlockSite;
  readonly page: PageSource;
  readonly environment: PageEnvironment;
  /** What live blocks say of what they lack. */
  readonly says: ReturnType<typeof sayOnce>;
};

function renderFence(
  token: Token,
  { site, page, environment, says }: FencePlace,
): { html: string; drawn: Block[] } {
  const kind = token.info.trim();
  const firstLine = page.bodyStart + (token.map?.[0] ?? 0) + 2;
  const drawn: Block[] = [];
  const parts = token.content.split("\n").map((line, index) => {
    if (line.trim() === "") return "";
    const block = parseBlock(kind, line, site);
    if (isProblem(block)) {
      site.onProblem(page.file, firstLine + index, block);
      return errorBox(formatProblem(`src/${page.file}`, firstLine + index, block));
    }
    const isRightBehind = (drawn.at(-1)?.view.uses.length ?? 0) > 0;
    drawn.push(block);
    const html = site.draw(block, environment);
    return block.view.uses.length === 0 ? html : holder(block, saidOnce(html, says, isRightBehind));
  });
  const html = parts.join("\n");
  return { html: kind === "metric" ? `<div class="tiles">\n${html}\n</div>` : html, drawn };
}

/** A drawn block, without what a block before it on the page lacks as well. */
function saidOnce(html: string, says: FencePlace["says"], isRightBehind: boolean): string {
  const lack = /^<p class="empty">([^<]*)<\/p>$/.exec(html)?.[1];
  const said = says(lack, isRightBehind);
  if (said === lack) return html;
  return said === "" ? "" : `<p class="empty">${said}</p>`;
}

/** The live block in an element that remembers how to draw it again. */
function holder({ view, options }: Block, html: string): string {
  return `<div data-view="${escape(view.name)}" data-options="${escape(JSON.stringify(options))}">${html}</div>`;
}

/** Framework marks failures with this class; the checks of the site look for it. */
function errorBox(message: string): string {
  return `<div class="observablehq--inspect observablehq--error" role="alert">${escape(message)}</div>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** Static HTML; a dollar sign would start an expression of Framework's. */
function htmlToken(state: StateCore, html: string): Token {
  const token = new state.Token("html_block", "", 0);
  token.content = `${html.replaceAll("$", "&#36;")}\n`;
  return token;
}

/** The controls go below the first heading; the script at the end loads the files that the page's blocks need. */
function addControls(
  state: StateCore,
  { controls, blocks, site }: { controls: string; blocks: readonly Block[]; site: BlockSite },
): void {
  const heading = state.tokens.findIndex(({ type }) => type === "heading_close");
  state.tokens.splice(heading + 1, 0, htmlToken(state, controls));
  const views = new Set(blocks.map(({ view }) => view).filter(({ uses }) => uses.length > 0));
  const needs = new Set([...views].flatMap((view) => [...view.needs]));
  const script = new state.Token("fence", "code", 0);
  script.info = "js";
  script.content = takeOverScript([...needs].toSorted(), Array.from(views, site.placeOf));
  state.tokens.push(script);
}

/** A page loads the code of its own views alone: that of all pages would be too heavy. */
function takeOverScript(needs: readonly ArtefactName[], views: readonly ViewPlace[]): string {
  const files = needs.map((name) => `    "${name}": () => FileAttachment("./data/${name}").arrayBuffer(),`);
  const loads = views.map(
    ({ module, name }) =>
      `    () => import(${JSON.stringify(`./${module}`)}).then((found) => found.${name}),`,
  );
  return [
    'import { takeOver } from "./components/live.js";',
    "",
    "takeOver({",
    "  files: {",
    ...files,
    "  },",
    "  views: [",
    ...loads.toSorted(),
    "  ],",
    "});",
    "",
  ].join("\n");
}

function fillVariables(tokens: readonly Token[], variables: Readonly<Record<string, string>>): void {
  for (const token of tokens) {
    if (token.type !== "inline") continue;
    token.content = token.content.replace(/\{\{(\w+)\}\}/g, (written, name: string) =>
      escapeMarkdown(variables[name] ?? written),
    );
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}
