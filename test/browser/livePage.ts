import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { openPage } from "./openSite.js";
import type { OpenedPage } from "./openSite.js";
import type { LiveBlock } from "./siteData.js";
import { builtSite } from "./builtSite.js";

/**
 * Opens a page of the shared site until the test ends, on a screen of two device pixels per pixel: on a coarser one
 * Plot moves what it draws by half a pixel, and the live charts would differ from the static ones in that alone.
 */
export async function openLive(browser: Browser, path: string): Promise<OpenedPage> {
  const opened = await openPage(browser, { folder: builtSite, path, options: { deviceScaleFactor: 2 } });
  onTestFinished(opened.close);
  await settled(opened.page);
  return opened;
}

/** Resolves when the page's controls work and what was chosen is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector("form.controls:not([aria-busy]) select:enabled");
}

/** Makes choices as a reader does, one after the other, and waits until the page shows them. */
export async function choose(page: Page, choices: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(choices)) {
    await page.selectOption(`select[name="${name}"]`, value);
    await settled(page);
  }
}

/** What the controls say. */
export function chosen(page: Page): Promise<Record<string, string>> {
  return page.$$eval("form.controls select", (controls) =>
    Object.fromEntries(
      controls.map((control) => (control instanceof HTMLSelectElement ? [control.name, control.value] : [])),
    ),
  );
}

/** The choice that the URL holds, decoded. */
export function query(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams);
}

/** Every block that depends on a choice, with all its text. */
export function liveBlocks(page: Page): Promise<LiveBlock[]> {
  return page.$$eval("[data-view]", (holders) =>
    holders.map((holder) => ({
      view: holder.getAttribute("data-view") ?? "",
      options: holder.getAttribute("data-options") ?? "",
      shown: holder.textContent ?? "",
    })),
  );
}

/** Positions of the blocks that differ between two states of a page, instead of their long HTML. */
export function changedBlocks(before: readonly string[], after: readonly string[]): number[] {
  const longest = before.length > after.length ? before : after;
  return longest.flatMap((_, index) => (before[index] === after[index] ? [] : [index]));
}

/** Every live block as markup with attributes in order of name: Chromium writes a style set by a script last. */
export function liveHtml(page: Page): Promise<string[]> {
  return page.$$eval("[data-view]", (holders) => {
    const markup = (node: Node): string => {
      if (!(node instanceof Element)) return node.textContent ?? "";
      const attributes = node.getAttributeNames().map((name) => `${name}="${node.getAttribute(name)}"`);
      const inner = [...node.childNodes].map(markup).join("");
      return `<${[node.localName, ...attributes.toSorted()].join(" ")}>${inner}</${node.localName}>`;
    };
    return holders.map((holder) => [...holder.childNodes].map(markup).join(""));
  });
}
