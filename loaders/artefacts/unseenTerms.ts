import type { Term } from "../../src/matcher/term.js";
import type { HashedItems } from "../replay/openReplay.js";
import { isLookedFor } from "./removableTerms.js";

const columns = { image: "an image_hash", video: "video_frames" } as const;

/** Which of the terms a replay did not look for and why, a sentence for each kind; empty when it looked for all. */
export function unseenTerms(terms: readonly Term[], hashedItems: HashedItems): string[] {
  const unseen = terms.filter((term) => !isLookedFor(term, hashedItems));
  return (["image", "video"] as const).flatMap((kind) => {
    const count = unseen.filter((term) => term.kind === kind).length;
    return count === 0 ? [] : [`${wordsOf(count, kind)} not replayed: no item has ${columns[kind]}`];
  });
}

function wordsOf(count: number, kind: string): string {
  return count === 1 ? `1 ${kind} term was` : `${count} ${kind} terms were`;
}
