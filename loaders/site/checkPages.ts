import { readdir } from "node:fs/promises";
import MarkdownIt from "markdown-it";
import type { DataIssue } from "../../src/model/dataError.js";
import { quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { artefactNames } from "../../src/model/artefact.js";
import { tableFromIPC } from "apache-arrow";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { artefactFolder } from "./artefactFolder.js";
import { openBlockSite, openPageData } from "./blockSite.js";
import { pageBlocks } from "./pageBlocks.js";
import { readPage } from "./readPage.js";
import type { PageContract, PageSource } from "./readPage.js";

/**
 * Everything wrong with the pages of a generated root before it is rendered: blocks that cannot be drawn, unknown
 * filters, and data that breaks a page's contract. Empty when all is well.
 */
export async function checkPages(root: string): Promise<DataIssue[]> {
  const issues: DataIssue[] = [];
  const data = await openPageData(root);
  const { controlNames } = await import("../../src/components/controls.js");
  const known = controlNames(data);
  const site = await openBlockSite(root, (file, line, { column, message }) => {
    issues.push({ source: `src/${file}`, line, column: String(column), message });
  });
  const quiet = { ...site, draw: () => "", drawControls: () => "" };
  const files = await readdir(root, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".md") && !name.startsWith(".observablehq")).toSorted()) {
    const page = readPage(root, file);
    const unknown = page.frontMatter.filters.filter((name) => !known.includes(name));
    for (const name of unknown) {
      issues.push({ source: `src/${file}`, line: lineOf(page, root, "filters"), column: "filters", message: `expected one of ${known.join(", ")}, got ${quote(name)}${didYouMean(name, known)}` });
    }
    issues.push(...contractIssues(page, root));
    const md = pageBlocks(new MarkdownIt({ html: true }), { ...quiet, pageOf: () => page });
    md.parse(page.body, { path: `/${file}` });
  }
  return issues;
}

function lineOf({ file }: PageSource, root: string, key: string): number {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return Math.max(0, lines.findIndex((line) => line.includes(`${key}`))) + 1;
}

function contractIssues(page: PageSource, root: string): DataIssue[] {
  return Object.entries(page.frontMatter.data).flatMap(([name, contract]) => {
    const place = { source: `src/${page.file}`, line: lineOf(page, root, `${name}:`), column: `data.${name}` };
    if (!artefactNames.some((known) => known === name)) {
      return [{ ...place, message: `expected a file of ${artefactNames.join(", ")}, got ${quote(name)}${didYouMean(name, artefactNames)}` }];
    }
    return breaches(name, contract, root).map((message) => ({ ...place, message }));
  });
}

function breaches(name: string, { minRows, columns = [] }: PageContract, root: string): string[] {
  if (!name.endsWith(".arrow")) return [];
  const table = tableFromIPC(readFileSync(join(artefactFolder(root), name)));
  const found = table.schema.fields.map((field) => String(field.name));
  const missing = columns.filter((column) => !found.includes(column));
  return [
    ...missing.map((column) => `expected column ${quote(column)}, got ${found.join(", ")}${didYouMean(column, found)}`),
    ...(minRows !== undefined && table.numRows < minRows ? [`expected at least ${minRows} rows, got ${table.numRows}`] : []),
  ];
}
