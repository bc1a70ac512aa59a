import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { artefactFolder } from "../../loaders/site/artefactFolder.js";
import { switchOffPages } from "../../loaders/site/switchedOff.js";
import { arrow } from "../../loaders/store/arrow.js";
import { tempFolder } from "../sources/tempFolder.js";

const page = (title: string, data: string) =>
  `---\ntitle: ${title}\nwithoutItems: [Kept]\ndata:\n  ${data}: {minRows: 1}\n---\n\n# ${title}\n\n## Left out\n\nOne\n\n## Kept\n\nTwo\n`;
const pages = {
  "full.md": page("Full", "terms.arrow"),
  "empty.md": page('"Empty: so"', "decisions.arrow"),
  "facts.md": page("Facts", "report.json"),
  "terms/[termId].md": page("Term", "decisions.arrow"),
};

async function switchedOff(items: number): Promise<string[]> {
  const root = await tempFolder(pages);
  const folder = artefactFolder(root);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "report.json"), JSON.stringify({ items: { total: items } }));
  for (const [name, values] of [
    ["terms", [1]],
    ["decisions", []],
  ] as const) {
    const table = arrow.tableFromArrays({ items: Int32Array.from(values) });
    await writeFile(join(folder, `${name}.arrow`), arrow.tableToIPC(table, "file"));
  }
  await switchOffPages(root);
  const texts = await Promise.all(Object.keys(pages).map((file) => readFile(join(root, file), "utf8")));
  return texts.filter((text, i) => text !== Object.values(pages)[i]);
}

test("switchOffPages() says of a page which table it lacks, where there are no items and a table of it is empty", async () => {
  const [text, ...others] = await switchedOff(0);
  expect(others).toEqual([]);
  expect(text).toMatch(/^---\ntitle: "Empty: so"\n---\n\n# Empty: so\n\n.*needs the table `item`/);
  expect(text).toMatch(/switches it on\.\n\n## Kept\n\nTwo\n$/);
  expect(text).not.toContain("One");
});

test("switchOffPages() leaves all pages of a workspace with items, whose contracts then tell what is missing", async () => {
  expect(await switchedOff(1)).toEqual([]);
});
