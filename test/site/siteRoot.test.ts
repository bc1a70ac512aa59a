import { existsSync } from "node:fs";
import { lstat, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { artefactFolder } from "../../loaders/site/artefactFolder.js";
import { makeSiteRoot } from "../../loaders/site/siteRoot.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { tempFolder } from "../sources/tempFolder.js";
import { pageFiles } from "./pageRoot.js";

const dataDate = Date.UTC(2024, 2, 1);

test("makeSiteRoot() links pages and code, copies artefacts with the data's date, and drops what is left from before", async () => {
  const dir = await tempFolder({
    "store/x1.arrow": "arrow",
    "store/x2.json": "{}",
    "root/gone.md": "# A page that src does not have",
    "root/.observablehq/cache/data/gone.arrow": "old",
  });
  const root = join(dir, "root");
  const artefacts = new Map([
    ["terms.arrow", join(dir, "store", "x1.arrow")],
    ["report.json", join(dir, "store", "x2.json")],
  ]);
  await makeSiteRoot(root, { artefacts, dataDate });

  const pages = (await readdir(root, { recursive: true }))
    .filter((name) => name.endsWith(".md") && !name.startsWith(".observablehq"))
    .toSorted();
  expect(pages).toEqual(pageFiles);
  for (const file of [...pages, "style.css", "components/live.js".replace(".js", ".ts")]) {
    expect((await lstat(join(root, file))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, file), "utf8")).toBe(
      await readFile(join(projectRoot, "src", file), "utf8"),
    );
  }

  const folder = artefactFolder(root);
  expect((await readdir(folder)).toSorted()).toEqual(["report.json", "terms.arrow"]);
  expect(await readFile(join(folder, "terms.arrow"), "utf8")).toBe("arrow");
  for (const name of artefacts.keys()) expect((await stat(join(folder, name))).mtimeMs).toBe(dataDate);

  const vendored = await readdir(join(root, ".observablehq", "cache", "_npm", "@observablehq"));
  expect(vendored.some((name) => name.startsWith("plot@"))).toBe(true);
});

test("makeSiteRoot() keeps the packages that it bundled before, and takes an artefact away that is no more", async () => {
  const dir = await tempFolder({ "store/x1.arrow": "arrow" });
  const root = join(dir, "root");
  await makeSiteRoot(root, {
    artefacts: new Map([["terms.arrow", join(dir, "store", "x1.arrow")]]),
    dataDate,
  });
  const note = join(root, ".observablehq", "cache", "_npm", "note");
  await writeFile(note, "still there");
  await makeSiteRoot(root, { artefacts: new Map(), dataDate });
  expect(existsSync(note)).toBe(true);
  expect(await readdir(artefactFolder(root))).toEqual([]);
});
