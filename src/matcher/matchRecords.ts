import type { CompiledTerms } from "./compileTerms.js";
import { findHashes } from "./hashes/hashIndex.js";
import type { HashColumn } from "./hashes/pdqHash.js";
import type { VideoFrames, VideoMatch } from "./hashes/video.js";
import { findVideos } from "./hashes/videoIndex.js";
import { byPlace, byTermId } from "./hitOrder.js";
import { scopeTest } from "./inScope.js";
import { normaliseColumn } from "./normaliseColumn.js";
import type { RegexWork } from "./regex/scanRegexes.js";
import { resolveHits } from "./resolveHits.js";
import type { CutHits, TextHit } from "./scanViews.js";
import { scanViews } from "./scanViews.js";
import { utf8Column } from "./utf8Column.js";

/** What is to be matched: any of a text, an image's hash and a video's frames. `null` scopes do not restrict. */
export type MatchRecord = {
  readonly text: string;
  readonly language: string | null;
  readonly market: string | null;
  readonly hash?: HashColumn;
  readonly frames?: VideoFrames;
};

export type ImageHit = { readonly term: number; readonly distance: number };
export type VideoHit = VideoMatch & { readonly term: number };

/** The hits of one record; terms by index in the package. */
export type RecordHits = {
  /** Of words, regexes and rules, by start, end and term id. */
  readonly texts: readonly TextHit[];
  /** By distance, then term id. */
  readonly images: readonly ImageHit[];
  /** By term id. */
  readonly videos: readonly VideoHit[];
  /** Hits of terms with the action `allow`, which are no hits but exceptions. */
  readonly exceptions: readonly TextHit[];
};

export type MatchedRecords = {
  /** One entry per record. */
  readonly records: readonly RecordHits[];
  readonly truncated: readonly CutHits[];
  readonly work: RegexWork;
};

/**
 * Every hit of a package in some records, of all kinds of terms. Words and regexes first; then hits inside the span of a
 * hit of an `allow` term are left out; then the rules are evaluated on what is left and on the exceptions.
 */
export function matchRecords(compiled: CompiledTerms, records: readonly MatchRecord[]): MatchedRecords {
  const scope = {
    languages: records.map(({ language }) => language),
    markets: records.map(({ market }) => market),
  };
  const column = normaliseColumn(utf8Column(records.map(({ text }) => text)));
  const { hits, truncated, work } = scanViews(compiled, column, scope);
  const isInScope = scopeTest(compiled.terms, scope);
  const matched = records.map((record, index) => {
    const applies = (term: number): boolean => isInScope(term, index);
    const { text } = record;
    const { texts, exceptions } = resolveHits(compiled, hits[index] ?? [], { text, applies });
    return {
      texts: texts.toSorted(byPlace(compiled.terms)),
      images: imageHits(compiled, record.hash, applies),
      videos: videoHits(compiled, record.frames, applies),
      exceptions: exceptions.toSorted(byPlace(compiled.terms)),
    };
  });
  return { records: matched, truncated, work };
}

function imageHits(
  { images, terms }: CompiledTerms,
  hash: HashColumn | undefined,
  applies: (term: number) => boolean,
): ImageHit[] {
  if (hash === undefined) return [];
  const hits = findHashes(images.compiled, hash).map(({ index, distance }) => {
    return { term: images.indexes[index] ?? 0, distance };
  });
  const byId = byTermId(terms);
  return hits.filter(({ term }) => applies(term)).toSorted((a, b) => a.distance - b.distance || byId(a, b));
}

function videoHits(
  { videos, terms }: CompiledTerms,
  frames: VideoFrames | undefined,
  applies: (term: number) => boolean,
): VideoHit[] {
  if (frames === undefined) return [];
  const hits = findVideos(videos.compiled, frames).map(({ index, ...match }) => {
    return { term: videos.indexes[index] ?? 0, ...match };
  });
  return hits.filter(({ term }) => applies(term)).toSorted(byTermId(terms));
}
