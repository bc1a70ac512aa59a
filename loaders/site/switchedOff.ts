import { readFileSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { arrow } from "../store/arrow.js";
import { artefactFolder } from "./artefactFolder.js";
import { readPage } from "./readPage.js";
import type { PageSource } from "./readPage.js";

/**
 * Where a workspace has no items, puts a page that says so in the place of each page that names a table of them which is
 * empty in front of it, with the sections that the page's front matter says need none. Pages of single terms stay, as there are none, and in a workspace with items a page without its
 * rows stays a breach of its contract.
 * @param root with its pages and artefacts
 */
export async function switchOffPages(root: string): Promise<void> {
  const { items }: { items: { total: number } } = JSON.parse(
    readFileSync(join(artefactFolder(root), "report.json"), "utf8"),
  );
  if (items.total > 0) return;
  const files = await readdir(root, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".md") && !name.startsWith(".observablehq"))) {
    if (file.includes("[")) continue;
    const page = readPage(root, file);
    if (!lacksRows(page, root)) continue;
    await rm(join(root, file)); // a link to the page of all workspaces
    await writeFile(join(root, file), emptyPage(page));
  }
}

function lacksRows({ frontMatter }: PageSource, root: string): boolean {
  const tables = Object.keys(frontMatter.data).filter((name) => name.endsWith(".arrow"));
  return tables.some(
    (name) => arrow.tableFromIPC(readFileSync(join(artefactFolder(root), name))).numRows === 0,
  );
}

function emptyPage({ frontMatter: { title = "", withoutItems }, body }: PageSource): string {
  const sections = body.split(/^(?=## )/m);
  const kept = sections.filter((section) => withoutItems.includes(section.slice(3, section.indexOf("\n"))));
  return `---
title: ${JSON.stringify(title)}
---

# ${title}

This page is switched off: it needs the table \`item\`, which no source of this workspace fills. A mapping under \`tables.item\` in \`workspace.yaml\`, or the missing file of an optional source, switches it on.
${kept.map((section) => `\n${section}`).join("")}`;
}
