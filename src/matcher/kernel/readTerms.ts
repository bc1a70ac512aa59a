import type { TermScope } from "../scope.js";
import { scopeList } from "../scope.js";
import type { Term, TermMatch, TermView } from "../term.js";
import { endEdge, startEdge } from "./assembly/layout.js";
import type { PackedIds } from "./ids.js";
import { idPacker } from "./ids.js";
import type { Patterns } from "./patterns.js";
import { patternReader } from "./patterns.js";

/** All that a compiled package holds of its terms. */
export type TermColumns = {
  readonly patterns: Patterns;
  /** Of each term the boundaries that it wants (`startEdge`, `endEdge`), and above them the number of its scope. */
  readonly flags: Uint32Array;
  readonly scopes: readonly TermScope[];
  readonly ids: PackedIds;
};

/**
 * Terms are read so many at a time, each batch for everything: many terms lie all over the memory, and waiting for them
 * costs more than the work. Few enough for a near cache, and enough that making columns costs little.
 */
const batchTerms = 2048;

const boundariesOf: Record<TermMatch, number> = {
  word: startEdge | endEdge,
  prefix: startEdge,
  substring: 0,
};

/** The terms as columns, in their order. */
export function readTerms(terms: readonly Term[], view: TermView): TermColumns {
  const [texts, ids] = [patternReader(terms, view), idPacker(terms)];
  const { add: scopeOf, scopes } = scopeList();
  const flags = new Uint32Array(terms.length);
  for (let from = 0; from < terms.length; from += batchTerms) {
    const batch = terms.slice(from, from + batchTerms);
    // Hot loop, by index: an iterator makes an object for each term.
    for (let i = 0; i < batch.length; i++) {
      const term = batch[i];
      if (term !== undefined) flags[from + i] = (scopeOf(term) << 2) | boundariesOf[term.match];
    }
    ids.add(batch, from);
    texts.add(batch, from);
  }
  return { patterns: texts.finish(), flags, scopes, ids: ids.finish() };
}
