import { formatHashes, hashBits, parseHash } from "./hashes/pdqHash.js";
import type { VideoFrames } from "./hashes/video.js";
import { toVideo } from "./hashes/video.js";
import type { Term } from "./term.js";

/** Hexadecimal digits of a hash. */
const hashDigits = hashBits / 4;

/** The frames as a term holds them: the digits of their hashes, ascending, since their order does not count. */
export function formatFrames({ hashes }: VideoFrames): string {
  return hashesIn(formatHashes(hashes)).toSorted().join("");
}

/** The frames of a video term; none where it holds none. */
export function framesOfTerm({ frames = "" }: Term): VideoFrames {
  return toVideo(hashesIn(frames).flatMap((digits) => parseHash(digits) ?? []));
}

function hashesIn(digits: string): string[] {
  return Array.from({ length: digits.length / hashDigits }, (_, at) =>
    digits.slice(at * hashDigits, (at + 1) * hashDigits),
  );
}
