import type { TermOverlapRow, TermPolicyRow, TermRow } from "../../src/model/artefact.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { sha256 } from "../store/codeHash.js";
import { effectivenessOf } from "../../src/replay/effectiveness.js";
import type { PackageEffectiveness } from "../../src/replay/effectiveness.js";
import { groupByItem, restrictHits } from "../../src/replay/hits.js";
import type { HitPairs, HitsByItem } from "../../src/replay/hits.js";
import type { PartitionHits, ReplayedPackage } from "../replay/openReplay.js";
import type { HitTable } from "../replay/hitTable.js";
import type { PartItems } from "./items.js";
import type { ExampleRow } from "./partSummary.js";
import { evasiveHits } from "./evasiveHits.js";
import { advertiserRows, labelWeights } from "./labelWeights.js";
import type { LabelWeights, TermAdvertiser } from "./labelWeights.js";

/** Terms and releases of a replay, and the hits of each release on some items. */
export type ReplayedItems = Pick<ReplayedPackage, "terms" | "releases" | "hashedItems"> &
  Pick<PartitionHits, "hitsOf" | "itemIds">;

/** An example without its text, with the place of its item. */
type FoundExample = Omit<ExampleRow, "text"> & { readonly place: number };

/** A term as far as some items tell: their day and the advertisers of other items are told elsewhere. */
type PartTermRow = Omit<TermRow, "advertisers" | "recentHits" | "recentTp" | "recentFp" | "effectiveN"> &
  Partial<LabelWeights>;

/** How often the good items of a currency that a term hits were expected to be seen, above 0. */
export type TermExposure = {
  readonly termId: string;
  /** `null` where items name none. */
  readonly currency: string | null;
  readonly exposure: number;
};

/** Everything about the terms that hit some items: each under the newest release that holds it. */
export type TermTables = {
  readonly terms: readonly PartTermRow[];
  /** Terms and the advertisers of the labelled items that they hit, each pair once; none where items name none. */
  readonly termAdvertisers: readonly TermAdvertiser[];
  readonly termPolicies: readonly TermPolicyRow[];
  readonly termExposure: readonly TermExposure[];
  readonly termOverlaps: readonly TermOverlapRow[];
  readonly termExamples: readonly FoundExample[];
};

/** Items of each truth that a term page shows at most. */
const examplesOfEach = 4;

/** The tables of the term pages, as far as these items tell; those of other items add to them. */
export function termTables(items: PartItems, replayed: ReplayedItems, table: HitTable): TermTables {
  const spans = releaseSpans(replayed);
  const groupOf = groupedHits(items.truths.length, replayed);
  const orderOf = hashOrder();
  const hitting = replayed.terms.flatMap((_, term): Hitting[] => {
    const span = spans[term];
    if (span === undefined) return [];
    const { byItem, itemsOfTerm } = groupOf(span.last);
    const hit = itemsOfTerm[term] ?? [];
    return hit.length === 0 ? [] : [{ term, termId: termIdAt(replayed, term), span, hit, byItem }];
  });
  return {
    terms: termRows(items, replayed, { hitting, evasive: evasiveHits(table, replayed.terms) }),
    termAdvertisers: hitting.flatMap(({ hit, termId }) => advertiserRows(items, hit, termId)),
    termPolicies: hitting.flatMap(({ hit, termId }) => policyRows(items, hit, termId)),
    termExposure: hitting.flatMap(({ hit, termId }) => exposureRows(items, hit, termId)),
    termOverlaps: hitting.flatMap((found) => overlapRows(found, replayed)),
    termExamples: hitting.flatMap(({ hit, termId }) =>
      exampleRows(items, hit, { termId, orderOf, itemIds: replayed.itemIds }),
    ),
  };
}

/** A term that hits under the newest release that holds it, the items that it hits, and the hits of that release. */
type Hitting = {
  readonly term: number;
  readonly termId: string;
  readonly span: Span;
  readonly hit: readonly number[];
  readonly byItem: HitsByItem;
};

type GroupedHits = { readonly byItem: HitsByItem; readonly itemsOfTerm: readonly (readonly number[])[] };

/** The hits of a release by item and by term; releases that share their hits share the answer. */
function groupedHits(items: number, { hitsOf, terms }: ReplayedItems): (release: number) => GroupedHits {
  const known = new Map<HitPairs, GroupedHits>();
  return (release) => {
    const hits = hitsOf(release);
    const found = known.get(hits);
    if (found !== undefined) return found;
    const byItem = groupByItem(hits, { items, terms: terms.length });
    const grouped = { byItem, itemsOfTerm: invert(byItem, terms.length) };
    known.set(hits, grouped);
    return grouped;
  };
}

/** First and last release that holds a term. */
type Span = { readonly first: number; readonly last: number };

/** They are the same for every partition. */
const knownSpans = new WeakMap<ReplayedItems["releases"], readonly (Span | undefined)[]>();

/** By term; none for a version of a term whose flags a later release changed, which speaks for both. */
function releaseSpans({ terms, releases }: ReplayedItems): readonly (Span | undefined)[] {
  const known = knownSpans.get(releases);
  if (known !== undefined) return known;
  const spans: (Span | undefined)[] = terms.map(() => undefined);
  knownSpans.set(releases, spans);
  const versions = new Map<string, number>();
  for (const [index, release] of releases.entries()) {
    for (const term of release.terms) {
      const termId = terms[term]?.termId ?? "";
      const older = versions.get(termId) ?? term;
      const first = spans[older]?.first ?? index;
      if (older !== term) spans[older] = undefined;
      versions.set(termId, term);
      spans[term] = { first, last: index };
    }
  }
  return spans;
}

function invert({ starts, ends, terms }: HitsByItem, termCount: number): number[][] {
  const items: number[][] = Array.from({ length: termCount }, () => []);
  for (const [item, start] of starts.entries()) {
    for (const term of terms.subarray(start, ends[item])) items[term]?.push(item);
  }
  return items;
}

function termRows(
  items: PartItems,
  replayed: ReplayedItems,
  { hitting, evasive }: { hitting: readonly Hitting[]; evasive: ReturnType<typeof evasiveHits> },
): PartTermRow[] {
  const effects = new Map<number, Map<string, PackageEffectiveness["terms"][number]>>();
  return hitting.flatMap(({ term: index, span, hit }) => {
    const term = replayed.terms[index];
    if (term === undefined) return [];
    const ofRelease = effects.get(span.last) ?? effectsOfRelease(items, replayed, span.last);
    effects.set(span.last, ofRelease);
    const effect = ofRelease.get(term.termId);
    if (effect === undefined) return [];
    const { precision: _, marginal: __, spamOverOverall: ___, termId, ...counts } = effect;
    return [
      {
        termId,
        term: term.term,
        language: term.languages.join(";"),
        action: term.action ?? "reject",
        firstRelease: span.first,
        lastRelease: span.last,
        ...counts,
        ...labelWeights(items, hit),
        ...evasiveCounts(items, evasive(index, hit)),
      },
    ];
  });
}

function evasiveCounts({ truths }: PartItems, hit: readonly number[]) {
  const count = (truth: Truth): number => hit.filter((index) => truths[index] === truth).length;
  return { evasiveHits: hit.length, evasiveTp: count("violating"), evasiveFp: count("good") };
}

/** How often the good items among these were expected to be seen, by currency; none where that is never. */
function exposureRows(items: PartItems, hit: readonly number[], termId: string): TermExposure[] {
  const sums = new Map<number, number>();
  for (const index of hit) {
    const exposure = items.truths[index] === "good" ? (items.exposures[index] ?? 0) : 0;
    const currency = items.currencyOf[index] ?? 0;
    if (exposure > 0) sums.set(currency, (sums.get(currency) ?? 0) + exposure);
  }
  return Array.from(sums, ([currency, exposure]) => ({
    termId,
    currency: items.currencies[currency - 1] ?? null,
    exposure,
  }));
}

function effectsOfRelease(
  items: PartItems,
  replayed: ReplayedItems,
  release: number,
): Map<string, PackageEffectiveness["terms"][number]> {
  const members = replayed.releases[release]?.terms ?? [];
  const local = new Map(members.map((term, index) => [term, index]));
  const termIds = members.map((term) => termIdAt(replayed, term));
  const { terms } = effectivenessOf({
    truths: items.truths,
    termIds,
    hits: restrictHits(replayed.hitsOf(release), local),
    rejectedElsewhere: Uint8Array.from(items.truths, (_, index) => items.byModel[index] ?? 0),
  });
  return new Map(terms.map((effect) => [effect.termId, effect]));
}

function policyRows(items: PartItems, hit: readonly number[], termId: string): TermPolicyRow[] {
  const rows = new Map<string, { -readonly [K in keyof TermPolicyRow]: TermPolicyRow[K] }>();
  for (const index of hit) {
    const slice = {
      policy: dimensionOf(items, index, "policy"),
      language: dimensionOf(items, index, "language"),
      market: dimensionOf(items, index, "market"),
    };
    const key = Object.values(slice).join("\n");
    const row = rows.get(key) ?? { termId, ...slice, hits: 0, tp: 0, fp: 0 };
    const truth = items.truths[index];
    row.hits += 1;
    row.tp += Number(truth === "violating");
    row.fp += Number(truth === "good");
    rows.set(key, row);
  }
  return [...rows.values()];
}

function dimensionOf(
  { slices, sliceOf }: PartItems,
  item: number,
  name: "policy" | "language" | "market",
): string {
  return slices[sliceOf[item] ?? -1]?.[name] ?? "";
}

/** Terms of the same release (the newest that holds the term) that hit the same items. */
function overlapRows(
  { term, termId, span, hit, byItem }: Hitting,
  replayed: ReplayedItems,
): TermOverlapRow[] {
  const members = new Set(replayed.releases[span.last]?.terms);
  const common = new Map<number, number>();
  for (const item of hit) {
    for (const other of byItem.terms.subarray(byItem.starts[item], byItem.ends[item])) {
      if (other !== term && members.has(other)) common.set(other, (common.get(other) ?? 0) + 1);
    }
  }
  return [...common].map(([other, count]) => ({ termId, otherId: termIdAt(replayed, other), items: count }));
}

/** A few good, violating and unlabelled items, chosen by the hash of their id: neither the first nor the worst. */
function exampleRows(
  items: PartItems,
  hit: readonly number[],
  {
    termId,
    orderOf,
    itemIds,
  }: { termId: string; orderOf: (itemId: string) => string; itemIds: readonly string[] },
): FoundExample[] {
  const examples = hit.map((place): FoundExample => {
    const itemId = itemIds[place] ?? "";
    const truth = items.truths[place] ?? "unlabelled";
    return {
      termId,
      itemId,
      policy: dimensionOf(items, place, "policy"),
      truth,
      order: orderOf(itemId),
      place,
    };
  });
  return keptExamples(examples, { order: (one) => one.order, truth: (one) => one.truth });
}

/** Of the examples of one term those that its page shows, in its order. */
export function keptExamples<Example>(
  examples: readonly Example[],
  { order, truth }: { order: (example: Example) => string; truth: (example: Example) => unknown },
): Example[] {
  return ["good", "violating", "unlabelled"].flatMap((wanted) =>
    examples
      .filter((example) => truth(example) === wanted)
      .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
      .slice(0, examplesOfEach),
  );
}

/** The beginning of the hash of an item's id; terms share items, so each is made once. */
function hashOrder(): (itemId: string) => string {
  const found = new Map<string, string>();
  return (itemId) => {
    const order = found.get(itemId) ?? sha256(itemId).slice(0, 16);
    found.set(itemId, order);
    return order;
  };
}

function termIdAt({ terms }: ReplayedItems, index: number): string {
  const term = terms[index];
  if (term === undefined)
    throw new TypeError(`Expected a term index below ${terms.length}, got \`${index}\``);
  return term.termId;
}
