import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { calmOf } from "../../loaders/site/pageCalm.js";

/** Debian's Chromium; CHROMIUM names another. */
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export const hasChromium = existsSync(executablePath);

/** What to do where it is missing; tests fail with this sentence. */
export const installChromium = "Chromium is missing: sudo apt-get install -y chromium";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchChromium(): Promise<Browser> {
  if (!hasChromium) throw new Error(installChromium);
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** A page of a site whose files are served without a socket, with everything that went wrong. */
export type OpenedPage = {
  readonly page: Page;
  /** Requests that left the site. */
  readonly external: string[];
  /** Console errors, uncaught errors and missing files. */
  readonly errors: string[];
  readonly close: () => Promise<void>;
};

const origin = "http://site.test";
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".arrow": "application/octet-stream",
};

/** Opens a file of a built site, e.g. `trends.html?language=fr`, in a window of its own. */
export async function openPage(
  browser: Browser,
  { folder, path, options = {} }: { folder: string; path: string; options?: BrowserContextOptions },
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const calm = calmOf(page);
  const external: string[] = [];
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await context.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === "data:") return route.continue();
    if (url.origin !== origin) {
      external.push(url.href);
      return route.abort();
    }
    const file = join(folder, normalize(decodeURIComponent(url.pathname)));
    const body = await readFile(file).catch(() => undefined);
    if (body !== undefined)
      return route.fulfill({ body, contentType: types[extname(file)] ?? "application/octet-stream" });
    errors.push(`missing file ${url.pathname}`);
    return route.fulfill({ status: 404, body: "" });
  });
  await page.goto(`${origin}/${path}`);
  await calm();
  return { page, external, errors, close: () => context.close() };
}
