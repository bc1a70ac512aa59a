import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMatch } from "../../bin/match.js";
import { allMatches, canonicalByDefinition, wordPattern } from "../matcher/byDefinition.js";
import { runIn } from "./streams.js";

const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const casesFile = join(data, "traffic-mhc", "cases.csv");
const snapshotsDir = join(data, "terms-ldnoobw", "snapshots");
const languages = ["de", "es", "fr", "it", "nl", "pt"];

type Row = Record<string, string>;
type Text = { id: string; text: string; view: string };
/** Hits of one term, with the index of the text that each is in. */
type TermHit = { at: number; start: number; end: number };

function readRows(file: string): Row[] {
  return parse(readFileSync(file), { columns: true });
}

function readCases(language: string): Row[] {
  return readRows(casesFile).filter((row) => row["lang"] === language);
}

/** The distinct sets of a language's terms over all snapshots, each sorted. */
function termSets(language: string): string[][] {
  const sets = new Map<string, string[]>();
  for (const name of readdirSync(snapshotsDir).toSorted()) {
    const terms = readTerms(name, language);
    sets.set(JSON.stringify(terms), terms);
  }
  return [...sets.values()].filter((terms) => terms.length > 0);
}

function readTerms(snapshot: string, language: string): string[] {
  const rows = readRows(join(snapshotsDir, snapshot)).filter((row) => row["lang_file"] === language);
  return [...new Set(rows.map((row) => row["term"] ?? ""))].toSorted();
}

/** One RegExp per term, run where `includes` says that it can match. */
function oracleOf(terms: readonly string[], texts: readonly Text[]): Map<string, TermHit[]> {
  const found = new Map<string, TermHit[]>();
  for (const term of terms) {
    const wanted = canonicalByDefinition(term).trim();
    const pattern = wordPattern(wanted);
    const hits: TermHit[] = [];
    for (const [at, text] of texts.entries()) {
      if (wanted === "" || !text.view.includes(wanted)) continue;
      for (const span of allMatches(pattern, text.view)) hits.push({ at, ...toOriginal(text, span) });
    }
    found.set(term, hits);
  }
  return found;
}

/** Original bytes of a canonical span: of all prefixes of the text, the longest before it and the shortest that holds it. */
function toOriginal(
  { text, view }: Text,
  [start, end]: readonly [number, number],
): { start: number; end: number } {
  if (/^\p{ASCII}*$/u.test(text) && text.length === view.length) return { start, end };
  const prefixes = [0];
  for (const character of text) prefixes.push((prefixes.at(-1) ?? 0) + character.length);
  const views = prefixes.map((size) => canonicalByDefinition(text.slice(0, size)));
  const from = views.findLastIndex((prefix) => prefix.length <= start);
  const to = views.findIndex((prefix) => prefix.slice(0, end) === view.slice(0, end));
  const bytesAt = (i: number): number => Buffer.byteLength(text.slice(0, prefixes[i]));
  return { start: bytesAt(from), end: bytesAt(to) };
}

/** The lines that `match` must print; term ids are made from the place in the list. */
function expectedLines(
  terms: readonly string[],
  texts: readonly Text[],
  hits: Map<string, TermHit[]>,
): string[] {
  const rows = terms.flatMap((term, i) =>
    (hits.get(term) ?? []).map((hit) => ({ ...hit, term, termId: idOf(i) })),
  );
  rows.sort((a, b) => a.at - b.at || a.start - b.start || a.end - b.end || (a.termId < b.termId ? -1 : 1));
  return rows.map(({ at, termId, term, start, end }) => {
    return JSON.stringify({ itemId: texts[at]?.id, termId, term, view: "canonical", start, end });
  });
}

function idOf(index: number): string {
  return `t${index * 7}`;
}

function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");
}

function toTexts(rows: readonly Row[]): Text[] {
  return rows.map((row) => {
    const text = row["text"] ?? "";
    return { id: row["case_id"] ?? "", text, view: canonicalByDefinition(text) };
  });
}

describe.skipIf(!existsSync(casesFile))(
  "match equals the regex oracle, hit by hit (needs ../shared/data)",
  () => {
    let dir = "";
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), "riskbook-oracle-"));
    });
    afterAll(() => rmSync(dir, { recursive: true }));

    async function matchLines(terms: readonly (readonly string[])[], items: string): Promise<string[]> {
      writeFileSync(join(dir, "package.csv"), toCsv([["term_id", "term", "languages"], ...terms]));
      const { code, stdout } = await runIn(dir, runMatch, {
        args: ["--package", "package.csv", "--items", items],
      });
      expect(code).toBe(0);
      return stdout.split("\n").slice(0, -1);
    }

    test.each(languages)("on all cases in %s × every distinct snapshot of its terms", async (language) => {
      const rows = readCases(language);
      const texts = toTexts(rows);
      const sets = termSets(language);
      const hits = oracleOf([...new Set(sets.flat())], texts);
      const items = [["case_id", "text"], ...rows.map((row) => [row["case_id"] ?? "", row["text"] ?? ""])];
      writeFileSync(join(dir, "items.csv"), toCsv(items));
      expect(sets.length).toBeGreaterThan(1);
      for (const terms of sets) {
        const expected = expectedLines(terms, texts, hits);
        expect(expected.length).toBeGreaterThan(10);
        const pack = terms.map((term, i) => [idOf(i), term, language]);
        expect(await matchLines(pack, "items.csv")).toEqual(expected);
      }
    });

    test("on the file of all 22,254 cases as it is, with the last snapshot's terms scoped by language", async () => {
      const rows = readRows(casesFile);
      const latest = readdirSync(snapshotsDir).toSorted().at(-1) ?? "";
      const scoped = languages.flatMap((language) =>
        readTerms(latest, language).map((term) => ({ term, language })),
      );
      const pack = scoped.map(({ term, language }, i) => [`${language}-${idOf(i)}`, term, language]);
      const found = (await matchLines(pack, casesFile)).map((line) => JSON.parse(line));
      const brief = found.map(({ itemId, term, start, end }) => JSON.stringify([itemId, term, start, end]));
      const expected = languages.flatMap((language) => {
        const texts = toTexts(rows.filter((row) => row["lang"] === language));
        const hits = oracleOf(readTerms(latest, language), texts);
        return Array.from(hits).flatMap(([term, places]) => {
          return places.map(({ at, start, end }) => JSON.stringify([texts[at]?.id, term, start, end]));
        });
      });
      expect(rows).toHaveLength(22_254);
      expect(brief.toSorted()).toEqual(expected.toSorted());
    });
  },
);
