import { compileImages, compileVideos } from "../../src/matcher/compileTerms.js";
import { findHashes } from "../../src/matcher/hashes/hashIndex.js";
import type { HashIndex } from "../../src/matcher/hashes/hashIndex.js";
import { findVideos } from "../../src/matcher/hashes/videoIndex.js";
import type { VideoIndex } from "../../src/matcher/hashes/videoIndex.js";
import { scopeTest } from "../../src/matcher/inScope.js";
import { isKind, part } from "../../src/matcher/part.js";
import type { RecordScope } from "../../src/matcher/scope.js";
import type { Term } from "../../src/matcher/term.js";
import { isImage, isVideo } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import { videosIn } from "./itemHashes.js";
import type { ItemHashes } from "./itemHashes.js";

/** The images or the videos among the terms of a scan, as plain data. */
type HashTerms<Index> = {
  readonly index: Index;
  /** Entry `i` of the index is the scan's term `places[i]`. */
  readonly places: readonly number[];
  /** In the order of the index. */
  readonly terms: readonly Term[];
};

export type ImageTerms = HashTerms<HashIndex>;
export type VideoTerms = HashTerms<VideoIndex>;

/** The images among some terms; `undefined` without one. */
export function imageTerms(terms: readonly Term[]): ImageTerms | undefined {
  return hashTerms(terms, "image", compileImages);
}

/** The videos among some terms; `undefined` without one. */
export function videoTerms(terms: readonly Term[]): VideoTerms | undefined {
  return hashTerms(terms, "video", compileVideos);
}

function hashTerms<Index>(
  terms: readonly Term[],
  kind: Term["kind"],
  compile: (terms: readonly Term[]) => Index,
): HashTerms<Index> | undefined {
  const { compiled, indexes } = part(terms, isKind(kind), (found) => found);
  if (indexes.length === 0) return undefined;
  return { index: compile(compiled), places: indexes, terms: compiled };
}

/** Whether one of the terms is for some languages or markets only. */
export function isScoped({ terms }: HashTerms<unknown>): boolean {
  return terms.some(({ languages, markets }) => languages.length > 0 || markets.length > 0);
}

/**
 * Every pair of an item and an image term that differ in at most the term's radius, as a sorted table with the distances.
 * Cost: a search of the index for each hash, see `findHashes`.
 * @param scope of the rows of the partition; only terms that are for some languages or markets ask for it
 */
export function scanImages(images: ImageTerms, { rows, hashes }: ItemHashes, scope: RecordScope): HitTable {
  const find = (at: number): readonly Found[] => findHashes(images.index, hashes, at);
  return scanRows(images, { rows, find, scope, flag: isImage });
}

/** The same for items and video terms that match (`matchVideo`). Cost: see `findVideos`, for each item with frames. */
export function scanVideos(videos: VideoTerms, frames: ItemHashes, scope: RecordScope): HitTable {
  const { rows, videos: queries } = videosIn(frames);
  const find = (at: number): readonly Found[] => {
    const query = queries[at];
    return query === undefined ? [] : findVideos(videos.index, query);
  };
  return scanRows(videos, { rows, find, scope, flag: isVideo });
}

type Found = { readonly index: number; readonly distance: number };

/** @param rows items, ascending; `find` gives what the one at a place among them hits */
function scanRows(
  { places, terms }: HashTerms<unknown>,
  {
    rows,
    find,
    scope,
    flag,
  }: { rows: Int32Array; find: (at: number) => readonly Found[]; scope: RecordScope; flag: number },
): HitTable {
  const isInScope = scopeTest(terms, scope);
  const found: { item: number; term: number; distance: number }[] = [];
  for (let at = 0; at < rows.length; at++) {
    const item = rows[at] ?? 0;
    const hits = find(at).filter((hit) => isInScope(hit.index, item));
    if (hits.length === 0) continue;
    const own = hits.map((hit) => ({ item, term: places[hit.index] ?? 0, distance: hit.distance }));
    found.push(...own.toSorted((a, b) => a.distance - b.distance || a.term - b.term));
  }
  return {
    item: Int32Array.from(found, ({ item }) => item),
    term: Int32Array.from(found, ({ term }) => term),
    start: new Int32Array(found.length),
    end: Int32Array.from(found, ({ distance }) => distance),
    flags: new Uint8Array(found.length).fill(flag),
  };
}
