import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scanItems } from "../../bin/scanItems.js";
import { tryText } from "../../src/components/whatIf/tryText.js";
import type { TextScope } from "../../src/components/whatIf/tryText.js";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import { matchRecords } from "../../src/matcher/matchRecords.js";
import { term as newTerm } from "../matcher/terms.js";
import { mixedPieces, mixedTerms, trialPackage } from "./trialPackages.js";

const terms = [
  newTerm("plum"),
  newTerm("plum jam"),
  newTerm("ss", { match: "substring" }),
  newTerm("fi", { match: "prefix" }),
  newTerm("李", { match: "substring" }),
  newTerm("é"),
  newTerm("pflaume", { languages: ["de"] }),
  newTerm("a", { match: "substring" }),
  newTerm("prune", { markets: ["FR", "be"] }),
];
const compiled = trialPackage(terms);
const anywhere: TextScope = { language: null, market: null };

/** `term@start-end` of each hit. */
function found(text: string, scope: Partial<TextScope> = {}): string[] {
  return tryText(compiled, text, { ...anywhere, ...scope }).texts.map(
    ({ term, start, end }) => `${terms[term]?.term}@${start}-${end}`,
  );
}

describe("tryText(compiled, text, scope)", () => {
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
    const both = trialPackage([newTerm("ssx", { match: "substring" }), newTerm("s", { match: "substring" })]);
    const { texts } = tryText(both, "ßx", anywhere);
    expect(texts.map(({ term, start, end }) => [term, start, end])).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      [0, 0, 2],
    ]);
  });

  test("keeps terms to the language and the market of the text, where these are known", () => {
    expect(found("Pflaume")).toContain("pflaume@0-7");
    expect(found("Pflaume", { language: "de-AT" })).toContain("pflaume@0-7");
    expect(found("Pflaume", { language: "en" })).not.toContain("pflaume@0-7");
    expect(found("prune")).toEqual(["prune@0-5"]);
    expect(found("prune", { market: "BE" })).toEqual(["prune@0-5"]);
    expect(found("prune", { market: "us" })).toEqual([]);
  });

  test("gives 100 hits of a term at most, and says of which terms there are more", () => {
    const tried = tryText(compiled, "a".repeat(101), anywhere);
    expect(tried.texts.length).toBe(100);
    expect(tried.truncated).toEqual([7]);
    expect(tryText(compiled, "a".repeat(100), anywhere).truncated).toEqual([]);
  });

  test("finds evasive spellings where they stand, regexes, rules and what exceptions leave", () => {
    const mixed = trialPackage(mixedTerms);
    const named = (text: string) => {
      const { texts, exceptions } = tryText(mixed, text, { language: "en", market: null });
      const words = [...texts, ...exceptions].map(({ term, view, start, end }) => {
        return `${mixedTerms[term]?.termId} ${view} ${text.slice(start, end)}`;
      });
      return words.filter((word) => !/^[0-9a-f]{16}/.test(word));
    };
    expect(named("🍑 c h 3 r r y")).toEqual(["cherry evasive c h 3 r r y", "dry evasive c h 3 r r y"]);
    expect(named("ch3rry, plumstone")).toContain("near evasive ch3rry, plumstone");
    expect(named("a glass")).toEqual(["glass canonical glass"]);
  });

  const mixed = { page: trialPackage(mixedTerms), command: compileTerms(mixedTerms) };
  const text = fc.array(fc.constantFrom(...mixedPieces), { maxLength: 30 }).map((parts) => parts.join(""));
  const language = fc.constantFrom(null, "de", "en", "en-GB");
  const market = fc.constantFrom(null, "us", "BR", "fr");

  test("gives what matchRecords gives, exceptions and cut terms too", () => {
    fc.assert(
      fc.property(text, language, market, (whole, inLanguage, inMarket) => {
        const scope = { language: inLanguage, market: inMarket };
        const { records, truncated } = matchRecords(mixed.command, [{ text: whole, ...scope }]);
        const tried = tryText(mixed.page, whole, scope);
        const inBytes = bytePlaces(whole);
        expect(tried.texts.map(inBytes)).toEqual(records[0]?.texts);
        expect(tried.exceptions.map(inBytes)).toEqual(records[0]?.exceptions);
        expect(tried.truncated).toEqual(truncated.map(({ term }) => term));
      }),
      { numRuns: 500 },
    );
  });

  test("gives the lines of the command", () => {
    fc.assert(
      fc.property(text, language, market, (whole, inLanguage, inMarket) => {
        const scope = { language: inLanguage, market: inMarket };
        const { lines } = scanItems(mixed.command, [{ itemId: "i", text: whole, ...scope }]);
        const inBytes = bytePlaces(whole);
        const page = tryText(mixed.page, whole, scope).texts.map(({ term, ...place }) => {
          const { termId, term: written } = mixedTerms[term] ?? {};
          const { view, start, end } = inBytes(place);
          return `${JSON.stringify({ itemId: "i", termId, term: written, view, start, end })}\n`;
        });
        expect(page.join("")).toBe(lines);
      }),
      { numRuns: 100 },
    );
  });
});

/** From code units of a text to bytes of its UTF-8. */
function bytePlaces(text: string): <Place extends { start: number; end: number }>(at: Place) => Place {
  const bytesTo = (unit: number) => Buffer.byteLength(text.slice(0, unit));
  return (at) => ({ ...at, start: bytesTo(at.start), end: bytesTo(at.end) });
}
