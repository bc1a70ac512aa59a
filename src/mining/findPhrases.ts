import { isBoilerplate } from "./boilerplate.js";
import type { Candidate } from "./candidate.js";
import type { MinedDocument } from "./documents.js";
import { logOddsZ } from "./logOdds.js";
import { hashText, mix } from "./mix.js";
import type { Passage } from "./passages.js";
import { phrasesOf } from "./phrases.js";

/** A term that violations are known by, before it is judged. */
export type FoundTerm = Pick<Candidate, "term" | "kind" | "match" | "language" | "radius" | "support" | "z">;

export type PhraseLimits = {
  readonly minSupport: number;
  /** Share of the weighted documents with it that violate, at least. */
  readonly minPrecision: number;
};

/** Below this z nothing speaks for a phrase; what is chance the held-out documents tell. */
const minZ = 1;
/** Phrases of a language that go on to be judged. */
const mostPhrases = 1000;

/**
 * The phrases of documents of one language that violations are known by, highest z first, at most 1,000: with enough
 * support, z ≥ 1 and a share of violations from `minPrecision` up, no boilerplate, and no part of a longer phrase
 * with the same documents. Phrases without spaces grow beyond six characters while their documents stay the same.
 * Cost: O(phrases); memory for those that hashing does not rule out.
 */
export function findPhrases(
  documents: readonly MinedDocument[],
  passagesOf: (text: string) => readonly Passage[],
  { minSupport, minPrecision }: PhraseLimits,
): FoundTerm[] {
  const counted = countPhrases(documents, passagesOf, minSupport);
  const allViolating = documents.filter(({ isViolating }) => isViolating).length;
  const likely = counted.flatMap((phrase) => {
    const members = phrase.documents.flatMap((index) => documents[index] ?? []);
    const violating = members.filter(({ isViolating }) => isViolating);
    const support = new Set(violating.map(({ cluster }) => cluster)).size;
    if (support < minSupport || weightOf(violating) < minPrecision * weightOf(members)) return [];
    const z = logOddsZ({
      violating: violating.length,
      allViolating,
      good: members.length - violating.length,
      allGood: documents.length - allViolating,
    });
    return z < minZ ? [] : [{ ...phrase, support, z }];
  });
  const language = documents[0]?.language ?? null;
  const found = closedPhrases(likely).map(({ text, isSpaceless, documents: indexes, support, z }) => {
    const texts = indexes.map((index) => documents[index]?.text ?? "");
    return {
      term: isSpaceless ? growPhrase(text, texts, passagesOf) : text,
      kind: "word",
      match: isSpaceless ? "substring" : "word",
      language,
      radius: null,
      support,
      z,
    } as const;
  });
  const distinct = new Map(found.map((phrase) => [phrase.term, phrase]));
  return [...distinct.values()]
    .toSorted((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1))
    .slice(0, mostPhrases);
}

function weightOf(documents: readonly MinedDocument[]): number {
  return documents.reduce((sum, { weight }) => sum + weight, 0);
}

type CountedPhrase = {
  readonly text: string;
  readonly isSpaceless: boolean;
  /** Indexes of the documents with it, ascending. */
  readonly documents: number[];
};

const tableBits = 22;

/**
 * The phrases of at least so many violations, with all their documents. A table of hashed counts rules most phrases out
 * before any is kept: most occur once.
 */
function countPhrases(
  documents: readonly MinedDocument[],
  passagesOf: (text: string) => readonly Passage[],
  minSupport: number,
): CountedPhrase[] {
  const hashed = new Uint8Array(1 << tableBits);
  const passages = documents.map(({ text }) => passagesOf(text));
  const eachPhrase = (index: number, visit: (phrase: string, isSpaceless: boolean) => void): void => {
    for (const passage of passages[index] ?? []) {
      for (const phrase of phrasesOf(documents[index]?.text ?? "", passage))
        visit(phrase, passage.isSpaceless);
    }
  };
  const slotOf = (phrase: string): number => hashText(phrase) >>> (32 - tableBits);
  for (const [index, { isViolating }] of documents.entries()) {
    if (!isViolating) continue;
    eachPhrase(index, (phrase) => {
      const slot = slotOf(phrase);
      if ((hashed[slot] ?? 0) < 255) hashed[slot] = (hashed[slot] ?? 0) + 1;
    });
  }
  const counted = new Map<string, CountedPhrase>();
  const order = [...documents.keys()].toSorted((a, b) => rankOf(documents[a]) - rankOf(documents[b]));
  for (const index of order) {
    eachPhrase(index, (text, isSpaceless) => {
      const known = counted.get(text);
      if (known !== undefined) {
        if (known.documents.at(-1) !== index) known.documents.push(index);
      } else if (
        documents[index]?.isViolating === true &&
        (hashed[slotOf(text)] ?? 0) >= Math.min(255, minSupport) &&
        !isBoilerplate(text)
      ) {
        counted.set(text, { text, isSpaceless, documents: [index] });
      }
    });
  }
  return [...counted.values()].filter((phrase) => phrase.documents.length >= minSupport);
}

/** Violations first, so that good items add to known phrases alone. */
function rankOf(document: MinedDocument | undefined): number {
  return document?.isViolating === true ? 0 : 1;
}

/** Without the phrases that are part of another one with the same documents. */
function closedPhrases<T extends CountedPhrase>(phrases: readonly T[]): T[] {
  const bySame = new Map<string, T[]>();
  for (const phrase of phrases) {
    const key = documentsKey(phrase.documents);
    const group = bySame.get(key);
    if (group === undefined) bySame.set(key, [phrase]);
    else group.push(phrase);
  }
  return [...bySame.values()].flatMap((group) => {
    const longestFirst = group.toSorted(
      (a, b) => b.text.length - a.text.length || (a.text < b.text ? -1 : 1),
    );
    return longestFirst.filter(
      ({ text }, at) => !longestFirst.slice(0, at).some((longer) => longer.text.includes(text)),
    );
  });
}

/** Equal for equal lists; two sums of mixed numbers, so that unequal ones differ but for one in 2⁶⁴. */
function documentsKey(documents: readonly number[]): string {
  let [a, b] = [0, 0];
  for (const index of documents) {
    a = (a + mix(index)) >>> 0;
    b = (b ^ mix(index + 0x51ed270b)) >>> 0;
  }
  return `${documents.length} ${a} ${b}`;
}

const longestGrown = 24;

/** The phrase with the characters that stand before and behind it in every one of its texts. */
function growPhrase(
  phrase: string,
  texts: readonly string[],
  passagesOf: (text: string) => readonly Passage[],
): string {
  const [text = ""] = texts;
  const passage = passagesOf(text).find(
    ({ isSpaceless, starts, ends }) => isSpaceless && text.slice(starts[0], ends.at(-1)).includes(phrase),
  );
  if (passage === undefined) return phrase;
  const from = text.indexOf(phrase, passage.starts[0]);
  let [first, last] = [passage.starts.indexOf(from), passage.ends.indexOf(from + phrase.length)];
  const isShared = (start: number, end: number): boolean => {
    const grown = text.slice(passage.starts[start], passage.ends[end]);
    return grown.length <= longestGrown && texts.every((other) => other.includes(grown));
  };
  while (first > 0 && isShared(first - 1, last)) first--;
  while (last < passage.ends.length - 1 && isShared(first, last + 1)) last++;
  return text.slice(passage.starts[first], passage.ends[last]);
}
