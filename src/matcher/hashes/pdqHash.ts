/** Words of 32 bits in a hash of 256. */
export const hashWords = 8;
export const hashBits = 256;

/** Hashes one behind the other, 8 words each; the first word holds the first 8 hexadecimal digits. */
export type HashColumn = Int32Array;

/** The 8 words of a PDQ hash written as 64 hexadecimal digits in either case; `undefined` for any other text. */
export function parseHash(text: string): HashColumn | undefined {
  if (!/^[0-9a-f]{64}$/i.test(text)) return undefined;
  return Int32Array.from(
    { length: hashWords },
    (_, i) => Number.parseInt(text.slice(i * 8, i * 8 + 8), 16) | 0,
  );
}

/** The hexadecimal digits of the hashes of a column, small, without anything between them. */
export function formatHashes(hashes: HashColumn): string {
  return Array.from(hashes, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The hashes as one column, in order. */
export function hashColumn(hashes: readonly HashColumn[]): HashColumn {
  const column = new Int32Array(hashes.length * hashWords);
  for (const [i, hash] of hashes.entries()) column.set(hash, i * hashWords);
  return column;
}

/** A hash of a column, as a view on it. */
export function hashAt(hashes: HashColumn, index: number): HashColumn {
  return hashes.subarray(index * hashWords, (index + 1) * hashWords);
}

/** Bits in which a hash differs from the one that begins at word `at` of a column, 0–256. */
export function hashDistance(hash: HashColumn, hashes: HashColumn, at = 0): number {
  return headDistance(hash, hashes, at) + halfDistance(hash, hashes, at + 4, 4);
}

/** The first 128 bits of `hashDistance`: more than the limit for most pairs, so that the rest need not be read. */
export function headDistance(hash: HashColumn, hashes: HashColumn, at: number): number {
  return halfDistance(hash, hashes, at, 0);
}

/** Hot: four words at once, summed in fields of 2, 4 and 8 bits (Hacker's Delight, figure 5-2). */
// oxlint-disable-next-line max-params -- an object a call would cost more than the count
function halfDistance(hash: HashColumn, hashes: HashColumn, at: number, from: number): number {
  let a = (hash[from] ?? 0) ^ (hashes[at] ?? 0);
  let b = (hash[from + 1] ?? 0) ^ (hashes[at + 1] ?? 0);
  let c = (hash[from + 2] ?? 0) ^ (hashes[at + 2] ?? 0);
  let d = (hash[from + 3] ?? 0) ^ (hashes[at + 3] ?? 0);
  a -= (a >>> 1) & 0x55555555;
  b -= (b >>> 1) & 0x55555555;
  c -= (c >>> 1) & 0x55555555;
  d -= (d >>> 1) & 0x55555555;
  a = ((a & 0x33333333) + ((a >>> 2) & 0x33333333) + (b & 0x33333333) + ((b >>> 2) & 0x33333333)) | 0;
  c = ((c & 0x33333333) + ((c >>> 2) & 0x33333333) + (d & 0x33333333) + ((d >>> 2) & 0x33333333)) | 0;
  a = ((a & 0x0f0f0f0f) + ((a >>> 4) & 0x0f0f0f0f) + (c & 0x0f0f0f0f) + ((c >>> 4) & 0x0f0f0f0f)) | 0;
  return Math.imul(a, 0x01010101) >>> 24;
}

/** Bits set in three words. */
export function popcount96(a: number, b: number, c: number): number {
  let x = a - ((a >>> 1) & 0x55555555);
  const y = b - ((b >>> 1) & 0x55555555);
  const z = c - ((c >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333) + (y & 0x33333333) + ((y >>> 2) & 0x33333333);
  const w = (z & 0x33333333) + ((z >>> 2) & 0x33333333);
  x = (x & 0x0f0f0f0f) + ((x >>> 4) & 0x0f0f0f0f) + (w & 0x0f0f0f0f) + ((w >>> 4) & 0x0f0f0f0f);
  return Math.imul(x, 0x01010101) >>> 24;
}

/** Bits set in 16. */
export function popcount16(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555);
  bits = (bits & 0x3333) + ((bits >>> 2) & 0x3333);
  bits = (bits + (bits >>> 4)) & 0x0f0f;
  return (bits + (bits >>> 8)) & 0x1f;
}
