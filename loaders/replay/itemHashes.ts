import { readFileSync } from "node:fs";
import { hashAt, hashColumn, hashWords, parseHash } from "../../src/matcher/hashes/pdqHash.js";
import type { HashColumn } from "../../src/matcher/hashes/pdqHash.js";
import { parseFrames } from "../../src/matcher/hashes/video.js";
import type { VideoFrames } from "../../src/matcher/hashes/video.js";
import { checkedBytes, missingFile } from "../store/checkedBytes.js";

/** Names of the image hashes and frames of items in the store's manifest: a file for each partition that has any. */
export const imageTable = "imageHash";
export const videoTable = "videoFrame";

/** The hashes of images, or of the frames of videos, of those items of a partition that have any. */
export type ItemHashes = {
  /** Row of the partition of each hash, ascending; an item's row comes again for each frame of its video. */
  readonly rows: Int32Array;
  /** In that order, 8 words each. */
  readonly hashes: HashColumn;
};

/** The hashes of a partition's images, by row; `null` for an item without an image. */
export function toImageHashes(digits: readonly (string | null)[]): ItemHashes {
  return toItemHashes(digits, (cell) => parseHash(cell) ?? noHashes);
}

/** The frames of a partition's videos, from the lines of vPDQ files by row; `null` for an item without a video. */
export function toVideoHashes(lines: readonly (string | null)[]): ItemHashes {
  return toItemHashes(lines, (cell) => {
    const video = parseFrames(cell, videoTable);
    return "hashes" in video ? video.hashes : noHashes; // ingest refuses cells that are wrong
  });
}

const noHashes: HashColumn = new Int32Array(0);

function toItemHashes(cells: readonly (string | null)[], parse: (cell: string) => HashColumn): ItemHashes {
  const rows: number[] = [];
  const hashes: HashColumn[] = [];
  for (let row = 0; row < cells.length; row++) {
    const own = parse(cells[row] ?? "");
    for (let at = 0; at < own.length / hashWords; at++) {
      rows.push(row);
      hashes.push(hashAt(own, at));
    }
  }
  return { rows: Int32Array.from(rows), hashes: hashColumn(hashes) };
}

/** The items that have frames, ascending, and the video of each. */
export function videosIn({ rows, hashes }: ItemHashes): { rows: Int32Array; videos: VideoFrames[] } {
  const firsts = Array.from(rows.keys()).filter((at) => rows[at] !== rows[at - 1]);
  const videos = firsts.map((from, n): VideoFrames => {
    const to = firsts[n + 1] ?? rows.length;
    return { hashes: hashes.subarray(from * hashWords, to * hashWords), count: to - from };
  });
  return { rows: Int32Array.from(firsts, (at) => rows[at] ?? 0), videos };
}

/** The hashes as a file: all rows, then the words of all hashes, as 32-bit numbers. */
export function formatItemHashes({ rows, hashes }: ItemHashes): Uint8Array {
  const words = new Int32Array(rows.length + hashes.length);
  words.set(rows);
  words.set(hashes, rows.length);
  return new Uint8Array(words.buffer);
}

/** How many hashes a file of so many bytes holds. */
export function hashesInFile(bytes: number): number {
  return bytes / Int32Array.BYTES_PER_ELEMENT / (1 + hashWords);
}

/**
 * The hashes in such a file.
 * @throws {DataError} when the file is gone or its bytes are others
 */
export function readItemHashes(path: string, sha256: string): ItemHashes {
  const bytes = Uint8Array.from(checkedBytes(openFile(path), sha256, path)); // a copy begins at a multiple of 4
  const words = new Int32Array(bytes.buffer);
  const count = hashesInFile(bytes.length);
  return { rows: words.subarray(0, count), hashes: words.subarray(count) };
}

function openFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw missingFile(path);
  }
}
