import type { Atoms, Part } from "./atoms.js";
import { atomData, openAtoms } from "./atoms.js";
import type { HashIndex } from "./hashes/hashIndex.js";
import { hashIndex } from "./hashes/hashIndex.js";
import { hashColumn, parseHash } from "./hashes/pdqHash.js";
import type { VideoIndex } from "./hashes/videoIndex.js";
import { videoIndex } from "./hashes/videoIndex.js";
import { isKind, part } from "./part.js";
import type { RuleSet } from "./rules/compileRules.js";
import { compileRules } from "./rules/compileRules.js";
import type { Term } from "./term.js";
import { framesOfTerm } from "./termFrames.js";

/** A package compiled for all its kinds, to be given to `matchRecords`. */
export type CompiledTerms = Atoms & {
  readonly terms: readonly Term[];
  /** Names terms by their index in the package. */
  readonly rules: RuleSet;
  readonly images: Part<HashIndex>;
  readonly videos: Part<VideoIndex>;
};

export const defaultRadius = 31;

/**
 * A package compiled for all its kinds. What cannot be run is in `regexes.compiled.refused`, `rules.refused` and
 * `words.compiled.empty`. Not plain data where it has regexes: a worker or page compiles its own.
 * @param terms one package snapshot, any order; hits name them by index
 */
export function compileTerms(terms: readonly Term[]): CompiledTerms {
  return {
    terms,
    ...openAtoms(atomData(terms)),
    rules: compileRules(terms),
    images: part(terms, isKind("image"), compileImages),
    videos: part(terms, isKind("video"), compileVideos),
  };
}

/**
 * The hashes of image terms with their radii, to be searched.
 * @throws {TypeError} when a term is no hash
 */
export function compileImages(terms: readonly Term[]): HashIndex {
  const hashes = terms.map(({ term }) => {
    const hash = parseHash(term);
    if (hash !== undefined) return hash;
    throw new TypeError(`Expected an image's \`term\` to be 64 hexadecimal digits, got \`${term}\``);
  });
  return hashIndex(hashColumn(hashes), radiiOf(terms));
}

/** The frames of video terms with their radii, to be searched. A video without frames matches nothing. */
export function compileVideos(terms: readonly Term[]): VideoIndex {
  return videoIndex(terms.map(framesOfTerm), radiiOf(terms));
}

function radiiOf(terms: readonly Term[]): Uint16Array {
  return Uint16Array.from(terms, ({ radius }) => radius ?? defaultRadius);
}
