import { posix } from "node:path";
import { textOf } from "./checkHtml.js";
import type { HtmlPage } from "./checkHtml.js";

/** What makes a page the one of its kind to open. */
export type PageTraits = {
  readonly file: string;
  /** Characters of HTML. */
  readonly length: number;
  /** Rows of its tables. */
  readonly rows: number;
  /** Characters in its text that mean something in HTML or JavaScript. */
  readonly markup: number;
};

export function pageTraits({ file, html, elements }: HtmlPage): PageTraits {
  const main = elements.find(({ tagName }) => tagName === "main");
  const text = main === undefined ? "" : textOf(main);
  return {
    file,
    length: html.length,
    rows: elements.filter(({ tagName }) => tagName === "tr").length,
    markup: text.match(/[<>&"'`{}$\\]/g)?.length ?? 0,
  };
}

/** Above this many pages in a folder, they are taken for instances of one template. */
const mostPagesOfOneKind = 12;

/**
 * Pages worth opening, sorted: of each template the longest, the emptiest (fewest table rows, then shortest) and the
 * most hostile (most markup-like characters), which may be one and the same.
 */
export function selectPages(pages: readonly PageTraits[]): string[] {
  const chosen = [...groupBy(pages, templateIn(pages)).values()].flatMap((group) => [
    best(group, (a, b) => b.length - a.length),
    best(group, (a, b) => a.rows - b.rows || a.length - b.length),
    best(group, (a, b) => b.markup - a.markup),
  ]);
  return [...new Set(chosen.flatMap((page) => page?.file ?? []))].toSorted();
}

/** The first in an order, by name where it is a draw. */
function best(
  pages: readonly PageTraits[],
  order: (a: PageTraits, b: PageTraits) => number,
): PageTraits | undefined {
  return pages.toSorted((a, b) => order(a, b) || (a.file < b.file ? -1 : 1))[0];
}

/** Ids in a path stand for a parameter; so does every name in a folder that is full of pages. */
function templateIn(pages: readonly PageTraits[]): (page: PageTraits) => string {
  const perFolder = groupBy(pages, ({ file }) => posix.dirname(file));
  return ({ file }) => {
    const folder = posix.dirname(file);
    const crowded = folder !== "." && (perFolder.get(folder)?.length ?? 0) > mostPagesOfOneKind;
    return crowded ? `${folder}/*` : file.replace(/(^|\/)[0-9a-f]{8,64}(?=\.html$|\/)/g, "$1*");
  };
}

function groupBy(
  pages: readonly PageTraits[],
  keyOf: (page: PageTraits) => string,
): Map<string, PageTraits[]> {
  const groups = new Map<string, PageTraits[]>();
  for (const page of pages) {
    const group = groups.get(keyOf(page)) ?? [];
    groups.set(keyOf(page), group);
    group.push(page);
  }
  return groups;
}
