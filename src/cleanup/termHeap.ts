/** Terms by priority; those that changed must be told. */
export type TermHeap = {
  /** Takes out the first term. */
  readonly take: () => number | undefined;
  /** Puts a term into its place again after its priority changed; terms taken out stay out. O(log terms). */
  readonly touch: (term: number) => void;
};

/**
 * A binary heap of terms that finds the place of each, so that priorities may change in any direction.
 * @param terms each once
 * @param isBefore whether the first of two comes out earlier, by what is known of them now
 */
export function termHeap(terms: readonly number[], isBefore: (a: number, b: number) => boolean): TermHeap {
  const heap = [...terms];
  const places = new Map(heap.map((term, place) => [term, place]));
  const put = (term: number, place: number): void => {
    heap[place] = term;
    places.set(term, place);
  };
  const rise = (term: number, from: number): number => {
    let place = from;
    while (place > 0) {
      const above = heap[(place - 1) >> 1] ?? 0;
      if (!isBefore(term, above)) break;
      put(above, place);
      place = (place - 1) >> 1;
    }
    put(term, place);
    return place;
  };
  const sink = (term: number, from: number): void => {
    let place = from;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= heap.length) break;
      const isRight = left + 1 < heap.length && isBefore(heap[left + 1] ?? 0, heap[left] ?? 0);
      const below = heap[isRight ? left + 1 : left] ?? 0;
      if (!isBefore(below, term)) break;
      put(below, place);
      place = isRight ? left + 1 : left;
    }
    put(term, place);
  };
  for (let place = (heap.length >> 1) - 1; place >= 0; place--) sink(heap[place] ?? 0, place);
  return {
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      places.delete(first);
      if (heap.length > 0) sink(last, 0);
      return first;
    },
    touch: (term) => {
      const place = places.get(term);
      if (place !== undefined) sink(term, rise(term, place));
    },
  };
}
