import type { CharacterTrie } from "./characterTrie.js";
import { copied, orderedMark } from "./characterTrie.js";
import type { Normaliser } from "./normaliser.js";

/**
 * Appends the characters of two and three bytes from `from` on that the canonical view leaves as they are, marks in their
 * order included; returns the index of the first that is something else, `from` when that is the first. Hot loop: decodes
 * no more than the trie asks for, and stops at what is not UTF-8.
 */
export function copyPlain(state: Normaliser, from: number, to: number): number {
  const { source, bytes, trie } = state;
  const { blocks, values } = trie;
  let { length, pieceFrom, pieceTo, lastOrder } = state;
  let at = from;
  while (at + 2 < to) {
    const lead = source[at] ?? 0;
    const size = plainSize(lead);
    const second = source[at + 1] ?? 0;
    const third = source[at + 2] ?? 0;
    if (size === 0 || (second & 0xc0) !== 0x80 || (size === 3 && (third & 0xc0) !== 0x80)) break;
    // Overlong forms and surrogates.
    if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) break;
    const block = size === 2 ? lead & 0x1f : ((lead & 0x0f) << 6) | (second & 0x3f);
    const index = ((blocks[block] ?? 0) << 6) | ((size === 2 ? second : third) & 0x3f);
    if (values[index] === copied) {
      pieceFrom = at;
      pieceTo = length;
      lastOrder = 0;
    } else {
      if (values[index] !== orderedMark) break;
      const order = orderOf(trie, (block << 6) | (index & 0x3f));
      if (order < lastOrder) break;
      lastOrder = order;
    }
    // The third byte is written over where there are but two: there is room for all that is left to read.
    bytes[length] = lead;
    bytes[length + 1] = second;
    bytes[length + 2] = third;
    length += size;
    at += size;
  }
  if (at === from) return from;
  state.length = length;
  state.pieceFrom = pieceFrom;
  state.pieceTo = pieceTo;
  state.lastOrder = lastOrder;
  return at;
}

/** 2 or 3 for a lead byte of so many bytes, 0 for all else. */
function plainSize(lead: number): number {
  if (lead < 0xc2 || lead > 0xef) return 0;
  return lead < 0xe0 ? 2 : 3;
}

function orderOf({ combining }: CharacterTrie, codePoint: number): number {
  return combining[codePoint] ?? 0;
}
