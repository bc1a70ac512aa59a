import { readFileSync } from "node:fs";
import { hashColumn, hashWords, parseHash } from "../../src/matcher/hashes/pdqHash.js";
import type { HashColumn } from "../../src/matcher/hashes/pdqHash.js";
import { checkedBytes, missingFile } from "../store/checkedBytes.js";

/** Name of the image hashes of items in the store's manifest: a file for each partition that has any. */
export const imageTable = "imageHash";

/** The hashes of those items of a partition that have one. */
export type ImageHashes = {
  /** Rows of the partition, ascending. */
  readonly rows: Int32Array;
  /** In that order, 8 words each. */
  readonly hashes: HashColumn;
};

/** The hashes of a partition's items, by row; `null` for an item without an image. */
export function toImageHashes(digits: readonly (string | null)[]): ImageHashes {
  const rows: number[] = [];
  const hashes: HashColumn[] = [];
  for (let row = 0; row < digits.length; row++) {
    const hash = parseHash(digits[row] ?? "");
    if (hash === undefined) continue;
    rows.push(row);
    hashes.push(hash);
  }
  return { rows: Int32Array.from(rows), hashes: hashColumn(hashes) };
}

/** The hashes as a file: all rows, then the words of all hashes, as 32-bit numbers. */
export function formatImageHashes({ rows, hashes }: ImageHashes): Uint8Array {
  const words = new Int32Array(rows.length + hashes.length);
  words.set(rows);
  words.set(hashes, rows.length);
  return new Uint8Array(words.buffer);
}

/**
 * The hashes in such a file.
 * @throws {DataError} when the file is gone or its bytes are others
 */
export function readImageHashes(path: string, sha256: string): ImageHashes {
  const bytes = Uint8Array.from(checkedBytes(openFile(path), sha256, path)); // a copy begins at a multiple of 4
  const words = new Int32Array(bytes.buffer);
  const count = words.length / (1 + hashWords);
  return { rows: words.subarray(0, count), hashes: words.subarray(count) };
}

function openFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw missingFile(path);
  }
}
