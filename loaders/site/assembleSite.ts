import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Workspace } from "../../src/model/workspace.js";
import { withContentPolicy } from "./finishPages.js";

/** The rendered pages of one workspace. */
export type RenderedWorkspace = {
  readonly workspace: Pick<Workspace, "name" | "title" | "about" | "asOf">;
  readonly folder: string;
};

/**
 * Puts several rendered workspaces under one site: each below its name, a front page that lists them, and a link to
 * it in the header of every page. All addresses are relative, so the site can stand anywhere.
 */
export async function assembleSite(parts: readonly RenderedWorkspace[], target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const { workspace, folder } of parts) {
    await moveFolder(folder, join(target, workspace.name));
    await linkHome(join(target, workspace.name));
  }
  const page = await frontPage(parts, target);
  await writeFile(join(target, "index.html"), withContentPolicy("index.html", page));
}

/** Renaming is quicker, but only inside one file system. */
async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
    await cp(from, to, { recursive: true });
    await rm(from, { recursive: true });
  }
}

const headerStart = '<header id="observablehq-header">\n';

async function linkHome(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const html = await readFile(join(folder, file), "utf8");
    if (!html.includes(headerStart)) throw new TypeError(`Expected a page header in ${file}`);
    const up = "../".repeat(file.split("/").length);
    const link = `<a class="all-workspaces" href="${up}index.html">All workspaces</a>\n`;
    await writeFile(join(folder, file), html.replace(headerStart, headerStart + link));
  }
}

async function frontPage(parts: readonly RenderedWorkspace[], target: string): Promise<string> {
  const style = await styleSheet(parts, target);
  const entries = parts.map(({ workspace: { name, title, about, asOf } }) => {
    const date = new Date(asOf).toISOString().slice(0, 10);
    return `<section>
<h2><a href="${name}/index.html">${escapeHtml(title)}</a></h2>
<p>${escapeHtml(about ?? "")}</p>
<p>Data as of ${date}.</p>
</section>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Riskbook</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body>
<a class="skip-link" href="#observablehq-main">Skip to content</a>
<div id="observablehq-center">
<main id="observablehq-main" tabindex="-1">
<h1>Riskbook</h1>
${entries.join("\n")}
</main>
</div>
</body>
</html>
`;
}

/** The style sheet of the first workspace; the pages of all are dressed alike. */
async function styleSheet(parts: readonly RenderedWorkspace[], target: string): Promise<string> {
  const name = parts[0]?.workspace.name ?? "";
  const found = await readdir(join(target, name, "_import"));
  const file = found.find((candidate) => /^style\..*\.css$/.test(candidate));
  if (file === undefined) throw new TypeError(`Expected a style sheet in ${name}/_import`);
  return `${name}/_import/${file}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
