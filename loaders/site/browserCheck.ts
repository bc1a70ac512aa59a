import type { Browser, Page } from "playwright-core";
import { addAxe, colourRules, runAxe } from "./axeRun.js";
import type { AxeFinding } from "./axeRun.js";
import { openBrowserPage } from "./browserPage.js";
import type { BrowserPage, PageFault } from "./browserPage.js";
import { problemOf } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

const themes = ["light", "dark"] as const;
const widths = [1280, 320] as const;

/**
 * What is wrong with a page when it is opened and used: requests that leave the site, errors, missing files, a page
 * wider than its window, and what axe finds serious, in both themes and at two widths with everything unfolded. Themes
 * differ in their colours only, so that the second one is held against the rules about colours alone.
 * Takes a few seconds.
 */
export async function checkInBrowser(browser: Browser, folder: string, file: string): Promise<Problem[]> {
  const options = { viewport: { width: widths[0], height: 900 }, reducedMotion: "reduce" } as const;
  const { page, faults, open, calm, close } = await openBrowserPage(browser, { folder, options });
  try {
    await open(encodeURI(file));
    await useControls({ page, calm });
    const looks = await checkLooks(page, file);
    return [...faults.map((fault) => faultProblem(file, fault)), ...looks];
  } finally {
    await close();
  }
}

/** Makes one choice and takes it back, so that the code and data that a page loads on first use run too. */
async function useControls({ page, calm }: Pick<BrowserPage, "page" | "calm">): Promise<void> {
  const select = page.locator("form.controls select:enabled").first();
  if ((await select.count()) === 0) return;
  const before = await select.inputValue();
  const values = await select
    .locator("option")
    .evaluateAll((options) => options.map((option) => option.getAttribute("value") ?? ""));
  const other = values.find((value) => value !== before);
  for (const value of other === undefined ? [] : [other, before]) {
    await select.selectOption(value);
    await calm();
    await page
      .locator("form.controls[aria-busy]")
      .waitFor({ state: "detached", timeout: 10_000 })
      .catch(() => undefined); // what kept it from ending is among the faults
  }
}

async function checkLooks(page: Page, file: string): Promise<Problem[]> {
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
  await addAxe(page);
  const found = new Map<string, { finding: AxeFinding; looks: string[] }>();
  const problems: Problem[] = [];
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const look = `${theme}, ${width} px`;
      const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
      if (wide > width) {
        const message = `expected a page no wider than its window, got ${wide} px (${look})`;
        problems.push(problemOf("horizontal-overflow", file, { message }));
      }
      for (const finding of await runAxe(page, theme === themes[0] ? undefined : colourRules)) {
        const known = found.get(finding.rule) ?? { finding, looks: [] };
        known.looks.push(look);
        found.set(finding.rule, known);
      }
    }
  }
  return [...problems, ...[...found.values()].map((entry) => axeProblem(file, entry))];
}

function axeProblem(
  file: string,
  { finding, looks }: { finding: AxeFinding; looks: readonly string[] },
): Problem {
  const { rule, impact, help, targets } = finding;
  const more = targets.length > 1 ? ` and ${targets.length - 1} more` : "";
  const message = `${rule} (${impact}): ${help}, got ${targets[0] ?? "none"}${more} (${looks.join("; ")})`;
  return problemOf("accessibility", file, { message });
}

/** A fault is told of the file that it is in, where the browser knows it, with the page that was open. */
function faultProblem(page: string, { kind, message, file = page, line }: PageFault): Problem {
  const opened = file === page ? "" : ` (opening ${page})`;
  return problemOf(kind, file, { line, message: `${wordsOf(kind)}${message}${opened}` });
}

function wordsOf(kind: PageFault["kind"]): string {
  if (kind === "external-request") return "expected no request to another site, got ";
  return kind === "missing-file" ? "expected a file of the site, got a request for " : "";
}
