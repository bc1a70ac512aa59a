import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkPages } from "../../loaders/site/checkPages.js";
import { views } from "../../src/components/views.js";
import { artefactNames } from "../../src/model/artefact.js";
import { formatIssue } from "../../src/model/dataError.js";
import { smallData } from "../components/smallData.js";
import { pageFiles, pageRoot, plant } from "./pageRoot.js";

/** Problems of the shipped pages after one fault was planted; its line reads as LINE, the next as NEXT. */
async function problemsAfter(file: string, ...change: readonly [string, string]): Promise<string[]> {
  const root = await pageRoot();
  const line = await plant(root, file, change);
  return (await checkPages(root)).map((issue) =>
    formatIssue(issue)
      .replace(`:${line}:`, ":LINE:")
      .replace(`:${line + 1}:`, ":NEXT:"),
  );
}

/** Problems of a site whose only page is this one. */
async function problemsOf(text: string): Promise<string[]> {
  const root = await pageRoot();
  await Promise.all(pageFiles.map((file) => rm(join(root, file))));
  await writeFile(join(root, "note.md"), text);
  return (await checkPages(root)).map(formatIssue);
}

test("checkPages() finds nothing wrong with the pages that we ship", async () => {
  expect((await checkPages(await pageRoot())).map(formatIssue)).toEqual([]);
});

test("checkPages() names file, line and column of an unknown metric, and the nearest name", async () => {
  expect(await problemsAfter("index.md", "fpr stage=main", "  fprr stage=main")).toEqual([
    'src/index.md:LINE:3: metric: expected a metric of accuracy, fpr, fdr, fnr, leakage, precision, recall, inconsistency, double_review_inconsistency, duplicate_inconsistency, near_duplicate_inconsistency, qa_accuracy, ata, ata_false_pass, ata_false_fail, ata_severity, ata_line_items, wrong_rejections, wrong_approvals, agreement, agreement_alpha, label_lag_p50, label_lag_p95, got "fprr" (did you mean "fpr"?)',
  ]);
});

test("checkPages() names the place of an unknown filter in the list", async () => {
  expect(await problemsAfter("releases.md", "filters: [from, to]", "filters: [from, languages]")).toEqual([
    'src/releases.md:LINE:17: filters: expected one of metric, a, b, by, stage, window, baseline, split, from, to, dimensions, language, policy, got "languages" (did you mean "language"?)',
  ]);
});

test("checkPages() names the contract that the data breaks: rows, columns, files", async () => {
  expect(await problemsAfter("releases.md", "minRows: 1", "minRows: 11")).toEqual([
    "src/releases.md:LINE:3: data.decisions.arrow: expected at least 11 rows, got 10",
  ]);
  expect(await problemsOf("---\ntitle: A\ndata:\n  pairs.arrow: {columns: [pair, items]}\n---\n")).toEqual([
    'src/note.md:4:3: data.pairs.arrow: expected column "pair", got language, policy, judgments, second, rejections, items',
  ]);
  expect(await problemsAfter("package.md", "terms.arrow:", "term.arrow:")).toEqual([
    `src/package.md:LINE:3: data.term.arrow: expected a file of ${artefactNames.join(", ")}, got "term.arrow" (did you mean "terms.arrow"?)`,
  ]);
});

test("checkPages() holds a page's contract against the data, so a workspace without items breaks it", async () => {
  const root = await pageRoot({ ...(await smallData()), decisions: [] });
  expect((await checkPages(root)).map(formatIssue)).toContainEqual(
    expect.stringMatching(/^src\/index\.md:\d+:3: data\.decisions\.arrow: expected at least 1 rows, got 0$/),
  );
});

test("checkPages() reports front matter that is no YAML, or has values of the wrong kind, with the other problems", async () => {
  expect(await problemsAfter("releases.md", "filters: [from, to]", "filters: [from, to")).toEqual([
    "src/releases.md:NEXT:1: expected YAML, got a syntax error: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ]);
  expect(await problemsAfter("releases.md", "minRows: 1,", "minRow: one,")).toEqual([
    'src/releases.md:LINE:21: data.decisions.arrow.minRow: expected "minRows" or "columns", got "minRow" (did you mean "minRows"?)',
  ]);
  const root = await pageRoot();
  const first = await plant(root, "index.md", ["title: Today", "title: [Today"]);
  const second = await plant(root, "trends.md", ["trend recall stage=auto\n", "trend recall stage=robot\n"]);
  expect((await checkPages(root)).map((issue) => formatIssue(issue).split(": ")[0])).toEqual([
    `src/index.md:${first + 1}:1`,
    `src/trends.md:${second}:14`,
  ]);
});

test("checkPages() counts lines from the top of the file, whatever stands there", async () => {
  const block = "```note\nfindngs\n```\n";
  const notes = views.flatMap(({ name }) => (name.startsWith("note ") ? name.slice(5) : []));
  const message = `expected one of ${notes.join(", ")} after \`note\`, got "findngs" (did you mean "findings"?)`;
  expect(await problemsOf(block)).toEqual([`src/note.md:2:1: ${message}`]);
  expect(await problemsOf(`---\ntitle: A\n---\n\n${block}`)).toEqual([`src/note.md:6:1: ${message}`]);
  expect(await problemsOf(`---\r\ntitle: A\r\n---\r\n\r\n${block.replaceAll("\n", "\r\n")}`)).toEqual([
    `src/note.md:6:1: ${message}`,
  ]);
  expect(await problemsOf(`---\n---\n${block}`)).toEqual([`src/note.md:4:1: ${message}`]);
  expect(await problemsOf(`- in a list\n\n  ${block.replaceAll("\n", "\n  ")}`)).toEqual([
    `src/note.md:4:1: ${message}`,
  ]);
});
