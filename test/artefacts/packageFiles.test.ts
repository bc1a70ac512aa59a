import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { packageFiles } from "../../loaders/artefacts/packageFiles.js";
import { tryText } from "../../src/components/whatIf/tryText.js";
import { openMatcher } from "../../src/matcher/compilePackage.js";
import { term } from "../matcher/terms.js";

/** Index and name of each hit, as a page finds them in the files. */
function hitsIn(files: ReturnType<typeof packageFiles>, text: string): (readonly [number, unknown])[] {
  const matcher = openMatcher(new Uint8Array(files["package.bin"]).buffer);
  const names = tableFromIPC(files["packageTerms.arrow"]).getChild("term");
  return tryText(matcher, text).hits.map(({ term: index }) => [index, names?.get(index)]);
}

test("packageFiles(terms) holds a matcher and the terms by their index in it", () => {
  const files = packageFiles([term("plum"), term("fig", { match: "prefix" })]);
  expect(hitsIn(files, "figs, a plum")).toEqual([
    [1, "fig"],
    [0, "plum"],
  ]);
  expect(tableFromIPC(files["packageTerms.arrow"]).toArray().map(String)).toEqual([
    '{"term": "plum", "match": "word"}',
    '{"term": "fig", "match": "prefix"}',
  ]);
});

test("packageFiles([]) can be opened and finds nothing", () => {
  const files = packageFiles([]);
  expect(hitsIn(files, "plum")).toEqual([]);
  expect(tableFromIPC(files["packageTerms.arrow"]).schema.names).toEqual(["term", "match"]);
});

test("packageFiles(terms) is empty for a package that is too large for a page", () => {
  const words = Array.from({ length: 20_000 }, (_, index) => term(`plum ${(index * 7919).toString(36)} fig`));
  expect(packageFiles(words)).toEqual(packageFiles([]));
});
