import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attributeOf, parsePage, textOf } from "./checkHtml.js";

/** What Framework writes into every page, and what stands there instead. */
const mended: readonly (readonly [string, string])[] = [
  ["<html>", '<html lang="en">'],
  ["width=device-width, initial-scale=1, maximum-scale=1", "width=device-width, initial-scale=1"],
  ["<body>", '<body>\n<a class="skip-link" href="#observablehq-main">Skip to content</a>'],
  [
    '<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">',
    '<input id="observablehq-sidebar-toggle" type="checkbox" aria-label="Show the list of pages" title="Toggle sidebar">',
  ],
  ['<nav id="observablehq-sidebar">', '<nav id="observablehq-sidebar" aria-label="Pages">'],
  // A list may hold nothing but its items.
  ['    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>\n', ""],
  ["</nav>", '  <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>\n</nav>'],
  [
    '<main id="observablehq-main" class="observablehq">',
    '<main id="observablehq-main" class="observablehq" tabindex="-1">',
  ],
];

/** Blocks that lack the same, one behind the other. */
const repeatedLack = /(<p class="empty">[^<]*<\/p>)(?:\s*\1)+/gu;

/**
 * Mends every page that Framework rendered into a folder: language, zoom, labels, a way past the navigation, what is
 * lacking said once for all the blocks in a row that lack it, and a policy that lets a page run only its own scripts
 * and load only from its own site. The same pages give the same bytes.
 * @throws {TypeError} when a page lacks what is mended: another version of Framework, or a page mended before
 */
export async function finishPages(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const html = await readFile(join(folder, file), "utf8");
    await writeFile(join(folder, file), finishPage(file, html));
  }
}

/** One page of Framework's, mended. */
export function finishPage(file: string, html: string): string {
  return withContentPolicy(
    file,
    mended
      .reduce((text, [from, to]) => replaceFirst(file, text, { from, to }), html)
      .replaceAll(repeatedLack, "$1"),
  );
}

/** A page that may run only the scripts that it holds now, and load only from its own site. */
export function withContentPolicy(file: string, page: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(file, page)}">`;
  const charset = '<meta charset="utf-8">';
  return replaceFirst(file, page, { from: charset, to: `${charset}\n${policy}` });
}

/** All of these come first in a page, before any content could hold the same text. */
function replaceFirst(file: string, text: string, { from, to }: { from: string; to: string }): string {
  const at = text.indexOf(from);
  if (at < 0)
    throw new TypeError(`Expected page ${file} to hold \`${from.trim()}\`, as Framework 1.13.4 writes it`);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

/** Charts carry styles of their own, so styles in a page are let be; its scripts are known by their hashes. */
function contentPolicy(file: string, html: string): string {
  const hashes = parsePage(file, html)
    .elements.filter((element) => element.tagName === "script" && attributeOf(element, "src") === undefined)
    .map((element) => `'sha256-${createHash("sha256").update(textOf(element)).digest("base64")}'`);
  return [
    "default-src 'self'",
    ["script-src 'self'", ...new Set(hashes)].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}
