import { hashText, mix } from "./mix.js";
import type { Passage } from "./passages.js";

/** Tokens in a shingle, of words and of characters without spaces. */
const wordShingle = 3;
const characterShingle = 5;
/** Numbers in a signature; those of one band must all agree for two texts to be compared. */
const bands = 8;
const bandSize = 4;
const signatureSize = bands * bandSize;
/** Least share of a signature in which near-duplicates agree: an estimate of how many of their shingles they share. */
const leastAgreement = 0.8;

/**
 * For each text the index of the first text that it is a near-duplicate of, its own where there is none.
 * Near-duplicates share about 80 % of their shingles (runs of 3 words, or of 5 characters without spaces), numbers read
 * as equal; a chain of near-duplicates is one class. Texts without a token are none. Found by MinHash with 8 bands of 4
 * (Broder 1997): of pairs that share 80 % about 98 % are found, of those that share half about 1 %. O(tokens).
 */
export function nearDuplicates(
  texts: readonly string[],
  passagesOf: (text: string) => readonly Passage[],
): Int32Array {
  const first = Int32Array.from(texts, (_, index) => index);
  const signatures = texts.map((text) => signatureOf(shinglesOf(text, passagesOf(text))));
  const buckets = new Map<number, number[]>();
  for (const [index, signature] of signatures.entries()) {
    if (signature === undefined) continue;
    for (let band = 0; band < bands; band++) {
      const key = bandKey(signature, band);
      const bucket = buckets.get(key);
      const other = bucket?.find((candidate) => agree(signature, signatures[candidate]));
      if (other !== undefined) join(first, index, other);
      else if (bucket === undefined) buckets.set(key, [index]);
      else bucket.push(index);
    }
  }
  return first.map((_, index) => rootOf(first, index));
}

/** Hashes of the shingles of a text: runs of 3 words, or of 5 characters without spaces, numbers read as equal. */
export function shinglesOf(text: string, passages: readonly Passage[]): Set<number> {
  const shingles = new Set<number>();
  const tokens: { readonly hash: number; readonly isSpaceless: boolean }[] = passages.flatMap((passage) =>
    passage.starts.map((start, at) => {
      const token = text.slice(start, passage.ends[at]);
      return { hash: /^\p{N}+$/u.test(token) ? 0 : hashText(token), isSpaceless: passage.isSpaceless };
    }),
  );
  for (let at = 0; at < tokens.length; at++) {
    const size = tokens[at]?.isSpaceless === true ? characterShingle : wordShingle;
    if (at > 0 && at + size > tokens.length) break; // a text shorter than a shingle is one
    let hash = size;
    for (let i = at; i < Math.min(tokens.length, at + size); i++)
      hash = mix(hash * 31 + (tokens[i]?.hash ?? 0));
    shingles.add(hash);
  }
  return shingles;
}

/** The least of each of 32 orders of the shingles; `undefined` without any. Hot loop. */
function signatureOf(shingles: ReadonlySet<number>): Uint32Array | undefined {
  if (shingles.size === 0) return undefined;
  const signature = new Uint32Array(signatureSize).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let i = 0; i < signatureSize; i++) {
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

function agree(a: Uint32Array, b: Uint32Array | undefined): boolean {
  if (b === undefined) return false;
  let same = 0;
  for (let i = 0; i < signatureSize; i++) if (a[i] === b[i]) same++;
  return same >= leastAgreement * signatureSize;
}

/** Joins two classes under the smaller index. */
function join(first: Int32Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(first, a), rootOf(first, b)];
  first[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
}

function rootOf(first: Int32Array, index: number): number {
  let root = index;
  while (first[root] !== root) root = first[root] ?? root;
  return root;
}
