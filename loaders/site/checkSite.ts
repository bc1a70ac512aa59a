import { JSDOM } from "jsdom";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";

export type SiteCheck = {
  readonly pages: number;
  /** A sentence each, beginning with the file; empty when all is well. */
  readonly problems: string[];
};

/**
 * Checks every file of a rendered site: no error that Framework put into a page, no link into nothing, no address
 * outside the site, no empty file. Pages are not run.
 */
export async function checkSite(folder: string): Promise<SiteCheck> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  const pages = files.filter((file) => file.endsWith(".html"));
  const problems: string[] = [];
  for (const file of files) {
    if ((await stat(join(folder, file))).size === 0)
      problems.push(`${file}: expected content, got an empty file`);
  }
  const anchors = new Map<string, ReadonlySet<string>>();
  const links: Link[] = [];
  for (const page of pages) {
    const html = await readFile(join(folder, page), "utf8");
    problems.push(...errorMarks(page, html));
    const { document } = new JSDOM(html).window;
    anchors.set(page, new Set([...document.querySelectorAll("[id]")].map(({ id }) => id)));
    links.push(...linksOf(page, document));
  }
  const known = new Set(files);
  problems.push(...links.flatMap((link) => brokenLink(link, { known, anchors })));
  return { pages: pages.length, problems };
}

type Link = { readonly page: string; readonly target: string };

/** Framework marks what failed with a class, in the HTML and not in its exit code. */
function errorMarks(page: string, html: string): string[] {
  const { document } = new JSDOM(html.includes("observablehq--error") ? html : "").window;
  return [...document.querySelectorAll(".observablehq--error")].map(
    ({ textContent }) => `${page}: ${(textContent ?? "").trim()}`,
  );
}

const addressed = "[href], [src], [action], [poster], svg a, svg image, svg use";

/** Every address that a page leads to or loads, once; SVG has its own name for it, with or without a prefix. */
function linksOf(page: string, document: Document): Link[] {
  const found = [...document.querySelectorAll(addressed)].flatMap((element) =>
    ["href", "xlink:href", "src", "action", "poster"].map((name) => element.getAttribute(name) ?? ""),
  );
  return [...new Set(found)].filter((target) => target !== "").map((target) => ({ page, target }));
}

function brokenLink(
  { page, target }: Link,
  { known, anchors }: { known: ReadonlySet<string>; anchors: ReadonlyMap<string, ReadonlySet<string>> },
): string[] {
  if (target.startsWith("data:")) return [];
  if (/^(\w+:)?\/\//.test(target)) return [`${page}: expected no address outside the site, got ${target}`];
  const [path = "", anchor = ""] = target.replace(/\?[^#]*/, "").split("#");
  const file = path === "" ? page : posix.normalize(posix.join(posix.dirname(page), decoded(path)));
  if (!known.has(file)) return [`${page}: expected a file of the site, got a link to ${target}`];
  if (anchor === "" || anchors.get(file)?.has(decoded(anchor)) !== false) return [];
  return [`${page}: expected an anchor of ${file}, got a link to ${target}`];
}

/** As written when its percent signs encode nothing. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
