import type { CharacterTrie } from "./characterTrie.js";
import { characterTrie } from "./characterTrie.js";

/** Where normalised bytes are collected; `length` of them are written, and `bytes` is replaced as it grows. */
export type Normaliser = {
  readonly trie: CharacterTrie;
  readonly source: Uint8Array;
  /** The same bytes for reading four at once, and `bytes` for writing so. */
  readonly fours: DataView;
  target: DataView;
  bytes: Uint8Array;
  length: number;
  /** Where the record begins in `bytes`. */
  recordStart: number;
  /** Where the last character that others may join begins, in the source and in `bytes`. */
  pieceFrom: number;
  pieceTo: number;
  /** Combining class of the last mark written since, 0 for none. */
  lastOrder: number;
};

/** A collector of what becomes of `source`, empty, with room for as much. */
export function newNormaliser(source: Uint8Array): Normaliser {
  const bytes = new Uint8Array(source.length + 16);
  return {
    trie: characterTrie(),
    source,
    fours: viewOf(source),
    target: viewOf(bytes),
    bytes,
    length: 0,
    recordStart: 0,
    pieceFrom: 0,
    pieceTo: 0,
    lastOrder: 0,
  };
}

/** Makes room for so many more bytes. */
export function reserve(state: Normaliser, more: number): void {
  if (state.length + more <= state.bytes.length) return;
  const grown = new Uint8Array(Math.max(state.length + more, state.bytes.length * 2));
  grown.set(state.bytes.subarray(0, state.length));
  state.bytes = grown;
  state.target = viewOf(grown);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
