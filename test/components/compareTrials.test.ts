import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTrials } from "../../src/components/whatIf/compareTrials.js";
import type { PackageChange, Trial } from "../../src/components/whatIf/compareTrials.js";
import { exampleTerms, exampleText, exampleTrial } from "../../src/components/whatIf/exampleTrial.js";
import { textSegments } from "../../src/components/whatIf/textSegments.js";
import { trialWords } from "../../src/components/whatIf/trialWords.js";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { term as newTerm } from "../matcher/terms.js";

const matcher = compilePackage([newTerm("plum"), newTerm("plum jam")]);
const unchanged: PackageChange = { off: new Set(), added: undefined };
const off = (...terms: number[]): PackageChange => ({ off: new Set(terms), added: undefined });
const trial = (text: string, change: PackageChange): Trial =>
  compareTrials(matcher, text, { language: null, change });
const shown = ({ hits }: Trial) =>
  hits.map(({ term, start, end, effect }) => `${term ?? "added"} ${start}-${end} ${effect}`);

describe("compareTrials(matcher, text, change)", () => {
  test("keeps every hit without a change", () => {
    expect(shown(trial("Plum jam", unchanged))).toEqual(["0 0-4 kept", "1 0-8 kept"]);
  });

  test("loses the hits of terms that are switched off, and those only", () => {
    expect(shown(trial("plum jam, plum", off(0)))).toEqual(["0 0-4 lost", "1 0-8 kept", "0 10-14 lost"]);
    expect(shown(trial("plum", off(1)))).toEqual(["0 0-4 kept"]);
  });

  test("gains the hits of an added term, which matches as it says", () => {
    const change = (match: "word" | "prefix" | "substring") => ({
      off: new Set<number>(),
      added: { term: "ja", match },
    });
    expect(shown(trial("jam ja", change("word")))).toEqual(["added 4-6 gained"]);
    expect(shown(trial("jam ja", change("prefix")))).toEqual(["added 0-2 gained", "added 4-6 gained"]);
    expect(shown(trial("ninja", change("substring")))).toEqual(["added 3-5 gained"]);
    expect(shown(trial("ja plum", change("word")))).toEqual(["added 0-2 gained", "0 3-7 kept"]);
  });

  test("says when the added term can match nothing", () => {
    const change = { off: new Set<number>(), added: { term: "\u200B", match: "word" } } as const;
    expect(trial("plum", change).canMatch).toBe(false);
    expect(trial("plum", unchanged).canMatch).toBe(true);
  });

  test("finds in the example what the page shows", () => {
    const all = exampleTerms.map(({ term, match }) => newTerm(term, { match }));
    const added = exampleTerms[2];
    const found = compareTrials(compilePackage(all.slice(0, 2)), exampleText, {
      language: null,
      change: { off: new Set([0]), added },
    });
    expect(found).toEqual(exampleTrial);
  });
});

describe("textSegments(length, hits)", () => {
  const hit = (start: number, end: number, effect: "kept" | "lost" | "gained" = "kept") => ({
    start,
    end,
    effect,
  });

  test("cuts a text where hits start and end, and says which end where", () => {
    expect(textSegments(9, [hit(1, 5), hit(1, 8, "lost"), hit(3, 5, "gained")])).toEqual([
      { start: 0, end: 1, covering: { kept: 0, lost: 0, gained: 0 }, ends: [] },
      { start: 1, end: 3, covering: { kept: 1, lost: 1, gained: 0 }, ends: [] },
      { start: 3, end: 5, covering: { kept: 1, lost: 1, gained: 1 }, ends: [0, 2] },
      { start: 5, end: 8, covering: { kept: 0, lost: 1, gained: 0 }, ends: [1] },
      { start: 8, end: 9, covering: { kept: 0, lost: 0, gained: 0 }, ends: [] },
    ]);
    expect(textSegments(0, [])).toEqual([]);
    expect(textSegments(3, []).map(({ start, end }) => [start, end])).toEqual([[0, 3]]);
  });

  test("covers the text once, and each piece by the hits that reach over it", () => {
    const hits = fc.array(
      fc
        .tuple(fc.nat(20), fc.integer({ min: 1, max: 10 }))
        .map(([start, length]) => hit(start, start + length)),
    );
    fc.assert(
      fc.property(hits, (given) => {
        const segments = textSegments(40, given);
        expect(segments[0]?.start).toBe(0);
        expect(segments.at(-1)?.end).toBe(40);
        for (const [i, { start, end, covering, ends }] of segments.entries()) {
          expect(end).toBe(segments[i + 1]?.start ?? 40);
          expect(covering.kept).toBe(given.filter((one) => one.start <= start && one.end >= end).length);
          expect(ends).toEqual(given.flatMap((one, index) => (one.end === end ? [index] : [])));
        }
      }),
    );
  });
});

describe("trialWords(trial)", () => {
  const words = (text: string, change: PackageChange) =>
    trialWords(trial(text, change), {
      release: "r3",
      terms: 2,
      isChanged: change.off.size > 0 || change.added !== undefined,
    });

  test("says first what the package does", () => {
    expect(words("fig", unchanged)).toBe("Package r3 lets this text pass: none of its 2 terms hits it.");
    expect(words("plum", unchanged)).toBe("Package r3 rejects this text: 1 hit of 1 term.");
    expect(words("plum jam plum", unchanged)).toBe("Package r3 rejects this text: 3 hits of 2 terms.");
  });

  test("then what a change would do", () => {
    const fig = { off: new Set<number>(), added: { term: "fig", match: "word" } } as const;
    expect(words("plum", off(0))).toMatch(/With your change it would let it pass: 0 hits gained, 1 lost\.$/);
    expect(words("plum jam", off(0))).toMatch(/it would still reject it: 0 hits gained, 1 lost\.$/);
    expect(words("fig", fig)).toMatch(/it would reject it: 1 hit gained, 0 lost\.$/);
    expect(words("plum", fig)).toMatch(/Your change does nothing to it\.$/);
  });

  test("and what does not count", () => {
    const nothing = { off: new Set<number>(), added: { term: "\u200B", match: "word" } } as const;
    expect(words("plum", nothing)).toMatch(
      /Nothing visible is left of the added term, so it can match nothing\.$/,
    );
    expect(words("plum ".repeat(101), unchanged)).toMatch(
      /Of a term with more than 100 hits the first 100 count\.$/,
    );
  });
});
