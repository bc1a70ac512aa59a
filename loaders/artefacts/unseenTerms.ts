import type { Term } from "../../src/matcher/term.js";

/** Which of the terms a replay did not look for and why, a sentence for each kind; empty when it looked for all. */
export function unseenTerms(terms: readonly Term[], hashedItems: number): string[] {
  const count = (kind: Term["kind"]): number => terms.filter((term) => term.kind === kind).length;
  const images = hashedItems > 0 ? 0 : count("image");
  return [
    ...(images === 0 ? [] : [`${wordsOf(images, "image")} not replayed: no item has an image_hash`]),
    ...(count("video") === 0
      ? []
      : [`${wordsOf(count("video"), "video")} not replayed: items carry no frames`]),
  ];
}

function wordsOf(count: number, kind: string): string {
  return count === 1 ? `1 ${kind} term was` : `${count} ${kind} terms were`;
}
