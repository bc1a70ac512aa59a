import { canonicalTerm } from "./canonical.js";
import { isBinding } from "./characters.js";
import type { PrefixTable } from "./prefixTable.js";
import { compilePrefixTables } from "./prefixTable.js";
import type { ScopeTable } from "./scope.js";
import { compileScopes } from "./scope.js";
import type { Term, TermMatch } from "./term.js";
import type { Utf8Column } from "./utf8Column.js";
import { utf8Column } from "./utf8Column.js";

/**
 * A compiled package: plain data and typed arrays, so that it can be cloned to workers and pages.
 * A pattern is a distinct canonical text; several terms can share one. Terms are named by their index in the package.
 */
export type Matcher = {
  readonly termIds: readonly string[];
  /** Indexes of the terms that normalise to nothing and so match nothing, ascending. */
  readonly empty: Int32Array;
  readonly patterns: Utf8Column;
  /** Per pattern: whether its first (bit 0) and its last (bit 1) character would continue a word beside it. */
  readonly edges: Uint8Array;
  /** Terms of pattern p: `terms[termOffsets[p] … termOffsets[p + 1])`. */
  readonly termOffsets: Int32Array;
  readonly terms: Int32Array;
  /** Per term: its edges that need a boundary, bit 0 at the start, bit 1 at the end. */
  readonly boundaries: Uint8Array;
  /** Per term: its place in the order of term ids. */
  readonly ranks: Int32Array;
  readonly scopes: ScopeTable;
  readonly tables: readonly PrefixTable[];
};

export const startEdge = 1;
export const endEdge = 2;

const boundariesOf: Record<TermMatch, number> = {
  word: startEdge | endEdge,
  prefix: startEdge,
  substring: 0,
};

/**
 * The matcher for a package, to be given to `scan`. Its `empty` lists the terms that can never match.
 * Terms that become one canonical text both stay. Validity, policies and fields do not restrict: leave out the terms
 * that should not run. Cost: O(bytes of all terms) and about 60 bytes a term.
 * @param terms one package snapshot, any order; hits name them by index
 */
export function compilePackage(terms: readonly Term[]): Matcher {
  const { texts, members, empty } = groupByText(terms);
  const patterns = utf8Column(texts);
  return {
    termIds: terms.map((term) => term.termId),
    empty: Int32Array.from(empty),
    patterns,
    edges: Uint8Array.from(texts, edgesOf),
    ...flatten(members),
    boundaries: Uint8Array.from(terms, (term) => boundariesOf[term.match]),
    ranks: ranksOf(terms),
    scopes: compileScopes(terms),
    tables: compilePrefixTables(patterns),
  };
}

function groupByText(terms: readonly Term[]): { texts: string[]; members: number[][]; empty: number[] } {
  const groups = new Map<string, number[]>();
  const empty: number[] = [];
  for (const [index, { term }] of terms.entries()) {
    const text = canonicalTerm(term);
    const group = groups.get(text);
    if (text === "") empty.push(index);
    else if (group === undefined) groups.set(text, [index]);
    else group.push(index);
  }
  return { texts: [...groups.keys()], members: [...groups.values()], empty };
}

function edgesOf(text: string): number {
  const characters = Array.from(text);
  const first = characters[0]?.codePointAt(0) ?? 0;
  const last = characters.at(-1)?.codePointAt(0) ?? 0;
  return (isBinding(first) ? startEdge : 0) | (isBinding(last) ? endEdge : 0);
}

function flatten(members: readonly (readonly number[])[]): Pick<Matcher, "terms" | "termOffsets"> {
  const termOffsets = new Int32Array(members.length + 1);
  for (const [i, group] of members.entries()) termOffsets[i + 1] = (termOffsets[i] ?? 0) + group.length;
  return { terms: Int32Array.from(members.flat()), termOffsets };
}

function ranksOf(terms: readonly Term[]): Int32Array {
  const order = terms.map(({ termId }, index) => ({ termId, index }));
  order.sort((a, b) => (a.termId === b.termId ? a.index - b.index : a.termId < b.termId ? -1 : 1));
  const ranks = new Int32Array(terms.length);
  for (const [rank, { index }] of order.entries()) ranks[index] = rank;
  return ranks;
}
