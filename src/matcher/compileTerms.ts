import type { Atoms, Part } from "./atoms.js";
import { atomData, openAtoms } from "./atoms.js";
import type { HashIndex } from "./hashes/hashIndex.js";
import { hashIndex } from "./hashes/hashIndex.js";
import { hashColumn, parseHash } from "./hashes/pdqHash.js";
import type { VideoFrames } from "./hashes/video.js";
import { isKind, part } from "./part.js";
import type { RuleSet } from "./rules/compileRules.js";
import { compileRules } from "./rules/compileRules.js";
import type { Term } from "./term.js";

/** A package compiled for all its kinds, to be given to `matchRecords`. */
export type CompiledTerms = Atoms & {
  readonly terms: readonly Term[];
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
    ...openAtoms(atomData(terms)),
    rules: compileRules(terms),
    images: part(terms, isKind("image"), compileImages),
    videos: part(terms, isKind("video"), (found) =>
      found.map(({ termId }) => videos.get(termId) ?? noFrames),
    ),
  };
}

const noFrames: VideoFrames = { hashes: new Int32Array(0), count: 0 };

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
  return hashIndex(
    hashColumn(hashes),
    Uint16Array.from(terms, ({ radius }) => radius ?? defaultRadius),
  );
}
