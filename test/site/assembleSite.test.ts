import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assembleSite } from "../../loaders/site/assembleSite.js";
import { siteOf } from "../faults/cloneProject.js";
import { tempFolder } from "../sources/tempFolder.js";

const page = (title: string) =>
  `<!DOCTYPE html><html lang="en"><head><link rel="stylesheet" href="./_import/style.12345678.css"></head><body>\n<header id="observablehq-header">\n<b>${title}</b></header></body></html>`;

/** Two rendered workspaces in a folder of their own, put together. */
async function assembled(): Promise<string> {
  const dir = await tempFolder({});
  const parts = [];
  for (const [name, title] of [
    ["plums", "Plums & pears"],
    ["figs", "Figs"],
  ] as const) {
    const folder = join(dir, "rendered", name);
    await mkdir(join(folder, "terms"), { recursive: true });
    await mkdir(join(folder, "_import"));
    await writeFile(join(folder, "index.html"), page(title));
    await writeFile(join(folder, "terms", "one.html"), page(title));
    await writeFile(join(folder, "_import", "style.12345678.css"), "body { margin: 0 }");
    parts.push({ folder, workspace: { name, title, about: undefined, asOf: Date.UTC(2024, 1, 3) } });
  }
  await assembleSite(parts, join(dir, "site"));
  return join(dir, "site");
}

test("assembleSite() puts each workspace below its name and lists it, with relative links both ways", async () => {
  const site = await assembled();
  const front = await readFile(join(site, "index.html"), "utf8");
  expect(front).toContain('<a href="plums/index.html">Plums &amp; pears</a>');
  expect(front).toContain("Data as of 2024-02-03.");
  expect(front.indexOf("plums/")).toBeLessThan(front.indexOf("figs/"));
  expect(await readFile(join(site, "figs/index.html"), "utf8")).toContain('href="../index.html"');
  expect(await readFile(join(site, "figs/terms/one.html"), "utf8")).toContain('href="../../index.html"');
});

test("assembleSite() gives the same bytes wherever it is done", async () => {
  expect(await siteOf(await assembled())).toEqual(await siteOf(await assembled()));
});
