import { disguise, writeAdText } from "./adText.js";
import type { Advertiser } from "./advertisers.js";
import { weightedIndex } from "./chance.js";
import type { Chance } from "./chance.js";
import { makeDrafts } from "./drafts.js";
import type { Draft } from "./drafts.js";
import { nearImageHash, newImageHash, randomDigits } from "./imageHash.js";
import type { PackageTerm, RiskPackage } from "./riskPackage.js";
import type { Vocabulary } from "./vocabulary.js";
import { world } from "./world.js";

/** What an ad shows. Ads that repeat it share everything but their time and fate. */
export type Creative = Draft & {
  readonly contentHash: string;
  readonly dupGroup: string;
  readonly text: string;
  readonly hasEveryday: boolean;
  /** The term that lists the risk word, whenever it does. */
  readonly term: PackageTerm | undefined;
  readonly mediaType: string;
  /** "" for texts. */
  readonly imageHash: string;
  readonly imageTerm: PackageTerm | undefined;
  /** Standard normal: how it strikes the model, the same in every repeat. */
  readonly noise: number;
};

export type CreativeMaker = {
  /** A new one, or one of the advertiser's again. */
  readonly next: (advertiser: Advertiser, chance: Chance) => Creative;
  /** A new violating one whose word is disguised. */
  readonly evasive: (advertiser: Advertiser, chance: Chance) => Creative;
  /** A good one that a term rejects. */
  readonly wronged: (advertiser: Advertiser, chance: Chance) => Creative;
};

/** Makes creatives with the words and images of a simulation. */
export function creativeMaker(vocabulary: Vocabulary, riskPackage: RiskPackage): CreativeMaker {
  const drafts = makeDrafts(vocabulary, riskPackage);
  const finish = finisher(riskPackage);
  return {
    next(advertiser, chance) {
      const { creatives, violatingShare, market } = advertiser;
      if (creatives.length > 0 && chance.happens(world.creatives.repeatShare))
        return repeat(favourite(creatives, chance), chance);
      const place = { language: market.language, policyId: policyFor(advertiser, chance) };
      const draft = chance.happens(violatingShare)
        ? drafts.violating(place, chance)
        : drafts.good(place, chance);
      const made = finish(draft, advertiser, chance);
      remember(creatives, made, chance);
      return made;
    },
    evasive(advertiser, chance) {
      const place = { language: advertiser.market.language, policyId: policyFor(advertiser, chance) };
      return finish(drafts.evasive(place, chance), advertiser, chance);
    },
    wronged: (advertiser, chance) =>
      finish(drafts.wronged(advertiser.market.language, chance), advertiser, chance),
  };
}

/** The tail is heavy: an advertiser repeats the first of its creatives far more than the last. */
function favourite(creatives: readonly Creative[], chance: Chance): Creative {
  const at = Math.floor(chance.unit() ** 3 * creatives.length);
  return creatives[at] ?? chance.pick(creatives);
}

/**
 * A new creative takes the place of another once the advertiser remembers enough, now and then that of the first, which
 * neither violates nor holds a risk word: those are mostly stopped, and given up.
 */
function remember(creatives: Creative[], made: Creative, chance: Chance): void {
  const { remembered, replaceFirst, riskyRemembered } = world.creatives;
  const isRisky = made.isViolating || made.word !== undefined;
  if (isRisky && (creatives.length === 0 || !chance.happens(riskyRemembered))) return;
  if (creatives.length < remembered) creatives.push(made);
  else if (isRisky) creatives[1 + chance.whole(remembered - 1)] = made;
  else creatives[chance.happens(replaceFirst) ? 0 : 1 + chance.whole(remembered - 1)] = made;
}

/** The same again, or nearly: then with another hash of the content and, of an image, some bits of its hash changed. */
function repeat(creative: Creative, chance: Chance): Creative {
  const { nearShare, nearBits } = world.creatives;
  if (!chance.happens(nearShare)) return creative;
  const imageHash = creative.imageHash === "" ? "" : nearImageHash(creative.imageHash, nearBits, chance);
  return { ...creative, contentHash: randomDigits(16, chance), text: `${creative.text}!`, imageHash };
}

const mediaTypes = ["image", "video", "text"] as const;
const drawMedia = weightedIndex(mediaTypes.map((type) => world.mediaTypes[type]));

/** Writes the text, draws the image and looks up the terms of a draft. */
function finisher({ listing, clusters }: RiskPackage) {
  return (draft: Draft, { market }: Advertiser, chance: Chance): Creative => {
    const { word, evasion, sign } = draft;
    const written = word && (evasion === undefined ? word.term : disguise(word.term, evasion));
    const cluster = sign === "image" ? chance.pick(clusters) : undefined;
    const mediaType = cluster === undefined ? (mediaTypes[drawMedia(chance.unit())] ?? "image") : "image";
    const ownHash = mediaType === "text" ? "" : newImageHash(chance);
    const contentHash = randomDigits(16, chance);
    const { text, hasEveryday } = writeAdText(market.language, written, chance);
    return {
      policyId: cluster?.policyId ?? draft.policyId,
      isViolating: draft.isViolating,
      sign,
      word,
      evasion,
      contentHash,
      dupGroup: `d-${contentHash.slice(0, 12)}`,
      text,
      hasEveryday,
      term: word && listing.get(word),
      mediaType,
      imageHash:
        cluster === undefined ? ownHash : nearImageHash(cluster.hash, world.creatives.nearBits, chance),
      imageTerm: cluster?.term,
      noise: chance.normal(),
    };
  };
}

function policyFor({ vertical }: Advertiser, chance: Chance): string {
  const usual = world.policies.find((policy) => policy.vertical === vertical);
  const isOther = usual === undefined || chance.happens(world.creatives.otherPolicyShare);
  return isOther ? chance.pick(world.policies).id : usual.id;
}
