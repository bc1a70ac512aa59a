/**
 * Which term hit which item: pair i is item `items[i]` and term `terms[i]`, as indexes from 0, in any order.
 * A term that hits an item at several places may stand several times; it counts once.
 */
export type HitPairs = { readonly items: ArrayLike<number>; readonly terms: ArrayLike<number> };

/** How many items and terms the indexes of the pairs run over. */
export type HitSize = { readonly items: number; readonly terms: number };

/** Distinct terms of each item: those of item i are `terms[starts[i]]` to `terms[ends[i] - 1]`. */
export type HitsByItem = {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly terms: Uint32Array;
};

/**
 * The pairs grouped by item, repeats dropped. O(pairs + items + terms).
 * @throws {TypeError} when the columns differ in length or an index is out of range
 */
export function groupByItem(pairs: HitPairs, size: HitSize): HitsByItem {
  checkPairs(pairs, size);
  const { starts, ends, terms } = placePairs(pairs, size.items);
  const lastItem = new Int32Array(size.terms).fill(-1);
  for (let item = 0; item < size.items; item++) {
    let end = starts[item] ?? 0;
    for (let at = end; at < (ends[item] ?? 0); at++) {
      const term = terms[at] ?? 0;
      if (lastItem[term] === item) continue;
      lastItem[term] = item;
      terms[end++] = term;
    }
    ends[item] = end;
  }
  return { starts, ends, terms };
}

/** Counting sort of the terms by item. */
function placePairs({ items, terms }: HitPairs, itemCount: number): HitsByItem {
  const counts = new Uint32Array(itemCount);
  for (let i = 0; i < items.length; i++) counts[items[i] ?? 0] = (counts[items[i] ?? 0] ?? 0) + 1;
  const starts = new Uint32Array(itemCount);
  for (let i = 1; i < itemCount; i++) starts[i] = (starts[i - 1] ?? 0) + (counts[i - 1] ?? 0);
  const ends = starts.slice();
  const placed = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const item = items[i] ?? 0;
    const at = ends[item] ?? 0;
    placed[at] = terms[i] ?? 0;
    ends[item] = at + 1;
  }
  return { starts, ends, terms: placed };
}

function checkPairs({ items, terms }: HitPairs, size: HitSize): void {
  if (items.length !== terms.length) {
    throw new TypeError(`Expected as many terms as items, got ${terms.length} and ${items.length}`);
  }
  checkIndexes(items, { name: "`item` of a hit", size: size.items });
  checkIndexes(terms, { name: "`term` of a hit", size: size.terms });
}

/**
 * The hits of some terms, in their order.
 * @param numbers term → its new index; hits of other terms are left out
 */
export function restrictHits({ items, terms }: HitPairs, numbers: ReadonlyMap<number, number>): HitPairs {
  const kept = { items: new Array<number>(), terms: new Array<number>() };
  for (let hit = 0; hit < items.length; hit++) {
    const term = numbers.get(terms[hit] ?? -1);
    if (term === undefined) continue;
    kept.items.push(items[hit] ?? 0);
    kept.terms.push(term);
  }
  return kept;
}

/**
 * Nothing, when all are integers from 0 to `size − 1`.
 * @throws {TypeError} naming the first that is not
 */
export function checkIndexes(
  indexes: ArrayLike<number>,
  { name, size }: { readonly name: string; readonly size: number },
): void {
  for (let i = 0; i < indexes.length; i++) {
    const index = indexes[i] ?? -1;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new TypeError(`Expected ${name} to be an integer from 0 to ${size - 1}, got \`${index}\``);
    }
  }
}
