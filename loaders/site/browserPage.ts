import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { calmOf } from "./pageCalm.js";

/** Debian's Chromium; CHROMIUM names another. */
export const chromiumPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export const hasChromium = existsSync(chromiumPath);

/** What to do where it is missing. */
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

/** A headless Chromium. @throws {Error} that says how to install it */
export function launchChromium(): Promise<Browser> {
  if (!hasChromium) throw new Error(installChromium);
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: flags });
}

/** Something that went wrong in an opened page; `file` and `line` where the browser says them. */
export type PageFault = {
  readonly kind: "console-error" | "uncaught-error" | "missing-file" | "external-request";
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
};

/** A page of a site whose files are served without a socket, with everything that went wrong so far. */
export type BrowserPage = {
  readonly page: Page;
  readonly faults: readonly PageFault[];
  /** Opens a file of the folder and resolves when the page has come to rest. */
  readonly open: (path: string) => Promise<void>;
  /** Resolves when it has come to rest again. */
  readonly calm: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Where an opened site stands; nothing answers there but the files of its folder. */
export const siteOrigin = "http://site.test";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".arrow": "application/octet-stream",
};

/** A window of its own for the files of a site; it stands empty until `open`, e.g. of `trends.html?language=fr`. */
export async function openBrowserPage(
  browser: Browser,
  { folder, options = {} }: { folder: string; options?: BrowserContextOptions },
): Promise<BrowserPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: PageFault[] = [];
  const calm = calmOf(page);
  listen(page, faults);
  await context.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === "data:") return route.continue();
    if (url.origin !== siteOrigin) {
      faults.push({ kind: "external-request", message: url.href });
      return route.abort();
    }
    const file = join(folder, normalize(decodeURIComponent(url.pathname)));
    const body = await readFile(file).catch(() => undefined);
    if (body !== undefined) {
      return route.fulfill({ body, contentType: types[extname(file)] ?? "application/octet-stream" });
    }
    faults.push({ kind: "missing-file", message: url.pathname });
    return route.fulfill({ status: 404, body: "" });
  });
  const open = async (path: string): Promise<void> => {
    await page.goto(`${siteOrigin}/${path}`);
    await calm();
  };
  return { page, faults, open, calm, close: () => context.close() };
}

function listen(page: Page, faults: PageFault[]): void {
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url, lineNumber } = message.location();
    const [text = ""] = message.text().split("\n    at "); // Framework logs what a block throws, with its stack
    const place = { ...placeOf(url, lineNumber + 1), ...placeInStack(message.text()) };
    faults.push({ kind: "console-error", message: text, ...place });
  });
  page.on("pageerror", (error) => {
    const message = `${error.name}: ${error.message}`;
    faults.push({ kind: "uncaught-error", message, ...placeInStack(error.stack ?? "") });
  });
}

/** Where the innermost call of a stack is. */
function placeInStack(stack: string): { file?: string; line?: number } {
  const [, url = "", line = ""] = /(http:\/\/site\.test\/\S*?):(\d+):\d+/.exec(stack) ?? [];
  return placeOf(url, Number(line));
}

function placeOf(url: string, line: number): { file?: string; line?: number } {
  if (!url.startsWith(`${siteOrigin}/`)) return {};
  const file = decodeURIComponent(new URL(url).pathname.slice(1));
  return line > 0 ? { file, line } : { file };
}
