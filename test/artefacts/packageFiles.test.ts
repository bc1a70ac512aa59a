import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { packageFiles } from "../../loaders/artefacts/packageFiles.js";
import { tryText } from "../../src/components/whatIf/tryText.js";
import { mixedTerms, trialPackage } from "../components/trialPackages.js";
import { term } from "../matcher/terms.js";

const anywhere = { language: null, market: null };

/** Index and name of each hit, as a page finds them in the files. */
function hitsIn(terms: Parameters<typeof packageFiles>[0], text: string): (readonly [number, unknown])[] {
  const compiled = trialPackage(terms);
  return tryText(compiled, text, anywhere).texts.map(({ term: index }) => [
    index,
    compiled.terms[index]?.term,
  ]);
}

test("packageFiles(terms) holds the terms that are looked for in texts, by their index there", () => {
  const image = term("0".repeat(64), { kind: "image" });
  const fig = term("fig", {
    match: "prefix",
    termId: "f",
    markets: ["br", "us"],
    validTo: Date.UTC(2024, 1, 3),
  });
  const terms = [image, term("plum"), fig];
  expect(hitsIn(terms, "figs, a plum")).toEqual([
    [1, "fig"],
    [0, "plum"],
  ]);
  const rows = tableFromIPC(packageFiles(terms)["packageTerms.arrow"]).toArray();
  const plain = {
    kind: "word",
    views: "canonical",
    languages: "",
    markets: "",
    action: "",
    validFrom: "",
    validTo: "",
  };
  expect(rows.map((row) => row?.toJSON())).toEqual([
    { ...plain, termId: "", term: "plum", match: "word" },
    {
      ...plain,
      termId: "f",
      term: "fig",
      match: "prefix",
      markets: "br;us",
      validTo: "2024-02-03T00:00:00.000Z",
    },
  ]);
});

test("packageFiles(terms) keeps what decides where a term hits", () => {
  const flags = ({
    termId,
    term: text,
    kind,
    match,
    views,
    languages,
    markets,
    action,
  }: (typeof mixedTerms)[number]) => [termId, text, kind, match, views, languages, markets, action];
  expect(trialPackage(mixedTerms).terms.map(flags)).toEqual(mixedTerms.map(flags));
});

test("packageFiles([]) can be opened and finds nothing", () => {
  expect(hitsIn([], "plum")).toEqual([]);
  const { schema } = tableFromIPC(packageFiles([])["packageTerms.arrow"]);
  expect(schema.names).toContain("kind");
});

test("packageFiles(terms) is empty for a package that is too large for a page", () => {
  const words = Array.from({ length: 20_000 }, (_, index) => term(`plum ${(index * 7919).toString(36)} fig`));
  expect(packageFiles(words)).toEqual(packageFiles([]));
});
