import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const require = createRequire(import.meta.url);

/** One rule of axe that a page breaks. */
export type AxeFinding = {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  /** Where, as CSS selectors. */
  readonly targets: readonly string[];
};

/** Puts axe-core into an opened page; through the debugger, so that the page's own policy stays in force. */
export async function addAxe(page: Page): Promise<void> {
  const source = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(`${source};undefined`);
}

/** Rules of axe that look at colours: all that another theme of the same page can break. */
export const colourRules: readonly string[] = ["color-contrast", "link-in-text-block"];

/** What axe finds serious or critical in a page as it is now, by all rules or only some. */
export function runAxe(page: Page, only?: readonly string[]): Promise<AxeFinding[]> {
  const options = { resultTypes: ["violations"], preload: false, ...(only && { runOnly: only }) };
  return page.evaluate<AxeFinding[]>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, impact, help, nodes }) =>
      ({ rule: id, impact, help, targets: nodes.map(({ target }) => target.flat().join(" ")) })))`);
}
