import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../src/model/report.js";
import { footerHtml, headHtml, headerHtml } from "./pageFrame.js";

/**
 * Puts icon, link to the feed, header and footer into every page of a rendered workspace. Framework can do this too, but parses the
 * page with jsdom six times more for it, which made up two thirds of the time to render a page.
 * @throws {TypeError} when a page is not laid out as Framework does
 */
export async function framePages(folder: string, report: Report): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const path = join(folder, file);
    await writeFile(path, frame(await readFile(path, "utf8"), { file, report }));
  }
}

function frame(html: string, { file, report }: { file: string; report: Report }): string {
  const up = "../".repeat(file.split("/").length - 1);
  const header = `<header id="observablehq-header">\n${headerHtml(report)}\n</header>`;
  const footer = `<footer id="observablehq-footer">\n${footerHtml(report, `./${up}`)}\n${alertLinks(up)}\n</footer>`;
  const places = [
    { mark: "</head>", with: `${headHtml}\n${feedLink(up)}\n</head>` },
    { mark: '<div id="observablehq-center">', with: `<div id="observablehq-center">\n${header}` },
    { mark: "</main>", with: `</main>\n${footer}` },
  ];
  return places.reduce((page, place) => {
    const [before, after, ...more] = page.split(place.mark);
    if (after === undefined || more.length > 0) throw new TypeError(`Expected ${place.mark} once in ${file}`);
    return before + place.with + after;
  }, html);
}

function feedLink(up: string): string {
  return `<link rel="alternate" type="application/atom+xml" title="Alerts" href="./${up}feed.xml">`;
}

function alertLinks(up: string): string {
  return `<div class="provenance">Alerts: <a href="./${up}feed.xml">Atom feed</a> · <a href="./${up}alerts.json">JSON</a></div>`;
}
