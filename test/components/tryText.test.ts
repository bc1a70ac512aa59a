import fc from "fast-check";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import { describe, expect, test } from "vitest";
import { scanItems } from "../../bin/scanItems.js";
import { tryText } from "../../src/components/whatIf/tryText.js";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { term as newTerm } from "../matcher/terms.js";

const terms = [
  newTerm("plum"),
  newTerm("plum jam"),
  newTerm("ss", { match: "substring" }),
  newTerm("fi", { match: "prefix" }),
  newTerm("李", { match: "substring" }),
  newTerm("é"),
  newTerm("pflaume", { languages: ["de"] }),
  newTerm("a", { match: "substring" }),
];
const matcher = compilePackage(terms);

/** `term@start-end` of each hit. */
function found(text: string, language: string | null = null): string[] {
  return tryText(matcher, text, { language }).hits.map(
    ({ term, start, end }) => `${terms[term]?.term}@${start}-${end}`,
  );
}

describe("tryText(matcher, text)", () => {
  test("gives positions in UTF-16 units of the text as it was written, widened to whole characters", () => {
    expect(found("Plum")).toEqual(["plum@0-4"]);
    expect(found("🍑🍑 ＰＬＵＭ  jam!")).toEqual(["plum@5-9", "plum jam@5-14", "a@12-13"]);
    expect(found("groß")).toEqual(["ss@3-4"]);
    expect(found("ﬁg")).toEqual(["fi@0-1"]);
    expect(found("x e\u0301")).toEqual(["é@2-4"]);
    expect(found("\uD83D plum")).toEqual(["plum@2-6"]);
  });

  test("gives every hit, overlaps too, and nothing for a text without one", () => {
    expect(found("plum jam plum")).toEqual(["plum@0-4", "plum jam@0-8", "a@6-7", "plum@9-13"]);
    expect(found("")).toEqual([]);
    expect(found("quince")).toEqual([]);
  });

  test("orders hits by where they are in the text as it was written", () => {
    // Of "ßx" the first term covers both letters; the second, found later, covers only ß.
    const both = compilePackage([
      newTerm("ssx", { match: "substring" }),
      newTerm("s", { match: "substring" }),
    ]);
    expect(tryText(both, "ßx").hits.map(({ term, start, end }) => [term, start, end])).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      [0, 0, 2],
    ]);
  });

  test("keeps terms to the language of the text, where that is known", () => {
    expect(found("Pflaume")).toContain("pflaume@0-7");
    expect(found("Pflaume", "de-AT")).toContain("pflaume@0-7");
    expect(found("Pflaume", "en")).not.toContain("pflaume@0-7");
  });

  test("gives 100 hits of a term at most, and says of which terms there are more", () => {
    const tried = tryText(matcher, "a".repeat(101));
    expect(tried.hits.length).toBe(100);
    expect(tried.truncated).toEqual([7]);
    expect(tryText(matcher, "a".repeat(100)).truncated).toEqual([]);
  });

  test("gives the text as the terms were compared with it", () => {
    expect(tryText(matcher, " Ａ\u200B  B™").canonical).toBe(" a b ");
  });

  test("finds what the command finds, at the same places", () => {
    const pieces = [
      "plum",
      " jam",
      "ß",
      "ﬁ",
      "李",
      "🍑",
      "e\u0301",
      "É",
      "\u200D",
      "  ",
      "a",
      "\uD800",
      "™",
      "\u202E",
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(""));
    const compiled = compileTerms(terms);
    const bytesTo = (whole: string, unit: number) => Buffer.byteLength(whole.slice(0, unit));
    fc.assert(
      fc.property(text, fc.constantFrom(null, "de", "en"), (whole, language) => {
        const item = { itemId: "i", text: whole, language, market: null };
        const { lines } = scanItems(compiled, [item]);
        const command = lines
          .split("\n")
          .filter((line) => line !== "")
          .map((line): { termId: string; view: string; start: number; end: number } => JSON.parse(line))
          .map(({ termId, view, start, end }) => [termId, view, start, end].join(" "));
        const page = tryText(matcher, whole, { language }).hits.map(({ term, view, start, end }) =>
          [terms[term]?.termId, view, bytesTo(whole, start), bytesTo(whole, end)].join(" "),
        );
        expect(page.toSorted()).toEqual(command.toSorted());
      }),
      { numRuns: 1000 },
    );
  });
});
