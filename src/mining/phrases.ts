import type { Passage } from "./passages.js";

/** Words in a phrase at most, and characters of a script without spaces at least and at most. */
const mostWords = 4;
const leastCharacters = 2;
const mostCharacters = 6;

/**
 * Every phrase of a passage: runs of 1–4 words, or of 2–6 characters in scripts without spaces, as they stand in the
 * text, by start, then length. The same phrase may come several times.
 */
export function* phrasesOf(text: string, { isSpaceless, starts, ends }: Passage): Generator<string> {
  const [least, most] = isSpaceless ? [leastCharacters, mostCharacters] : [1, mostWords];
  for (let first = 0; first < starts.length; first++) {
    for (let count = least; count <= most && first + count <= starts.length; count++) {
      yield text.slice(starts[first], ends[first + count - 1]);
    }
  }
}
