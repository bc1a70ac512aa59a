/** A half-open range of bytes of a record's text. */
export type Span = readonly [start: number, end: number];

/**
 * The spans that hold no other, by start (and so by end); repeats are left out.
 * What a rule reports is the smallest span of its terms, so that only these can be part of it. Cost: a sort.
 */
export function smallestSpans(spans: readonly Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.toSorted((a, b) => a[1] - b[1] || b[0] - a[0])) {
    if (span[0] > (kept.at(-1)?.[0] ?? -1)) kept.push(span);
  }
  return kept;
}

/** The smallest spans that hold one of each list. Both lists are as `smallestSpans` gives them. O((n + m) log). */
export function coverBoth(lefts: readonly Span[], rights: readonly Span[]): Span[] {
  return smallestSpans([...coverEach(lefts, rights), ...coverEach(rights, lefts)]);
}

/** Each span joined with its neighbour before and behind it in the other list. */
function coverEach(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap((span) => {
    const behind = firstFrom(others, span[0]);
    const before = lastUpTo(others, span[1]);
    return [before, behind].flatMap((other) => (other === undefined ? [] : [join(span, other)]));
  });
}

export function join(a: Span, b: Span): Span {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** The first span that starts at or behind a place. */
function firstFrom(spans: readonly Span[], place: number): Span | undefined {
  return spans[search(spans.length, (i) => (spans[i]?.[0] ?? 0) >= place)];
}

/** The last span that ends at or before a place. */
function lastUpTo(spans: readonly Span[], place: number): Span | undefined {
  return spans[search(spans.length, (i) => (spans[i]?.[1] ?? 0) > place) - 1];
}

/** The first index from 0 to `size` at which a condition holds that goes on holding; `size` when it never does. */
export function search(size: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
