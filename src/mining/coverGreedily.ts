/** What each candidate covers: document indexes, each once. */
export type Coverage = readonly Int32Array[];

/**
 * The candidates in the order in which each adds most, as indexes; those that add nothing to the ones before are left
 * out. A document's value counts once: what violates is worth something, what is good costs something.
 * The sum of the positive values that a candidate could still add bounds its gain from above and only falls, so only
 * candidates whose bound reaches the best gain are looked at again (lazy greedy: Minoux 1978). With costs the result is
 * greedy, not optimal. Of equal gains the earlier candidate wins.
 * @param values of documents; negative for good ones
 * @param taken documents that count no more; those covered are added to it
 */
export function coverGreedily(
  coverage: Coverage,
  values: Float64Array,
  { taken = new Uint8Array(values.length) }: { taken?: Uint8Array } = {},
): { readonly index: number; readonly gain: number }[] {
  const open = Array.from(coverage.keys());
  const bounds = Float64Array.from(coverage, (documents) => sumOver(documents, values, taken).bound);
  const chosen: { index: number; gain: number }[] = [];
  while (open.length > 0) {
    open.sort((a, b) => (bounds[b] ?? 0) - (bounds[a] ?? 0) || a - b); // nearly sorted each time
    const best = bestOf({ open, bounds, coverage }, values, taken);
    if (best === undefined) return chosen;
    chosen.push(best);
    for (const document of coverage[best.index] ?? []) taken[document] = 1;
    open.splice(open.indexOf(best.index), 1);
  }
  return chosen;
}

type Open = { readonly open: readonly number[]; readonly bounds: Float64Array; readonly coverage: Coverage };

function bestOf(
  { open, bounds, coverage }: Open,
  values: Float64Array,
  taken: Uint8Array,
): { index: number; gain: number } | undefined {
  let best: { index: number; gain: number } | undefined;
  for (const index of open) {
    if ((bounds[index] ?? 0) <= 0 || (best !== undefined && (bounds[index] ?? 0) < best.gain)) break;
    const { gain, bound } = sumOver(coverage[index] ?? new Int32Array(0), values, taken);
    bounds[index] = bound;
    if (gain <= 0) continue;
    if (best === undefined || gain > best.gain || (gain === best.gain && index < best.index))
      best = { index, gain };
  }
  return best;
}

function sumOver(
  documents: Int32Array,
  values: Float64Array,
  taken: Uint8Array,
): { gain: number; bound: number } {
  let [gain, bound] = [0, 0];
  for (const document of documents) {
    if (taken[document] === 1) continue;
    const value = values[document] ?? 0;
    gain += value;
    if (value > 0) bound += value;
  }
  return { gain, bound };
}
