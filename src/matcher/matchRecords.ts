import type { CompiledTerms } from "./compileTerms.js";
import { defaultRadius } from "./compileTerms.js";
import { findHashes } from "./hashes/hashIndex.js";
import type { HashColumn } from "./hashes/pdqHash.js";
import type { VideoFrames, VideoMatch } from "./hashes/video.js";
import { matchVideo } from "./hashes/video.js";
import { scopeTest } from "./inScope.js";
import type { RegexWork } from "./regex/scanRegexes.js";
import { evaluateRules } from "./rules/evaluateRules.js";
import { exceptionTest } from "./rules/exceptions.js";
import type { Span } from "./rules/spans.js";
import { tokensOf } from "./rules/tokens.js";
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
  const original = utf8Column(records.map(({ text }) => text));
  const { hits, truncated, work } = scanViews(compiled, original, scope);
  const isInScope = scopeTest(compiled.terms, scope);
  const matched = records.map((record, index) => {
    const applies = (term: number): boolean => isInScope(term, index);
    const { kept, exceptions } = withoutExceptions(compiled, hits[index] ?? []);
    const rules = ruleHits(compiled, [...kept, ...exceptions], { text: record.text, applies });
    return {
      texts: [...kept, ...rules].toSorted(byPlace(compiled)),
      images: imageHits(compiled, record.hash, applies),
      videos: videoHits(compiled, record.frames, applies),
      exceptions: exceptions.toSorted(byPlace(compiled)),
    };
  });
  return { records: matched, truncated, work };
}

function withoutExceptions(
  { terms }: CompiledTerms,
  hits: readonly TextHit[],
): { kept: readonly TextHit[]; exceptions: readonly TextHit[] } {
  const exceptions = hits.filter(({ term }) => terms[term]?.action === "allow");
  if (exceptions.length === 0) return { kept: hits, exceptions };
  const isException = exceptionTest(exceptions.map(spanOf));
  const kept = hits.filter((hit) => terms[hit.term]?.action !== "allow" && !isException(spanOf(hit)));
  return { kept, exceptions };
}

function spanOf({ start, end }: TextHit): Span {
  return [start, end];
}

/** A rule that needs a hit of the evasive view is a hit of that view. */
function ruleHits(
  { rules }: CompiledTerms,
  hits: readonly TextHit[],
  { text, applies }: { text: string; applies: (term: number) => boolean },
): TextHit[] {
  if (rules.rules.length === 0) return [];
  const places = { tokens: () => tokensOf(text), isInScope: applies };
  const canonical = hits.filter(({ view }) => view === "canonical");
  const found = evaluateRules(rules, byTerm(hits), places);
  const plain = canonical.length === hits.length ? found : evaluateRules(rules, byTerm(canonical), places);
  const known = new Set(plain.map(({ term }) => term));
  return found.map(({ term, span: [start, end] }) => {
    return { term, view: known.has(term) ? "canonical" : "evasive", start, end };
  });
}

function byTerm(hits: readonly TextHit[]): Map<number, Span[]> {
  const found = new Map<number, Span[]>();
  for (const hit of hits) {
    const spans = found.get(hit.term);
    if (spans === undefined) found.set(hit.term, [spanOf(hit)]);
    else spans.push(spanOf(hit));
  }
  return found;
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
  const hits = videos.indexes.flatMap((term, i) => {
    const compared = videos.compiled[i];
    if (compared === undefined || !applies(term)) return [];
    const match = matchVideo(frames, compared, terms[term]?.radius ?? defaultRadius);
    return match === undefined ? [] : [{ term, ...match }];
  });
  return hits.toSorted(byTermId(terms));
}

function byPlace({ terms }: CompiledTerms): (a: TextHit, b: TextHit) => number {
  const byId = byTermId(terms);
  return (a, b) => a.start - b.start || a.end - b.end || byId(a, b) || (a.view < b.view ? -1 : 1);
}

function byTermId(terms: CompiledTerms["terms"]): (a: { term: number }, b: { term: number }) => number {
  return (a, b) => {
    const [left, right] = [terms[a.term]?.termId ?? "", terms[b.term]?.termId ?? ""];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };
}
