import type { Page } from "playwright-core";
import { packageFiles } from "../../loaders/artefacts/packageFiles.js";
import type { Term } from "../../src/matcher/term.js";

/** Gives an opened page these terms in place of the package of its site. */
export async function servePackage(page: Page, terms: readonly Term[]): Promise<void> {
  for (const [name, bytes] of Object.entries(packageFiles(terms))) {
    const [stem, extension] = name.split(".");
    const address = new RegExp(`/${stem}\\.\\w+\\.${extension}$`);
    await page.route(address, (route) => route.fulfill({ body: Buffer.from(bytes) }));
  }
}
