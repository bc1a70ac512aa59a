import { canonicalTerm } from "../matcher/canonical.js";
import { compilePackage } from "../matcher/compilePackage.js";
import { isInForce } from "../matcher/inForce.js";
import { scan } from "../matcher/scan.js";
import type { Term } from "../matcher/term.js";
import { recordBytes, recordCount, recordText } from "../matcher/utf8Column.js";
import type { Mining } from "../model/workspace.js";
import type { ReplayedOn, TextBlock, Traffic } from "../replay/traffic.js";
import type { Candidate, Mined } from "./candidate.js";
import { candidateTerm } from "./candidateTerm.js";
import { knownTruth, listedStratum, strataOf, toDocuments } from "./documents.js";
import type { MinedDocument } from "./documents.js";
import { findPhrases } from "./findPhrases.js";
import { hitsTally } from "./hitsTally.js";
import type { HitsTally } from "./hitsTally.js";
import { hashBytes } from "./mix.js";
import { nearestTermFinder } from "./nearestTerm.js";
import { passageReader } from "./passages.js";
import { barOf, rankCandidates } from "./rankCandidates.js";
import { isMinedWith, splitDocuments } from "./splitDocuments.js";
import type { Split } from "./splitDocuments.js";

/**
 * The words and phrases that a release lacks, by the violations that none of its terms hits (whatever its action:
 * what is flagged goes to people, what is watched is known).
 * Phrases are found in one part of the items with a label or a decision of people, and judged on the labelled ones of the
 * other, see `splitDocuments`; there an advertiser without whose mined items the phrase would not have been found
 * does not count. What people see is chosen, by the package among others, so their decisions find and do not judge.
 * Every phrase is run as a term by the matcher itself.
 * Reads the texts twice. Cost: O(phrases of the known items), then one scan of all texts.
 */
export async function mineTraffic(traffic: Traffic, release: ReplayedOn, settings: Mining): Promise<Mined> {
  const strata = strataOf(traffic, hitItems(traffic, release));
  const passagesOf = passageReader(settings.boilerplate.map(canonicalTerm));
  const { texts, isFirst } = await readKnown(traffic, strata);
  const labelled = { ...traffic, strata, languages: traffic.slices["language"] };
  const documents = toDocuments(labelled, texts, passagesOf);
  const split = splitDocuments(documents);
  const isHeldOut = isFirst.map((flag, item) => (isMinedItem(traffic, item, split) ? 0 : flag));
  const existing = new Set(lasting(release.terms, traffic).map(existingKey));
  const phrases = byLanguage(documents.filter((_, index) => split.isMined[index] === 1))
    .flatMap((mined) => findPhrases(mined, passagesOf, settings))
    .filter((phrase) => !existing.has(existingKey(candidateTerm(phrase))));
  const tally = hitsTally(phrases.length, { documents, strata, isHeldOut });
  await scanTexts(traffic, phrases.map(candidateTerm), tally);
  const judged = phrases.map((phrase, index) => ({ found: phrase, ...tally.hitsOf(index) }));
  const ranked = rankCandidates(judged, { documents, split, settings, items: traffic.itemIds.length });
  const nearestTerm = nearestTermFinder(release.terms);
  return {
    release: release.label,
    settings,
    documents: countDocuments(documents, split.isMined),
    splitBy: split.by,
    bar: barOf({ documents, split, settings }),
    judged: phrases.length,
    candidates: ranked.map((candidate): Candidate => ({
      ...candidate,
      nearest: nearestTerm(candidate.term),
    })),
  };
}

/** 1 for the items that a term hits; exceptions are no hits. */
function hitItems({ itemIds }: Traffic, { hits, terms }: ReplayedOn): Uint8Array {
  const isHit = new Uint8Array(itemIds.length);
  for (let at = 0; at < hits.items.length; at++) {
    if (terms[hits.terms[at] ?? -1]?.action !== "allow") isHit[hits.items[at] ?? 0] = 1;
  }
  return isHit;
}

/**
 * The texts of missed violations and of all good items, by labels and by what people decided: those that a term of the release hits count too, so that no
 * candidate gets by on another term's errors. `isFirst` is 1 for the first item of each text, of all items.
 */
async function readKnown(
  traffic: Traffic,
  strata: Uint8Array,
): Promise<{ texts: Map<number, string>; isFirst: Uint8Array }> {
  const texts = new Map<number, string>();
  const [seen, isFirst] = [new Set<number>(), new Uint8Array(strata.length)];
  for await (const { first, text } of traffic.readTexts()) {
    for (let record = 0; record < recordCount(text); record++) {
      const item = first + record;
      const hash = hashBytes(recordBytes(text, record));
      if (!seen.has(hash)) isFirst[item] = 1;
      seen.add(hash);
      const truth = knownTruth(traffic, item);
      const isTaken = truth === "violating" ? strata[item] !== listedStratum : truth === "good";
      if (isTaken) texts.set(item, recordText(text, record));
    }
  }
  return { texts, isFirst };
}

function isMinedItem({ clusters, createdAt }: Traffic, item: number, { cutAt }: Split): boolean {
  return isMinedWith(cutAt, { cluster: clusters[item] ?? -1, createdAt: createdAt?.[item] });
}

function byLanguage(documents: readonly MinedDocument[]): MinedDocument[][] {
  const groups = new Map<string | null, MinedDocument[]>();
  for (const one of documents) {
    const group = groups.get(one.language);
    if (group === undefined) groups.set(one.language, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Without the terms that are over when the newest item is made: such a term may be what is missed. */
function lasting(terms: readonly Term[], { createdAt }: Traffic): Term[] {
  const newest = createdAt?.reduce((latest, at) => Math.max(latest, at), -Infinity) ?? NaN;
  return terms.filter(({ validTo }) => isInForce({ validFrom: null, validTo }, newest));
}

/** Equal for terms that say the same of the same items. */
function existingKey({ kind, term, languages }: Pick<Term, "kind" | "term" | "languages">): string {
  return JSON.stringify([kind, canonicalTerm(term), languages.map((tag) => tag.toLowerCase()).toSorted()]);
}

async function scanTexts(
  { readTexts, slices }: Traffic,
  terms: readonly Term[],
  tally: HitsTally,
): Promise<void> {
  if (terms.length === 0) return;
  const matcher = compilePackage(terms);
  for await (const block of readTexts()) {
    const languages = languagesOf(block, slices["language"]);
    tally.add(scan(matcher, block.text, { languages, maxHitsPerTerm: 1 }), block.first);
  }
}

function languagesOf(
  { first, text }: TextBlock,
  languages: readonly (string | null)[] | undefined,
): readonly (string | null)[] | undefined {
  return languages?.slice(first, first + recordCount(text));
}

function countDocuments(documents: readonly MinedDocument[], isMined: Uint8Array): Mined["documents"] {
  const violating = documents.filter(({ isViolating }) => isViolating).length;
  const mined = isMined.reduce((sum, flag) => sum + flag, 0);
  const decided = documents.filter(({ isLabelled }) => !isLabelled).length;
  const heldOut = documents.filter(({ isLabelled }, index) => isLabelled && isMined[index] !== 1).length;
  return { violating, good: documents.length - violating, decided, mined, heldOut };
}
