import { foreignText } from "./texts.js";
import { pick, randomNumbers } from "./random.js";

/** Words in a term, as often as they stand here. */
const phraseWords = [1, 1, 1, 1, 2, 2, 2, 2, 3, 4] as const;

/**
 * Terms as in risk packages: words and phrases up to four words, some made up (a word and a number), a twentieth in
 * other scripts. Single words are rare ones, so that a longer list hits more, but not everything.
 */
export function termList(words: readonly string[], count: number, rarest: number): string[] {
  const random = randomNumbers(29 + count);
  const lower = words.map((word) => word.toLowerCase()).filter((word) => /\w/.test(word));
  const frequency = new Map<string, number>();
  for (const word of lower) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const found = new Set<string>();
  while (found.size < count) {
    const at = Math.floor(random() * lower.length);
    const phrase = lower.slice(at, at + pick(random, phraseWords));
    const isRare = phrase.some((word) => (frequency.get(word) ?? 0) <= rarest);
    const text = phrase.join(" ");
    const kind = random();
    if (kind < 0.05) found.add(foreignText(random, 3 + Math.floor(random() * 6)).trim());
    else if (kind < 0.2) found.add(`${text}${Math.floor(random() * 1000)}`);
    else if (text.length > 3 && isRare) found.add(text);
    else if (text.length > 3) found.add(`${text} ${pick(random, ["sale", "club", "kit", "free", "pills"])}`);
  }
  return [...found].filter((term) => term.length > 1);
}
