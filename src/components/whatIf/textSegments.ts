import type { ComparedHit, HitEffect } from "./compareTrials.js";

/** What a piece of a text is covered by. */
export type Cover = HitEffect | "exception";

/** A piece of a text that is covered by the same hits from its start to its end. */
export type TextSegment = {
  readonly start: number;
  readonly end: number;
  /** How many hits cover it, by effect, exceptions apart; all 0 for text between hits. */
  readonly covering: Readonly<Record<Cover, number>>;
  /** Indexes of the hits that end with it. */
  readonly ends: readonly number[];
};

/**
 * A text cut wherever a hit starts or ends, without gaps and in order, so that overlapping hits can be drawn in layers.
 * An empty text has no segment. O(hits · log hits).
 * @param length of the text; hits lie within it and are not empty
 */
export function textSegments(
  length: number,
  hits: readonly Pick<ComparedHit, "start" | "end" | "effect" | "isException">[],
): TextSegment[] {
  const starts = grouped(hits.map(({ start }) => start));
  const ends = grouped(hits.map(({ end }) => end));
  const cuts = [...new Set([0, length, ...starts.keys(), ...ends.keys()])].toSorted((a, b) => a - b);
  const covering = { kept: 0, lost: 0, gained: 0, exception: 0 };
  const count = (indexes: readonly number[], by: 1 | -1): void => {
    for (const hit of indexes.flatMap((index) => hits[index] ?? [])) {
      covering[hit.isException ? "exception" : hit.effect] += by;
    }
  };
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? length;
    count(ends.get(start) ?? [], -1);
    count(starts.get(start) ?? [], 1);
    return { start, end, covering: { ...covering }, ends: ends.get(end) ?? [] };
  });
}

function grouped(places: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [index, place] of places.entries()) {
    const indexes = found.get(place);
    if (indexes === undefined) found.set(place, [index]);
    else indexes.push(index);
  }
  return found;
}
