import { canonicalTerm } from "../matcher/canonical.js";
import { isBinding } from "../matcher/characters.js";
import { parseHash } from "../matcher/hashes/pdqHash.js";
import type { Term } from "../matcher/term.js";
import { isKnownLanguage, shorterLanguage } from "../model/languageTag.js";
import { formatTime } from "../model/time.js";
import type { LintFinding, LintRule } from "./finding.js";
import { finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { placeOf } from "./lintRow.js";
import { mixedScripts } from "./mixedScripts.js";

/**
 * What one row tells by itself: a term with nothing visible, too short a word, a hash of nothing, a cell that a
 * spreadsheet takes for a formula.
 */
export function lintTerm(row: LintRow): LintFinding[] {
  const { term } = row;
  const found: LintFinding[] = [];
  if (/^[=+\-@\t\r]/.test(term.term))
    found.push(finding("formula-cell", placeOf(row), formulaWords(term.term)));
  if (term.kind === "image" && isBlank(term.term)) found.push(finding("bad-hash", placeOf(row), blankWords));
  if (term.kind !== "word") return found;
  const text = canonicalTerm(term.term);
  const least = leastLength(text, term);
  if (text === "") found.push(finding("empty-term", placeOf(row), emptyWords));
  else if (Array.from(text).length < least)
    found.push(finding("too-short", placeOf(row), shortWords(text, least)));
  const scripts = mixedScripts(text);
  if (scripts.length > 0) found.push(finding("mixed-scripts", placeOf(row), scriptWords(scripts)));
  return found;
}

const emptyWords = ["nothing visible is left after normalising, so it matches nothing", "delete it"] as const;
const blankWords = ["all bits are the same, as of an image without content", "delete it"] as const;

function formulaWords(term: string): readonly [string, string] {
  const message = `begins with ${JSON.stringify(term[0])}, with which spreadsheets begin a formula`;
  return [message, "do not open the file in a spreadsheet without importing the column as text"];
}

function shortWords(text: string, least: number): readonly [string, string] {
  return [
    `its length is ${Array.from(text).length}, less than ${least} characters`,
    "make it longer, or match it as a whole word",
  ];
}

function scriptWords(scripts: readonly string[]): readonly [string, string] {
  return [
    `a word of it mixes ${scripts.join(" and ")} letters`,
    "write the word in one script; the view evasive finds it with letters of others in it",
  ];
}

/** Terms whose validity is over at a time: a replay counts none of their hits on items made since. */
export function lintExpiry(row: LintRow, asOf: number): LintFinding[] {
  const { validTo } = row.term;
  if (validTo === null || validTo > asOf) return [];
  const message = `valid until ${formatTime(validTo)}, which is over: items made since do not count as hit`;
  return [finding("expired-term", placeOf(row), [message, "delete it, or say until when it holds now"])];
}

/** Terms in languages that no item can be in: unknown ones, and those of three letters that have two. O(terms). */
export function lintLanguages(rows: readonly LintRow[]): LintFinding[] {
  const words = new Map<string, readonly [string, string] | undefined>();
  return rows.flatMap((row) =>
    row.term.languages.flatMap((tag) => {
      if (!words.has(tag)) words.set(tag, languageWords(tag)); // to ask the runtime takes 20 µs
      const said = words.get(tag);
      return said === undefined ? [] : [finding("unknown-language", placeOf(row), said)];
    }),
  );
}

function languageWords(tag: string): readonly [string, string] | undefined {
  const short = shorterLanguage(tag);
  const name = JSON.stringify(tag);
  if (short !== undefined)
    return [
      `the language ${name} has the shorter code ${JSON.stringify(short)}, which items have`,
      "write that",
    ];
  if (isKnownLanguage(tag)) return undefined;
  return [
    `the language ${name} is not known, so perhaps no item is in it`,
    "write the BCP 47 tag that items have",
  ];
}

/** A whole word of one letter is in every text, and so are two letters within words; scripts without spaces say more. */
function leastLength(text: string, { match, action }: Term): number {
  if (action === "allow") return 1;
  const isSpaced = Array.from(text).every((character) => isBinding(character.codePointAt(0) ?? 0));
  return match === "word" || !isSpaced ? 2 : 3;
}

function isBlank(term: string): boolean {
  const words = parseHash(term) ?? [];
  return words.every((word) => word === 0) || words.every((word) => word === -1);
}

/** Columns that say who answers for a term, what it serves, and until when; with what lint says where they are empty. */
const duties = [
  {
    column: "owner",
    rule: "missing-owner",
    isMissing: ({ owner }: Term) => owner === null,
    remedy: "name who answers for it",
  },
  {
    column: "policies",
    rule: "missing-policy",
    isMissing: ({ policies }: Term) => policies.length === 0,
    remedy: "name the policy that it serves",
  },
  {
    column: "valid_to",
    rule: "missing-expiry",
    isMissing: ({ validTo }: Term) => validTo === null,
    remedy: "say until when it holds",
  },
] as const satisfies readonly { rule: LintRule; [key: string]: unknown }[];

const dutyRules: ReadonlySet<LintRule> = new Set(duties.map(({ rule }) => rule));

/** Whether a rule is about a column that every term should fill: without a term it is then about all of them. */
export function isDuty(rule: LintRule): boolean {
  return dutyRules.has(rule);
}

/** What is missing in a file's rows; where the whole column is, one finding on its first line says so. */
export function lintDuties(file: string, header: readonly string[], rows: readonly LintRow[]): LintFinding[] {
  return duties.flatMap(({ column, rule, isMissing, remedy }) => {
    if (!header.includes(column)) {
      const message = `no column ${column}, so that no term has one`;
      return [finding(rule, { file, line: 1, termId: null }, [message, `add the column and ${remedy}`])];
    }
    const missing = rows.filter(({ term }) => isMissing(term));
    return missing.map((row) => finding(rule, placeOf(row), [`nothing in ${column}`, remedy]));
  });
}
