const isLetter = /^[\p{L}\p{M}\p{N}]$/u;

/**
 * In how many ways a string of a script without spaces goes on in texts, on the side where these are fewer: characters
 * that stand next to it, each once, and every time that a text or a run of letters ends there. A part of a longer word
 * has few, a word has many. 0 where no text holds it; of a text the first place counts.
 * Source: accessor variety, Feng, Chen, Deng and Zheng 2004.
 */
export function accessorVariety(phrase: string, texts: readonly string[]): number {
  const [before, after] = [new Set<string>(), new Set<string>()];
  let [starts, ends] = [0, 0];
  for (const text of texts) {
    const at = text.indexOf(phrase);
    if (at < 0) continue;
    const [left, right] = [
      Array.from(text.slice(0, at)).at(-1),
      Array.from(text.slice(at + phrase.length))[0],
    ];
    if (left !== undefined && isLetter.test(left)) before.add(left);
    else starts++;
    if (right !== undefined && isLetter.test(right)) after.add(right);
    else ends++;
  }
  return Math.min(before.size + starts, after.size + ends);
}
