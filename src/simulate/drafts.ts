import { evasions } from "./adText.js";
import type { Evasion } from "./adText.js";
import { weightedIndex } from "./chance.js";
import type { Chance } from "./chance.js";
import type { RiskPackage } from "./riskPackage.js";
import type { RiskWord, Vocabulary } from "./vocabulary.js";
import { world } from "./world.js";
import type { Language } from "./world.js";

/** How a violation shows; `none` for a good ad. */
export type Sign = "word" | "phrase" | "image" | "context" | "none";

/** What an ad is about, before it is written. */
export type Draft = {
  readonly policyId: string;
  readonly isViolating: boolean;
  readonly sign: Sign;
  /** The risk word in the text, innocent or not. */
  readonly word: RiskWord | undefined;
  readonly evasion: Evasion | undefined;
};

type Place = { readonly language: Language; readonly policyId: string };

export type Drafts = {
  readonly violating: (place: Place, chance: Chance) => Draft;
  readonly good: (place: Place, chance: Chance) => Draft;
  /** Violating, its word disguised. */
  readonly evasive: (place: Place, chance: Chance) => Draft;
  /** Good, and hit by a term that rejects from the first release on; of whatever policy that term is. */
  readonly wronged: (language: Language, chance: Chance) => Draft;
};

const noWord = { word: undefined, evasion: undefined } as const;
const signs = ["word", "image", "context"] as const;
const drawSign = weightedIndex(signs.map((sign) => world.creatives.signs[sign]));

/** Drafts of ads with the words of a simulation. */
export function makeDrafts(vocabulary: Vocabulary, { listing }: RiskPackage): Drafts {
  const listed = wordsByPlace(vocabulary.listed);
  const bad = wordsByPlace(vocabulary.bad);
  const missing = wordsByPlace(vocabulary.missing);
  const { missingPhraseShare, evasiveShare, innocentWordShare, badTermShare } = world.creatives;
  return {
    violating(place, chance) {
      const base = { policyId: place.policyId, isViolating: true };
      const phrases = missing(place);
      if (phrases.length > 0 && chance.happens(missingPhraseShare))
        return { ...base, sign: "phrase", word: chance.pick(phrases), evasion: undefined };
      const sign = signs[drawSign(chance.unit())] ?? "context";
      if (sign !== "word") return { ...base, sign, ...noWord };
      const evasion = chance.happens(evasiveShare) ? chance.pick(evasions) : undefined;
      return { ...base, sign, word: chance.pick(listed(place)), evasion };
    },
    good(place, chance) {
      const base = { policyId: place.policyId, isViolating: false, sign: "none" } as const;
      if (chance.happens(innocentWordShare))
        return { ...base, word: chance.pick(listed(place)), evasion: undefined };
      const words = bad(place);
      const isHit = words.length > 0 && chance.happens(badTermShare);
      return isHit ? { ...base, word: chance.pick(words), evasion: undefined } : { ...base, ...noWord };
    },
    evasive(place, chance) {
      const word = chance.pick(listed(place));
      return {
        policyId: place.policyId,
        isViolating: true,
        sign: "word",
        word,
        evasion: chance.pick(evasions),
      };
    },
    wronged(language, chance) {
      const own = vocabulary.listed.filter((word) => word.language === language && word.isFirst);
      const word = chance.pick(own.filter((candidate) => listing.get(candidate)?.action === "reject"));
      return { policyId: word.policyId, isViolating: false, sign: "none", word, evasion: undefined };
    },
  };
}

function wordsByPlace(words: readonly RiskWord[]): (place: Place) => readonly RiskWord[] {
  const places = new Map<string, RiskWord[]>();
  for (const word of words) {
    const key = `${word.language}/${word.policyId}`;
    places.set(key, [...(places.get(key) ?? []), word]);
  }
  return ({ language, policyId }) => places.get(`${language}/${policyId}`) ?? [];
}
