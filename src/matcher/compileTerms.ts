import type { Matcher } from "./compilePackage.js";
import { compilePackage } from "./compilePackage.js";
import type { HashIndex } from "./hashes/hashIndex.js";
import { hashIndex } from "./hashes/hashIndex.js";
import { hashColumn, parseHash } from "./hashes/pdqHash.js";
import type { VideoFrames } from "./hashes/video.js";
import type { RegexSet } from "./regex/compileRegexes.js";
import { compileRegexes } from "./regex/compileRegexes.js";
import type { RuleSet } from "./rules/compileRules.js";
import { compileRules } from "./rules/compileRules.js";
import type { Term, TermKind } from "./term.js";

/** Something compiled from some terms of a package; its own term `i` is the package's term `indexes[i]`. */
export type Part<T> = { readonly compiled: T; readonly indexes: readonly number[] };

/** A package compiled for all its kinds, to be given to `matchRecords`. */
export type CompiledTerms = {
  readonly terms: readonly Term[];
  readonly words: Part<Matcher>;
  /** The words that ask for the evasive view, in that view. */
  readonly evasiveWords: Part<Matcher>;
  readonly regexes: Part<RegexSet>;
  /** Names terms by their index in the package. */
  readonly rules: RuleSet;
  readonly images: Part<HashIndex>;
  readonly videos: Part<readonly VideoFrames[]>;
};

export const defaultRadius = 31;

/**
 * A package compiled for all its kinds. What cannot be run is in `regexes.compiled.refused`, `rules.refused` and
 * `words.compiled.empty`. Not plain data where it has regexes: a worker or page compiles its own.
 * @param terms one package snapshot, any order; hits name them by index
 * @param videos the frames of video terms by term id; a video without frames matches nothing
 */
export function compileTerms(
  terms: readonly Term[],
  videos: ReadonlyMap<string, VideoFrames> = new Map(),
): CompiledTerms {
  return {
    terms,
    words: part(terms, isKind("word"), compilePackage),
    evasiveWords: part(terms, isEvasive, (words) => compilePackage(words, "evasive")),
    regexes: part(terms, isKind("regex"), compileRegexes),
    rules: compileRules(terms),
    images: part(terms, isKind("image"), compileImages),
    videos: part(terms, isKind("video"), (found) =>
      found.map(({ termId }) => videos.get(termId) ?? noFrames),
    ),
  };
}

const noFrames: VideoFrames = { hashes: new Int32Array(0), count: 0 };

function isKind(kind: TermKind): (term: Term) => boolean {
  return (term) => term.kind === kind;
}

function isEvasive({ kind, views }: Term): boolean {
  return kind === "word" && views.includes("evasive");
}

function part<T>(
  terms: readonly Term[],
  isMember: (term: Term) => boolean,
  compile: (terms: readonly Term[]) => T,
): Part<T> {
  const indexes = terms.flatMap((term, index) => (isMember(term) ? [index] : []));
  return { compiled: compile(indexes.flatMap((index) => terms[index] ?? [])), indexes };
}

function compileImages(terms: readonly Term[]): HashIndex {
  const hashes = terms.map(({ term }) => {
    const hash = parseHash(term);
    if (hash !== undefined) return hash;
    throw new TypeError(`Expected an image's \`term\` to be 64 hexadecimal digits, got \`${term}\``);
  });
  return hashIndex(
    hashColumn(hashes),
    Uint16Array.from(terms, ({ radius }) => radius ?? defaultRadius),
  );
}
