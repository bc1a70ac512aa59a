/** A 32-bit number whose bits all depend on all bits of the one given; different for different ones. Source: MurmurHash3. */
export function mix(value: number): number {
  let word = value | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/** FNV-1a of a text's UTF-16 units, mixed; unsigned. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** As `hashText` of bytes, with 53 bits: of a million texts no two are taken for equal, but for one time in 18,000. */
export function hashBytes(bytes: Uint8Array): number {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b);
  }
  return mix(low) + (mix(high) >>> 11) * 2 ** 32;
}
