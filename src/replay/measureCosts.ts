import type { CompiledTerms } from "../matcher/compileTerms.js";
import { evasiveColumn } from "../matcher/evasiveColumn.js";
import { findHashes } from "../matcher/hashes/hashIndex.js";
import { hashWords } from "../matcher/hashes/pdqHash.js";
import { normaliseColumn } from "../matcher/normaliseColumn.js";
import type { CanonicalColumn } from "../matcher/normaliseColumn.js";
import { compileRegexes } from "../matcher/regex/compileRegexes.js";
import { scanRegexes } from "../matcher/regex/scanRegexes.js";
import { scan } from "../matcher/scan.js";
import { recordCount, utf8Column } from "../matcher/utf8Column.js";
import type { TermCost } from "../model/termCost.js";
import { randomFrom } from "../stats/random.js";
import { addSpreads, costAbove, spreadOf } from "./costSpread.js";
import type { Spread } from "./costSpread.js";
import { ruleRuns } from "./ruleRuns.js";
import type { LoneRuns } from "./ruleRuns.js";

export type CostOptions = {
  /** A clock that only rises, in ms. */
  readonly now: () => number;
  /** Times that each search is run; the median counts. */
  readonly rounds?: number;
  /** Told of terms that are done, of those that are measured alone. */
  readonly onTerm?: (done: number, all: number) => void;
};

/** Hashes that the index of images is searched for. */
const searches = 1000;

/**
 * What each term costs to be found, in the order of the package; videos and what cannot be run are left out.
 * Words share one search, of which each has an equal share (`shared`; one that asks for the evasive view also of that
 * view and its search), as images share their index, which is searched for invented hashes. A regex is run as its own
 * package, with its prefilter, a rule on the hits of its package, and what these take on an empty package is taken off.
 * Scopes do not restrict. Cost: (`rounds` + 1) searches of the texts for each regex.
 * @param texts at least one, as items have them
 */
export function measureCosts(
  compiled: CompiledTerms,
  texts: readonly string[],
  { now, rounds = 5, onTerm = () => undefined }: CostOptions,
): TermCost[] {
  const column = normaliseColumn(utf8Column(texts));
  const timed: Timed = (run, items) => spreadOf(run, { now, rounds, items });
  const found = new Map<number, TermCost>();
  const add = (term: number, cost: Omit<TermCost, "termId" | "kind">): void => {
    const { termId = "", kind = "" } = compiled.terms[term] ?? {};
    found.set(term, { termId, kind, ...cost });
  };
  wordCosts(compiled, column, timed).forEach((spread, term) => add(term, { ...spread, basis: "shared" }));
  imageCosts(compiled, timed).forEach((spread, term) => add(term, { ...spread, basis: "shared" }));
  const groups = [regexRuns(compiled, column), ruleRuns(compiled, column, texts)];
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  for (const { empty, count, runs } of groups) {
    if (count === 0) continue;
    const nothing = timed(empty, texts.length);
    for (const { term, run } of runs) {
      onTerm(done++, all);
      add(term, costAbove(nothing, timed(run, texts.length)));
    }
  }
  return [...found].toSorted(([a], [b]) => a - b).map(([, cost]) => cost);
}

type Timed = (run: () => void, items: number) => Spread;

/** By term. */
function wordCosts(
  { words, evasiveWords }: CompiledTerms,
  column: CanonicalColumn,
  timed: Timed,
): Map<number, Spread> {
  const items = recordCount(column.original);
  const costs = shares(words.indexes, () => timed(() => scan(words.compiled, column.canonical), items));
  const evasive = shares(evasiveWords.indexes, () =>
    timed(() => scan(evasiveWords.compiled, evasiveColumn(column).canonical), items),
  );
  for (const [term, own] of evasive) costs.set(term, addSpreads(costs.get(term) ?? own, own));
  return costs;
}

function imageCosts({ images }: CompiledTerms, timed: Timed): Map<number, Spread> {
  const random = randomFrom(1);
  const hashes = Int32Array.from({ length: searches * hashWords }, () => random.integer(2 ** 32));
  const run = (): void => {
    for (let at = 0; at < searches; at++) findHashes(images.compiled, hashes, at);
  };
  return shares(images.indexes, () => timed(run, searches));
}

/** The same for every term, where there are any. */
function shares(terms: readonly number[], measure: () => Spread): Map<number, Spread> {
  if (terms.length === 0) return new Map();
  const { costUs, lowUs, highUs } = measure();
  const each = { costUs: costUs / terms.length, lowUs: lowUs / terms.length, highUs: highUs / terms.length };
  return new Map(terms.map((term) => [term, each]));
}

function regexRuns(compiled: CompiledTerms, column: CanonicalColumn): LoneRuns {
  const none = compileRegexes([]);
  return {
    empty: () => void scanRegexes(none, column.canonical),
    count: compiled.regexes.compiled.regexes.length,
    runs: loneRegexes(compiled, column),
  };
}

function* loneRegexes(
  { regexes, terms }: CompiledTerms,
  { canonical }: CanonicalColumn,
): Generator<{ term: number; run: () => void }> {
  for (const { term } of regexes.compiled.regexes) {
    const index = regexes.indexes[term] ?? -1;
    const set = compileRegexes(terms.slice(index, index + 1)); // one at a time, as thousands take much memory
    yield { term: index, run: () => void scanRegexes(set, canonical) };
  }
}
