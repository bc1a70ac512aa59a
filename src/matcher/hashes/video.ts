import type { DataIssue } from "../../model/dataError.js";
import { quote } from "../../model/dataError.js";
import { frameFault, frameLines } from "../../model/frameLines.js";
import type { HashColumn } from "./pdqHash.js";
import { hashAt, hashColumn, hashDistance, hashWords, parseHash } from "./pdqHash.js";

/** The frames of a video that are good enough to be compared, each hash once. */
export type VideoFrames = { readonly hashes: HashColumn; readonly count: number };

/** How much of two videos is the same. */
export type VideoMatch = {
  /** Shares as vPDQ gives them, in percent (0–100): of the item's frames, and of the term's, those that the other has. */
  readonly queryMatch: number;
  readonly comparedMatch: number;
  /** Bits: the least radius with which they would still match, as the distance of two images is. */
  readonly distance: number;
};

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
  for (const found of frameLines(text)) {
    const fault = frameFault(found);
    if (fault !== undefined) {
      const { column, expected, got } = fault;
      issues.push({ source, line: found.line, column, message: `expected ${expected}, got ${quote(got)}` });
      continue;
    }
    const [, quality = "", pdq = ""] = found.cells;
    const hash = parseHash(pdq);
    if (hash !== undefined && Number(quality) >= minQuality) frames.set(pdq.toLowerCase(), hash);
  }
  return issues.length > 0 ? issues : toVideo([...frames.values()]);
}

/** Distinct hashes as a video. */
export function toVideo(hashes: readonly HashColumn[]): VideoFrames {
  return { hashes: hashColumn(hashes), count: hashes.length };
}

/** The fewest frames of so many that are 80 % of them. */
export function leastMatch(count: number): number {
  return Math.ceil((minQueryMatch * count) / 100);
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
  const nearest = nearestDistances(query, compared).toSorted();
  const distance = nearest[leastMatch(query.count) - 1] ?? Infinity;
  if (distance > radius) return undefined;
  const shareOf = (distances: Uint16Array): number =>
    (100 * distances.filter((bits) => bits <= radius).length) / distances.length;
  return {
    queryMatch: shareOf(nearest),
    comparedMatch: shareOf(nearestDistances(compared, query)),
    distance,
  };
}

/** For each frame, the bits in which the nearest of the others differs from it. */
function nearestDistances(frames: VideoFrames, others: VideoFrames): Uint16Array {
  return Uint16Array.from({ length: frames.count }, (_, at) => {
    const hash = hashAt(frames.hashes, at);
    let nearest = Infinity;
    for (let other = 0; other < others.count && nearest > 0; other++)
      nearest = Math.min(nearest, hashDistance(hash, others.hashes, other * hashWords));
    return nearest;
  });
}
