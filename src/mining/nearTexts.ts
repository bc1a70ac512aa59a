import { shinglesOf } from "./nearDuplicates.js";
import { mix } from "./mix.js";
import type { Passage } from "./passages.js";

/** Numbers in a signature: those of one band must all agree for two sets of shingles to be compared. */
const bands = 16;
const bandSize = 4;
/** With so many texts before it in a bucket a text is compared: families of thousands would have millions of pairs. */
const mostCompared = 100;
/** Least share of the shingles of two texts together that both must have. */
const leastShared = 0.8;

/** Which texts are near-duplicates of which. */
export type NearTexts = {
  /** Text index → number of its set of shingles; −1 for a text without a token. */
  readonly setOf: Int32Array;
  /** Pairs of different sets, the smaller number first, that share enough. */
  readonly pairs: readonly (readonly [number, number])[];
};

/**
 * The texts whose sets of shingles are the same, and the sets whose Jaccard index is 0.8 or more: what Lee et al. 2022
 * ("Deduplicating training data makes language models better") take near-duplicates to share. Sets are compared where
 * one of 16 bands of 4 numbers of their MinHash signatures agrees (Broder 1997; bands: Leskovec, Rajaraman, Ullman,
 * Mining of Massive Datasets §3.4), and then shingle by shingle: no pair is wrong, and of those that share 80 % one in
 * some 4,600 is missed. Where more than 100 texts agree in a band, each is compared with the 100 before it alone. Up to
 * there the order of the texts changes nothing but the numbers. O(shingles + texts × 100 × bands).
 * @param shingles of each text, as `sortedShingles` gives them
 */
export function nearTexts(shingles: readonly (readonly number[])[]): NearTexts {
  const numbers = new Map<string, number>();
  const sets: Uint32Array[] = [];
  const setOf = Int32Array.from(shingles, (own) => {
    if (own.length === 0) return -1;
    const key = own.join(" ");
    const known = numbers.get(key) ?? sets.push(Uint32Array.from(own)) - 1;
    numbers.set(key, known);
    return known;
  });
  return { setOf, pairs: alikePairs(sets) };
}

/** The hashes of a text's shingles (`shinglesOf`), ascending; none without a token. */
export function sortedShingles(text: string, passagesOf: (text: string) => readonly Passage[]): number[] {
  return [...shinglesOf(text, passagesOf(text))].toSorted((a, b) => a - b);
}

function alikePairs(sets: readonly Uint32Array[]): [number, number][] {
  const pairs: [number, number][] = [];
  const keys = sets.map(bandKeys);
  for (let band = 0; band < bands; band++) {
    const buckets = new Map<number, number[]>();
    for (const [index, own] of keys.entries()) {
      const others = buckets.get(own[band] ?? 0) ?? [];
      for (const other of others.slice(-mostCompared)) {
        const isNew = keys[other]?.findIndex((key, at) => key === own[at]) === band;
        if (isNew && areAlike(sets[other] ?? none, sets[index] ?? none)) pairs.push([other, index]);
      }
      others.push(index);
      buckets.set(own[band] ?? 0, others);
    }
  }
  return pairs;
}

/** A number for each band of a signature. */
function bandKeys(shingles: Uint32Array): Uint32Array {
  const signature = signatureOf(shingles);
  return Uint32Array.from({ length: bands }, (_, band) => bandKey(signature, band));
}

const none = new Uint32Array();

/** The least of each of 64 orders of the shingles. Hot loop. */
function signatureOf(shingles: Uint32Array): Uint32Array {
  const signature = new Uint32Array(bands * bandSize).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let i = 0; i < signature.length; i++) {
      const value = mix(shingle ^ Math.imul(i + 1, 0x9e3779b9));
      if (value < (signature[i] ?? 0)) signature[i] = value;
    }
  }
  return signature;
}

function bandKey(signature: Uint32Array, band: number): number {
  let key = band;
  for (let i = 0; i < bandSize; i++) key = mix(key * 31 + (signature[band * bandSize + i] ?? 0));
  return key;
}

/** Of two ascending lists, whether those in both are enough of those in either. */
function areAlike(a: Uint32Array, b: Uint32Array): boolean {
  let [i, j, both] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x = 0, y = 0] = [a[i], b[j]];
    if (x === y) both++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return both >= leastShared * (a.length + b.length - both);
}
