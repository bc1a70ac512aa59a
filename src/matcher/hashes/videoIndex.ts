import { findHashes, hashIndex } from "./hashIndex.js";
import type { HashIndex } from "./hashIndex.js";
import { hashAt, hashColumn } from "./pdqHash.js";
import { leastMatch, matchVideo } from "./video.js";
import type { VideoFrames, VideoMatch } from "./video.js";

/** Videos with their radii, made to be searched; plain data and typed arrays, so that workers can receive it. */
export type VideoIndex = {
  readonly videos: readonly VideoFrames[];
  readonly radii: Uint16Array;
  /** The frames of all of them. */
  readonly frames: HashIndex;
  /** Which of the videos each frame is of. */
  readonly videoOf: Int32Array;
};

/** A video of the index that a query matches. */
export type IndexedVideo = VideoMatch & { readonly index: number };

/** @param radii one per video: bits in which frames may differ, 0–256 */
export function videoIndex(videos: readonly VideoFrames[], radii: Uint16Array): VideoIndex {
  const videoOf = Int32Array.from(videos.flatMap(({ count }, at) => Array.from({ length: count }, () => at)));
  const hashes = hashColumn(videos.flatMap((video) => framesOf(video)));
  const ofFrames = Uint16Array.from(videoOf, (video) => radii[video] ?? 0);
  return { videos, radii, frames: hashIndex(hashes, ofFrames), videoOf };
}

function framesOf({ hashes, count }: VideoFrames): Int32Array[] {
  return Array.from({ length: count }, (_, at) => hashAt(hashes, at));
}

/**
 * All videos of the index that the query matches (`matchVideo`), by index. Of a match at most a fifth of the query's
 * frames have nothing near, so that one frame more is enough to meet it: only videos that these meet are compared.
 * Cost: `findHashes` for that fifth, then O(frames × frames) for each video met.
 */
export function findVideos(
  { videos, radii, frames, videoOf }: VideoIndex,
  query: VideoFrames,
): IndexedVideo[] {
  if (query.count === 0) return [];
  const met = new Set<number>();
  for (let at = 0; at <= query.count - leastMatch(query.count); at++) {
    for (const { index } of findHashes(frames, query.hashes, at)) met.add(videoOf[index] ?? -1);
  }
  return [...met]
    .toSorted((a, b) => a - b)
    .flatMap((index) => {
      const compared = videos[index];
      const match = compared === undefined ? undefined : matchVideo(query, compared, radii[index]);
      return match === undefined ? [] : [{ index, ...match }];
    });
}
