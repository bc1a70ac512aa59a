import MarkdownIt from "markdown-it";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { artefactNames } from "../../src/model/artefact.js";
import { DataError, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { arrow } from "../store/arrow.js";
import { artefactFolder } from "./artefactFolder.js";
import { openBlockSite, openPageData } from "./blockSite.js";
import { pageBlocks } from "./pageBlocks.js";
import type { BlockSite } from "./pageBlocks.js";
import { readPage } from "./readPage.js";
import type { PageContract, PageSource } from "./readPage.js";

/**
 * Everything wrong with the pages of a generated root before it is rendered: front matter that cannot be read, blocks
 * that cannot be drawn, unknown filters, and data that breaks a page's contract. Page by page; empty when all is well.
 */
export async function checkPages(root: string): Promise<DataIssue[]> {
  const data = await openPageData(root);
  const { controlNames } = await import("../../src/components/controls.js");
  const known = controlNames(data);
  const issues: DataIssue[] = [];
  const site = await openBlockSite(root, (file, line, { column, message }) => {
    issues.push({ source: `src/${file}:${line}:${column}`, message });
  });
  for (const file of await pageFiles(root)) {
    const page = readOrIssues(root, file);
    if ("issues" in page) issues.push(...page.issues);
    else {
      issues.push(...filterIssues(page, known), ...contractIssues(page, root));
      findBlockProblems(page, site);
    }
  }
  return issues;
}

async function pageFiles(root: string): Promise<string[]> {
  const files = await readdir(root, { recursive: true });
  return files.filter((name) => name.endsWith(".md") && !name.startsWith(".observablehq")).toSorted();
}

function readOrIssues(root: string, file: string): PageSource | DataError {
  try {
    return readPage(root, file);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

/** Reads the blocks of a page without drawing them; the site is told of each that is wrong. */
function findBlockProblems(page: PageSource, site: BlockSite): void {
  const quiet: BlockSite = { ...site, draw: () => "", drawControls: () => "", pageOf: () => page };
  pageBlocks(new MarkdownIt({ html: true }), quiet).parse(page.body, { path: `/${page.file}` });
}

function filterIssues({ frontMatter, placeOf }: PageSource, known: readonly string[]): DataIssue[] {
  return frontMatter.filters.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const message = `expected one of ${known.join(", ")}, got ${quote(name)}${didYouMean(name, known)}`;
    return [{ source: placeOf(["filters", index]), column: "filters", message }];
  });
}

function contractIssues({ frontMatter, placeOf }: PageSource, root: string): DataIssue[] {
  return Object.entries(frontMatter.data).flatMap(([name, contract]) => {
    const place = { source: placeOf(["data", name]), column: `data.${name}` };
    return breaches(name, contract, root).map((message) => ({ ...place, message }));
  });
}

function breaches(name: string, { minRows, columns = [] }: PageContract, root: string): string[] {
  if (!artefactNames.some((known) => known === name)) {
    return [
      `expected a file of ${artefactNames.join(", ")}, got ${quote(name)}${didYouMean(name, artefactNames)}`,
    ];
  }
  if (!name.endsWith(".arrow")) return [];
  const table = arrow.tableFromIPC(readFileSync(join(artefactFolder(root), name)));
  const found = table.schema.fields.map(({ name: column }) => column);
  const missing = columns.filter((column) => !found.includes(column));
  return [
    ...missing.map(
      (column) => `expected column ${quote(column)}, got ${found.join(", ")}${didYouMean(column, found)}`,
    ),
    ...(minRows !== undefined && table.numRows < minRows
      ? [`expected at least ${minRows} rows, got ${table.numRows}`]
      : []),
  ];
}
