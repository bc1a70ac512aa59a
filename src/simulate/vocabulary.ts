import { chanceFor } from "./chance.js";
import type { Chance } from "./chance.js";
import { languages, world } from "./world.js";
import type { Language } from "./world.js";

/** Invented syllables: words made of them mean nothing in any of the languages. */
const latin = {
  first: ["vel", "zor", "plim", "quor", "drin", "mab", "tov", "gral", "fen", "lum", "brask", "yant"],
  middle: ["an", "or", "im", "ul", "ev", "ag", "od", "ip"],
  last: {
    en: ["dix", "ron", "met"],
    de: ["brok", "stam", "werl"],
    es: ["dero", "tiza", "lano"],
    pt: ["zinho", "veira", "lado"],
  },
};
const katakana = {
  first: ["ゼラ", "モビ", "ヌポ", "ギル", "テヨ", "ルヴァ", "ペゾ", "ワミ", "ドレ", "フユ", "ソガ", "ヒロゾ"],
  middle: ["ヌ", "ロ", "ミ", "ゴ", "ペ", "ヤ", "デ", "ワ"],
  last: ["ビン", "ゾル", "タク"],
};

/** The words that violations are written with, by policy and language; all invented. */
export type Vocabulary = {
  readonly listed: readonly RiskWord[];
  /** Terms that good ads hold far more often than violating ones. */
  readonly bad: readonly RiskWord[];
  /** Phrases of two words that no release lists. */
  readonly missing: readonly RiskWord[];
};

export type RiskWord = {
  readonly term: string;
  readonly language: Language;
  readonly policyId: string;
  /** In the first release, or in a later one. */
  readonly isFirst: boolean;
};

/** The invented words of a seed; no word twice. */
export function makeVocabulary(seed: number): Vocabulary {
  const chance = chanceFor(seed, "vocabulary");
  const invent = distinctWords(chance);
  const { firstWords, laterWords, badTerms, missingPhrases } = world.package;
  const cells = languages.flatMap((language) => world.policies.map(({ id }) => ({ language, policyId: id })));
  const listed = cells.flatMap(({ language, policyId }) =>
    Array.from({ length: firstWords + laterWords }, (_, n) => ({
      term: invent(language),
      language,
      policyId,
      isFirst: n < firstWords,
    })),
  );
  const bad = drawSome(cells, badTerms, chance).map(({ language, policyId }, n) => ({
    term: invent(language),
    language,
    policyId,
    isFirst: n % 2 === 0,
  }));
  const missing = drawSome(cells, missingPhrases, chance).map(({ language, policyId }) => ({
    term: `${invent(language)}${language === "ja" ? "" : " "}${invent(language)}`,
    language,
    policyId,
    isFirst: false,
  }));
  return { listed, bad, missing };
}

function distinctWords(chance: Chance): (language: Language) => string {
  const used = new Set<string>();
  const draw = (language: Language): string => {
    const { first, middle } = language === "ja" ? katakana : latin;
    const last = language === "ja" ? katakana.last : latin.last[language];
    return `${chance.pick(first)}${chance.pick(middle)}${chance.pick(last)}`;
  };
  return (language) => {
    let word = draw(language);
    while (used.has(word)) word = draw(language);
    used.add(word);
    return word;
  };
}

function drawSome<T>(from: readonly T[], count: number, chance: Chance): T[] {
  const left = [...from];
  return Array.from({ length: count }, () => left.splice(chance.whole(left.length), 1)).flat();
}
