import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { canonicalTerm } from "../../src/matcher/canonical.js";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { scan } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import { candidateTerm } from "../../src/mining/candidateTerm.js";
import { mineTraffic } from "../../src/mining/mineTraffic.js";
import { toMining } from "../../src/model/workspace.js";
import type { ReplayedOn, Traffic } from "../../src/replay/traffic.js";

export type AddedLater = {
  /** Terms that people added after the first release; those that hit an item of the half that was mined and, of these, a missed violation in three groups. */
  readonly added: number;
  readonly occurring: number;
  readonly findable: number;
  /** Of the occurring ones: given word for word; given word for word or with words around it or as a part of it. */
  readonly exact: number;
  readonly related: number;
  /** Violations missed in the second half, and how many of them all added terms and all candidates find. */
  readonly missed: number;
  readonly foundByAdded: number;
  readonly foundByCandidates: number;
  /** Labelled items of the second half that candidates hit, and violations among them; the same of the added terms. */
  readonly candidateHits: number;
  readonly candidateTp: number;
  readonly addedHits: number;
  readonly addedTp: number;
  readonly candidates: number;
};

/**
 * What the first candidates for an old release of a word list, mined on the first half of labelled posts, have of the
 * terms that people added to the list later.
 */
export async function addedLater(
  dir: string,
  { from = "2012-03", top = 100, maxShare = 0.2 } = {},
): Promise<AddedLater> {
  const { traffic, packages } = await openTraffic(dir, {
    packages: [from, "newest"],
    onProgress: () => undefined,
  });
  const [old, newest] = packages;
  if (old === undefined || newest === undefined) throw new TypeError("Expected two packages, got fewer");
  const half = Math.floor(traffic.itemIds.length / 2);
  const first: Traffic = {
    ...traffic,
    truths: traffic.truths.map((truth, at) => (at < half ? truth : "unlabelled")),
  };
  const mined = await mineTraffic(first, old, toMining({ maxShare }));
  const candidates = mined.candidates.slice(0, top).map(candidateTerm);
  const known = new Set(old.terms.map(({ term }) => canonicalTerm(term)));
  const added = newest.terms.filter(
    ({ term, languages }) => languages.includes("en") && !known.has(canonicalTerm(term)),
  );
  const isHit = itemsOf(old, traffic.itemIds.length);
  const hitsOfAdded = await hitsOf(traffic, added);
  const missedIn = (items: readonly number[], from: number, to: number): number =>
    items.filter(
      (item) => item >= from && item < to && traffic.truths[item] === "violating" && isHit[item] !== 1,
    ).length;
  const occurring = added.filter((_, at) => (hitsOfAdded[at] ?? []).some((item) => item < half));
  const findable = added.filter((_, at) => missedIn(hitsOfAdded[at] ?? [], 0, half) >= 3);
  const texts = candidates.map(({ term }) => term);
  const isRelated = (term: string): boolean =>
    texts.some((text) => ` ${text} `.includes(` ${term} `) || ` ${term} `.includes(` ${text} `));
  const second = (hits: readonly (readonly number[])[]): number[] =>
    [...new Set(hits.flat())].filter((item) => item >= half && isHit[item] !== 1);
  const [byAdded, byCandidates] = [second(hitsOfAdded), second(await hitsOf(traffic, candidates))];
  const violating = (items: readonly number[]): number =>
    items.filter((item) => traffic.truths[item] === "violating").length;
  const secondHalf = Array.from({ length: traffic.itemIds.length - half }, (_, at) => half + at);
  return {
    added: added.length,
    occurring: occurring.length,
    findable: findable.length,
    exact: occurring.filter(({ term }) => texts.includes(canonicalTerm(term))).length,
    related: occurring.filter(({ term }) => isRelated(canonicalTerm(term))).length,
    missed: missedIn(secondHalf, half, Infinity),
    foundByAdded: violating(byAdded),
    foundByCandidates: violating(byCandidates),
    candidateHits: byCandidates.length,
    candidateTp: violating(byCandidates),
    addedHits: byAdded.length,
    addedTp: violating(byAdded),
    candidates: candidates.length,
  };
}

function itemsOf({ hits }: ReplayedOn, items: number): Uint8Array {
  const isHit = new Uint8Array(items);
  for (let at = 0; at < hits.items.length; at++) isHit[hits.items[at] ?? 0] = 1;
  return isHit;
}

/** Items that each term hits. */
async function hitsOf({ readTexts }: Traffic, terms: readonly Term[]): Promise<number[][]> {
  const found = terms.map((): number[] => []);
  const matcher = compilePackage(terms);
  for await (const { first, text } of readTexts()) {
    const { record, term } = scan(matcher, text);
    for (let at = 0; at < record.length; at++) {
      const item = first + (record[at] ?? 0);
      const items = found[term[at] ?? 0];
      if (items !== undefined && items.at(-1) !== item) items.push(item);
    }
  }
  return found;
}
