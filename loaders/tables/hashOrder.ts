const prefixDigits = 7;
const mostHashes = 2 ** 25;

/** Indexes of hexadecimal hashes in ascending order, equal ones as they stand, and the first digits of each hash. */
type HashOrder = { readonly order: Int32Array; readonly prefixes: Int32Array };

/** Numbers sort much faster than texts, and texts, which lie all over the memory, are read only where those are equal. */
export function hashOrder(hashes: readonly string[]): HashOrder {
  const keys = new Float64Array(hashes.length);
  for (let i = 0; i < hashes.length; i++) keys[i] = prefixOf(hashes[i] ?? "") * mostHashes + i;
  keys.sort();
  const [order, prefixes] = [new Int32Array(keys.length), new Int32Array(keys.length)];
  for (let i = 0; i < keys.length; i++) {
    prefixes[i] = Math.floor((keys[i] ?? 0) / mostHashes);
    order[i] = (keys[i] ?? 0) % mostHashes;
  }
  const hashAt = (at: number): string => hashes[order[at] ?? 0] ?? "";
  for (let i = 1; i < order.length; i++) {
    for (let at = i; at > 0 && prefixes[at - 1] === prefixes[i] && hashAt(at - 1) > hashAt(at); at--) {
      [order[at - 1], order[at]] = [order[at] ?? 0, order[at - 1] ?? 0];
    }
  }
  return { order, prefixes };
}

function prefixOf(hash: string): number {
  let prefix = 0;
  for (let i = 0; i < prefixDigits; i++) {
    const code = hash.charCodeAt(i);
    prefix = prefix * 16 + code - (code < 0x3a ? 0x30 : 0x57); // 0 … 9, a … f
  }
  return prefix;
}
