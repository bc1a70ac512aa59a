import { compileImages } from "../../src/matcher/compileTerms.js";
import { findHashes } from "../../src/matcher/hashes/hashIndex.js";
import type { HashIndex } from "../../src/matcher/hashes/hashIndex.js";
import { scopeTest } from "../../src/matcher/inScope.js";
import { isKind, part } from "../../src/matcher/part.js";
import type { RecordScope } from "../../src/matcher/scope.js";
import type { Term } from "../../src/matcher/term.js";
import { isImage } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import type { ImageHashes } from "./imageHashes.js";

/** The images among the terms of a scan, as plain data. */
export type ImageTerms = {
  readonly index: HashIndex;
  /** Hash `i` of the index is that of the scan's term `places[i]`. */
  readonly places: readonly number[];
  /** In the order of the index. */
  readonly terms: readonly Term[];
};

/** The images among some terms; `undefined` without one. */
export function imageTerms(terms: readonly Term[]): ImageTerms | undefined {
  const { compiled, indexes } = part(terms, isKind("image"), (images) => images);
  if (indexes.length === 0) return undefined;
  return { index: compileImages(compiled), places: indexes, terms: compiled };
}

/** Whether one of the terms is for some languages or markets only. */
export function isScoped({ terms }: ImageTerms): boolean {
  return terms.some(({ languages, markets }) => languages.length > 0 || markets.length > 0);
}

/**
 * Every pair of an item and an image term that differ in at most the term's radius, as a sorted table with the distances.
 * Cost: a search of the index for each hash, see `findHashes`.
 * @param scope of the rows of the partition; only terms that are for some languages or markets ask for it
 */
export function scanImages(images: ImageTerms, { rows, hashes }: ImageHashes, scope: RecordScope): HitTable {
  const { index, places, terms } = images;
  const isInScope = scopeTest(terms, scope);
  const found: { item: number; term: number; distance: number }[] = [];
  for (let at = 0; at < rows.length; at++) {
    const item = rows[at] ?? 0;
    const hits = findHashes(index, hashes, at).filter((hit) => isInScope(hit.index, item));
    if (hits.length === 0) continue;
    const own = hits.map((hit) => ({ item, term: places[hit.index] ?? 0, distance: hit.distance }));
    found.push(...own.toSorted((a, b) => a.distance - b.distance || a.term - b.term));
  }
  return {
    item: Int32Array.from(found, ({ item }) => item),
    term: Int32Array.from(found, ({ term }) => term),
    start: new Int32Array(found.length),
    end: Int32Array.from(found, ({ distance }) => distance),
    flags: new Uint8Array(found.length).fill(isImage),
  };
}
