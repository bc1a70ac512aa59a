import type { DataIssue } from "../../model/dataError.js";
import { quote } from "../../model/dataError.js";
import type { HashColumn } from "./pdqHash.js";
import { hashAt, hashColumn, hashDistance, hashWords, parseHash } from "./pdqHash.js";

/** The frames of a video that are good enough to be compared, each hash once. */
export type VideoFrames = { readonly hashes: HashColumn; readonly count: number };

/** Shares as vPDQ gives them, in percent (0–100): of the item's frames, and of the term's, those that the other has. */
export type VideoMatch = { readonly queryMatch: number; readonly comparedMatch: number };

/** vPDQ's own thresholds: frames of less quality are noise, and a copy has 80 % of its frames in the original. */
const minQuality = 50;
const minQueryMatch = 80;
const defaultDistance = 31;

/**
 * The frames of a vPDQ file, a `frame,quality,pdq,timestamp` a line without a header, or every line that is wrong.
 * Frames with a quality below 50 are left out, and hashes that come again count once, as vPDQ does before it compares.
 * @param source the file's name, for the issues
 */
export function parseFrames(text: string, source: string): VideoFrames | DataIssue[] {
  const issues: DataIssue[] = [];
  const frames = new Map<string, HashColumn>();
  for (const [i, row] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (row === "") continue;
    const cells = row.split(",");
    const [frame = "", quality = "", pdq = "", timestamp = ""] = cells;
    const hash = parseHash(pdq);
    const wrong = (column: string, expected: string, got: string): void => {
      issues.push({ source, line: i + 1, column, message: `expected ${expected}, got ${quote(got)}` });
    };
    if (cells.length !== 4) wrong("frame", "frame,quality,pdq,timestamp", row);
    else if (!/^\d+$/.test(frame)) wrong("frame", "a whole number", frame);
    else if (!/^\d{1,3}$/.test(quality) || Number(quality) > 100)
      wrong("quality", "a whole number from 0 to 100", quality);
    else if (hash === undefined) wrong("pdq", "64 hexadecimal digits", pdq);
    else if (!/^\d+(\.\d+)?$/.test(timestamp)) wrong("timestamp", "seconds such as 0.033", timestamp);
    else if (Number(quality) >= minQuality) frames.set(pdq.toLowerCase(), hash);
  }
  if (issues.length > 0) return issues;
  return { hashes: hashColumn([...frames.values()]), count: frames.size };
}

/**
 * How much of two videos is the same, whatever the order of the frames; `undefined` when less than 80 % of the query's
 * frames are in the other, or one has no frame of quality. Cost: O(frames × frames).
 * @param radius bits in which frames may differ, 0–256
 */
export function matchVideo(
  query: VideoFrames,
  compared: VideoFrames,
  radius: number = defaultDistance,
): VideoMatch | undefined {
  if (query.count === 0 || compared.count === 0) return undefined;
  const queryMatch = (100 * countFound(query, compared, radius)) / query.count;
  if (queryMatch < minQueryMatch) return undefined;
  return { queryMatch, comparedMatch: (100 * countFound(compared, query, radius)) / compared.count };
}

/** Frames that have one within the radius among the others. */
function countFound(frames: VideoFrames, others: VideoFrames, radius: number): number {
  let found = 0;
  for (let i = 0; i < frames.count; i++) {
    const hash = hashAt(frames.hashes, i);
    for (let j = 0; j < others.count; j++) {
      if (hashDistance(hash, others.hashes, j * hashWords) > radius) continue;
      found++;
      break;
    }
  }
  return found;
}
