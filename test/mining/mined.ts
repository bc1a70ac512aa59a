import { compilePackage } from "../../src/matcher/compilePackage.js";
import { isInForce } from "../../src/matcher/inForce.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { scan } from "../../src/matcher/scan.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import type { Truth } from "../../src/metrics/verdict.js";
import type { Mined } from "../../src/mining/candidate.js";
import { mix } from "../../src/mining/mix.js";
import { mineTraffic } from "../../src/mining/mineTraffic.js";
import { toMining } from "../../src/model/workspace.js";
import type { Mining } from "../../src/model/workspace.js";
import { outcomeNames } from "../../src/replay/traffic.js";
import type { Outcome, ReplayedOn, Traffic } from "../../src/replay/traffic.js";

export type Item = {
  readonly text: string;
  readonly truth?: Truth;
  /** Left out: an advertiser of its own. */
  readonly cluster?: number;
  readonly language?: string;
  /** UTC ms; dated only when every item is. */
  readonly at?: number;
  readonly weight?: number;
  /** Left out: nobody decided it. */
  readonly outcome?: Outcome;
};

/** A word of a package that rejects everywhere. */
export function wordTerm(term: string, more: Partial<Term> = {}): Term {
  return {
    termId: termIdOf([], term),
    term,
    kind: "word",
    match: "word",
    views: ["canonical"],
    languages: [],
    markets: [],
    policies: [],
    fields: [],
    action: null,
    validFrom: null,
    validTo: null,
    owner: null,
    note: null,
    ...more,
  };
}

/** The items as traffic, in two blocks of texts. */
export function trafficOf(items: readonly Item[]): Traffic {
  const isDated = items.length > 0 && items.every(({ at }) => at !== undefined);
  const hasLanguages = items.some(({ language }) => language !== undefined);
  const half = Math.ceil(items.length / 2);
  return {
    itemIds: items.map((_, at) => `i${at}`),
    truths: items.map(({ truth }) => truth ?? "unlabelled"),
    weights: Float64Array.from(items, ({ weight }) => weight ?? 1),
    clusters: Int32Array.from(items, ({ cluster }, at) => cluster ?? 1000 + at),
    slices: hasLanguages ? { language: items.map(({ language }) => language ?? null) } : {},
    createdAt: isDated ? Float64Array.from(items, ({ at }) => at ?? 0) : undefined,
    money: [],
    logged: undefined,
    outcomes: Uint8Array.from(items, ({ outcome }) => outcomeNames.indexOf(outcome ?? "undecided")),
    async *readTexts() {
      yield { first: 0, text: columnOf(items.slice(0, half)) };
      yield { first: half, text: columnOf(items.slice(half)) };
    },
  };
}

function columnOf(items: readonly Item[]) {
  return normaliseColumn(utf8Column(items.map(({ text }) => text))).canonical;
}

/** A package replayed over the items, by the validity of its terms. */
export function replayedOn(items: readonly Item[], terms: readonly Term[]): ReplayedOn {
  const { record, term } = scan(compilePackage(terms), columnOf(items));
  const counts = [...record.keys()].filter((hit) => {
    const found = terms[term[hit] ?? -1];
    return found !== undefined && isInForce(found, items[record[hit] ?? -1]?.at ?? NaN);
  });
  const hits = {
    items: Int32Array.from(counts, (hit) => record[hit] ?? 0),
    terms: Int32Array.from(counts, (hit) => term[hit] ?? 0),
  };
  const rejecting = [...terms.keys()].filter((at) => terms[at]?.action === null);
  return { label: "r1", snapshotId: "0", terms, hits, rejecting };
}

/** What is mined of the items for a package of these terms. */
export function minedOf(
  items: readonly Item[],
  { terms = [], ...settings }: Partial<Mining> & { terms?: readonly Term[] } = {},
): Promise<Mined> {
  return mineTraffic(trafficOf(items), replayedOn(items, terms), {
    ...toMining({ maxShare: 0.5 }),
    ...settings,
  });
}

/** Candidates that beat the bar, by their terms. */
export function beating({ candidates }: Mined): string[] {
  return candidates.filter(({ beatsBar }) => beatsBar).map(({ term }) => term);
}

const fillers = [
  "river",
  "stone",
  "lamp",
  "window",
  "garden",
  "paper",
  "cloud",
  "bridge",
  "candle",
  "harbour",
];

/** Four harmless words, hardly ever the same for two numbers. */
export function filler(n: number): string {
  const words = [0, 1, 2, 3].map((at) => mix(n * 4 + at));
  return words.map((word) => `${fillers[word % 10]}${(word >>> 8) % 5000}`).join(" ");
}

/** So many good items of harmless words, and so many violations that hold the phrase as well. */
export function planted(phrase: string, { good = 200, violating = 60, ...more } = {}): Item[] {
  const items: Item[] = Array.from({ length: good }, (_, n) => ({ text: filler(n), truth: "good", ...more }));
  for (let n = 0; n < violating; n++)
    items.push({ text: `${filler(n + 500)} ${phrase} ${filler(n + 900)}`, truth: "violating", ...more });
  return items;
}
