import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changePackage } from "../../src/components/whatIf/changePackage.js";
import type { AddedTerm, PackageChange } from "../../src/components/whatIf/changePackage.js";
import { compareTrials } from "../../src/components/whatIf/compareTrials.js";
import type { Trial } from "../../src/components/whatIf/compareTrials.js";
import { exampleTerms, exampleText, exampleTrial } from "../../src/components/whatIf/exampleTrial.js";
import { compileRegexes } from "../../src/components/whatIf/regexEngine.js";
import { textSegments } from "../../src/components/whatIf/textSegments.js";
import type { TrialPackage } from "../../src/components/whatIf/trialPackage.js";
import { trialWords } from "../../src/components/whatIf/trialWords.js";
import { scanText } from "../../src/components/whatIf/tryText.js";
import type { TextScope } from "../../src/components/whatIf/tryText.js";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import { matchRecords } from "../../src/matcher/matchRecords.js";
import type { Term } from "../../src/matcher/term.js";
import { term as newTerm } from "../matcher/terms.js";
import { mixedPieces, mixedTerms, trialPackage } from "./trialPackages.js";

const anywhere: TextScope = { language: null, market: null };
const jams = trialPackage([newTerm("plum"), newTerm("plum jam")]);
const off = (...terms: number[]): PackageChange => ({ off: new Set(terms), added: undefined });

function adding(term: string, flags: Partial<AddedTerm> = {}, ...terms: number[]): PackageChange {
  const plain = { kind: "word", match: "word", views: ["canonical"], action: null } as const;
  return { ...off(...terms), added: { term, ...plain, replaces: undefined, ...flags } };
}

function trial(
  compiled: TrialPackage,
  text: string,
  { change, scope = anywhere }: { change?: PackageChange; scope?: TextScope } = {},
): Trial {
  const changed = change === undefined ? undefined : changePackage(compiled, change, compileRegexes);
  return compareTrials(compiled, scanText(compiled, { text, scope }), changed);
}

const shown = ({ hits }: Trial) =>
  hits.map(
    ({ term, start, end, effect, isException }) =>
      `${term} ${start}-${end} ${effect}${isException ? " exception" : ""}`,
  );

describe("compareTrials(original, scanned, changed)", () => {
  test("keeps every hit without a change", () => {
    expect(shown(trial(jams, "Plum jam"))).toEqual(["0 0-4 kept", "1 0-8 kept"]);
    expect(shown(trial(jams, "Plum jam", { change: off() }))).toEqual(["0 0-4 kept", "1 0-8 kept"]);
  });

  test("loses the hits of terms that are switched off, and those only", () => {
    expect(shown(trial(jams, "plum jam, plum", { change: off(0) }))).toEqual([
      "0 0-4 lost",
      "1 0-8 kept",
      "0 10-14 lost",
    ]);
    expect(shown(trial(jams, "plum", { change: off(1) }))).toEqual(["0 0-4 kept"]);
  });

  test("gains the hits of an added term of any kind, which matches as it says", () => {
    const gained = (text: string, change: PackageChange) => shown(trial(jams, text, { change }));
    expect(gained("jam ja", adding("ja"))).toEqual(["2 4-6 gained"]);
    expect(gained("jam ja", adding("ja", { match: "prefix" }))).toEqual(["2 0-2 gained", "2 4-6 gained"]);
    expect(gained("ninja", adding("ja", { match: "substring" }))).toEqual(["2 3-5 gained"]);
    expect(gained("ja plum", adding("ja"))).toEqual(["2 0-2 gained", "0 3-7 kept"]);
    expect(gained("c h 3 r r y", adding("cherry"))).toEqual([]);
    const views = ["canonical", "evasive"] as const;
    expect(gained("c h 3 r r y", adding("cherry", { views }))).toEqual(["2 0-11 gained"]);
    const regex = adding(String.raw`j\w+`, { kind: "regex", match: "substring" });
    expect(gained("a jar", regex)).toEqual(["2 2-5 gained"]);
  });

  test("gains a rule over the package's terms", () => {
    const compiled = trialPackage([newTerm("plum", { termId: "p" }), newTerm("jam", { termId: "j" })]);
    const change = adding("p AND NOT j", { kind: "rule" });
    expect(shown(trial(compiled, "plum", { change }))).toEqual(["0 0-4 kept", "2 0-4 gained"]);
    expect(shown(trial(compiled, "plum jam", { change }))).toEqual(["0 0-4 kept", "1 5-8 kept"]);
  });

  test("loses what a new exception covers, and gains what an exception covered that is switched off", () => {
    const change = adding("plum jam", { action: "allow" }, 1);
    expect(shown(trial(jams, "plum jam", { change }))).toEqual([
      "0 0-4 lost",
      "1 0-8 lost",
      "2 0-8 gained exception",
    ]);
    const compiled = trialPackage([newTerm("plum"), newTerm("plum jam", { action: "allow" })]);
    expect(shown(trial(compiled, "plum jam"))).toEqual(["1 0-8 kept exception"]);
    expect(shown(trial(compiled, "plum jam", { change: off(1) }))).toEqual([
      "0 0-4 gained",
      "1 0-8 lost exception",
    ]);
  });

  test("an edited term keeps its id, which rules name, and its scopes", () => {
    const compiled = trialPackage([
      newTerm("plum", { termId: "p", languages: ["de"] }),
      newTerm("p AND p", { kind: "rule", termId: "r" }),
    ]);
    const change = adding("plums", { replaces: 0 }, 0);
    expect(shown(trial(compiled, "plums", { change }))).toEqual(["2 0-5 gained", "1 0-5 gained"]);
    const scope = { language: "fr", market: null };
    expect(shown(trial(compiled, "plums", { change, scope }))).toEqual([]);
  });

  test("finds in the example what the page shows", () => {
    const all = exampleTerms.map(({ term, match }) => newTerm(term, { match }));
    const change = adding(exampleTerms[2].term, { match: exampleTerms[2].match }, 0);
    expect(trial(trialPackage(all.slice(0, 2)), exampleText, { change })).toEqual(exampleTrial);
  });

  const compiled = trialPackage(mixedTerms);
  const added: readonly Term[] = [
    newTerm("cherry jam", { views: ["canonical", "evasive"] }),
    newTerm("[pg]l", { kind: "regex", match: "substring" }),
    newTerm("plum", { action: "allow" }),
    newTerm("stone OR near", { kind: "rule" }),
    newTerm("gone AND stone", { kind: "rule" }),
  ].map((own) => ({ ...own, termId: "added" }));

  test("leaves what matchRecords finds for the changed package", () => {
    const numbers = fc.uniqueArray(fc.nat(mixedTerms.length - 1), { maxLength: 4 });
    const own = fc.option(fc.constantFrom(...added), { nil: undefined });
    const text = fc.array(fc.constantFrom(...mixedPieces), { maxLength: 20 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, numbers, own, (whole, gone, extra) => {
        const all = extra === undefined ? mixedTerms : [...mixedTerms, extra];
        const kept = [...all.keys()].filter((index) => !gone.includes(index));
        const terms = kept.flatMap((index) => all[index] ?? []);
        const [record] = matchRecords(compileTerms(terms), [{ text: whole, ...anywhere }]).records;
        const change = extra === undefined ? off(...gone) : adding(extra.term, flagsOf(extra), ...gone);
        const after = trial(compiled, whole, { change }).hits.filter(({ effect }) => effect !== "lost");
        const bytesTo = (unit: number) => Buffer.byteLength(whole.slice(0, unit));
        const ofPage = after.map(({ term, view, start, end, isException }) =>
          [term, view, bytesTo(start), bytesTo(end), isException].join(" "),
        );
        const texts = record?.texts.map((hit) => ({ ...hit, isException: false })) ?? [];
        const exceptions = record?.exceptions.map((hit) => ({ ...hit, isException: true })) ?? [];
        const ofMatcher = [...texts, ...exceptions].map(({ term, view, start, end, isException }) =>
          [kept[term], view, start, end, isException].join(" "),
        );
        expect(ofPage.toSorted()).toEqual(ofMatcher.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

function flagsOf({ kind, match, views, action }: Term): Partial<AddedTerm> {
  return { kind, match, views, action };
}

describe("changePackage(original, change)", () => {
  const compiled = trialPackage([
    newTerm("plum", { termId: "p" }),
    newTerm("p AND p", { kind: "rule", termId: "r" }),
  ]);
  const changed = (change: PackageChange) => changePackage(compiled, change, compileRegexes);
  const problem = (term: string, kind: Term["kind"]) => changed(adding(term, { kind })).problem;

  test("says why an added term cannot be run, and where", () => {
    expect(problem("plum", "word")).toBe(undefined);
    expect(problem("\u200B", "word")).toBe("Nothing visible is left of it, so it can match nothing.");
    expect(problem("pl(um", "regex")).toBe('Character 3: expected a ")" for this "(", got the end.');
    expect(problem("plum(?=s)", "regex")).toBe(
      "Character 5: lookahead is not run, since it may take more than linear time.",
    );
    expect(problem("(?:[a-z]{1,90}){50}", "regex")).toMatch(/^Character \d+: too large: /);
    expect(problem("p AND", "rule")).toBe("Character 6: expected a term id, got the end.");
    expect(problem("p AND q2", "rule")).toBe('Character 7: expected a term_id of the package, got "q2".');
  });

  test("counts the rules that name a term which is switched off", () => {
    expect(changed(off(0)).lostRules).toBe(1);
    expect(changed(off(1)).lostRules).toBe(0);
    expect(changed(off(0, 1)).lostRules).toBe(0);
    expect(changed(adding("plums", { replaces: 0 }, 0)).lostRules).toBe(0);
  });
});

describe("textSegments(length, hits)", () => {
  const hit = (start: number, end: number, effect: "kept" | "lost" | "gained" = "kept") => ({
    start,
    end,
    effect,
    isException: false,
  });

  const cover = (kept: number, lost: number, gained: number) => ({ kept, lost, gained, exception: 0 });

  test("cuts a text where hits start and end, and says which end where", () => {
    expect(textSegments(9, [hit(1, 5), hit(1, 8, "lost"), hit(3, 5, "gained")])).toEqual([
      { start: 0, end: 1, covering: cover(0, 0, 0), ends: [] },
      { start: 1, end: 3, covering: cover(1, 1, 0), ends: [] },
      { start: 3, end: 5, covering: cover(1, 1, 1), ends: [0, 2] },
      { start: 5, end: 8, covering: cover(0, 1, 0), ends: [1] },
      { start: 8, end: 9, covering: cover(0, 0, 0), ends: [] },
    ]);
    const exception = { ...hit(0, 2), isException: true };
    expect(textSegments(2, [exception, hit(0, 2)])).toEqual([
      { start: 0, end: 2, covering: { ...cover(1, 0, 0), exception: 1 }, ends: [0, 1] },
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
  const words = (text: string, change?: PackageChange) =>
    trialWords(trial(jams, text, change === undefined ? {} : { change }), {
      release: "r3",
      terms: 2,
      isChanged: change !== undefined,
    });

  test("says first what the package does", () => {
    expect(words("fig")).toBe("Package r3 lets this text pass: none of its 2 terms hits it.");
    expect(words("plum")).toBe("Package r3 rejects this text: 1 hit of 1 term.");
    expect(words("plum jam plum")).toBe("Package r3 rejects this text: 3 hits of 2 terms.");
  });

  test("then what a change would do", () => {
    const fig = adding("fig");
    expect(words("plum", off(0))).toMatch(/With your change it would let it pass: 0 hits gained, 1 lost\.$/);
    expect(words("plum jam", off(0))).toMatch(/it would still reject it: 0 hits gained, 1 lost\.$/);
    expect(words("fig", fig)).toMatch(/it would reject it: 1 hit gained, 0 lost\.$/);
    expect(words("plum", fig)).toMatch(/Your change does nothing to it\.$/);
  });

  test("and what does not count, or is not shown", () => {
    const subject = { release: "r3", terms: 2, isChanged: false };
    const compiled = trialPackage([newTerm("plum"), newTerm("plum jam", { action: "allow" })]);
    expect(trialWords(trial(compiled, "plum jam"), subject)).toBe(
      "Package r3 lets this text pass: none of its 2 terms hits it. Hits inside 1 exception do not count.",
    );
    expect(words("plum ".repeat(101))).toMatch(/Of 1 term only the first hits are given: 100, or /);
    expect(trialWords(trial(jams, "plum"), { ...subject, lostRules: 2 })).toMatch(
      /2 rules would be refused: a term in it is switched off\.$/,
    );
  });
});
