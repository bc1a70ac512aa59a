/**
 * A kernel that holds one compiled package. It works on chunks of text that the caller copies into it, and puts out
 * hits of patterns; `scan` makes hits of terms from them. Every kernel puts out the same words in the same order.
 */
export type Session = {
  /** Makes room for a chunk; the views are good until the next call. */
  reserve(textBytes: number, records: number): Chunk;
  /**
   * Hits that start at `from` … `to − 1`, by start, then end; fills `hits` and stops early when it is full.
   * @returns where to go on (`to` when all is done) and how many hits there are
   */
  run(from: number, to: number, records: number): { readonly next: number; readonly count: number };
};

export type Chunk = {
  /** Bytes of the chunk, to be followed by at least `textPadding` zeros. */
  readonly text: Uint8Array;
  /** Where records start in the text, and the end of the last; an end may lie past the chunk. */
  readonly offsets: Uint32Array;
  /** Three words a hit: record, position, and the pattern with its open edges above `checkShift`. */
  readonly hits: Uint32Array;
};

/** Bytes after a chunk that kernels may read. */
export const textPadding = 64;

/** Hits of one `run`, at least: a position can have one for each distinct length of patterns, and as much again to merge them. */
export const leastHits = 32_768;
