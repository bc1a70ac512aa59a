import type { CharacterTrie } from "./characterTrie.js";
import { copied, dropped, firstReplacement, spaced } from "./characterTrie.js";
import { decodeAt } from "./utf8.js";

/** A source character that the canonical view reads, with its bytes. */
export type SourceCharacter = { readonly codePoint: number; readonly start: number; readonly end: number };

/**
 * A character and all that may join it, invisible ones left out. `end` is where the last of them ends and `next` where
 * the piece after begins. `characters` is empty where only invisible ones are left; of a long piece it holds the first.
 */
export type Piece = {
  readonly characters: readonly SourceCharacter[];
  readonly isLong: boolean;
  readonly end: number;
  readonly next: number;
};

/** So many characters of a piece are told apart; no writing has more on one letter. */
const most = 64;

/** The piece that begins at `from`. Cost: O(its bytes). */
export function readPiece(
  trie: CharacterTrie,
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
): Piece {
  const characters: SourceCharacter[] = [];
  let isLong = false;
  let end = from;
  let at = from;
  while (at < to) {
    const decoded = decodeAt(bytes, at, to);
    const codePoint = decoded & 0xffffff;
    const value = classOf(trie, codePoint);
    if (characters.length > 0 && !staysInPiece(value)) break;
    const start = at;
    at += decoded >> 24;
    if (value === dropped) continue;
    end = at;
    if (characters.length < most) characters.push({ codePoint, start, end });
    else isLong = true;
    if (value === spaced) break;
  }
  return { characters, isLong, end, next: at };
}

/** The class of a code point, or `firstReplacement` and the number of its replacement. */
export function classOf({ blocks, values }: CharacterTrie, codePoint: number): number {
  return values[((blocks[codePoint >> 6] ?? 0) << 6) | (codePoint & 63)] ?? copied;
}

/** Whether a character of this class belongs to the piece that a character before it began. */
export function staysInPiece(value: number): boolean {
  return value < firstReplacement && value !== copied && value !== spaced;
}
