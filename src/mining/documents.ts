import type { Truth } from "../metrics/verdict.js";
import { outcomeNames } from "../replay/traffic.js";
import type { Traffic } from "../replay/traffic.js";
import { nearDuplicates } from "./nearDuplicates.js";
import type { Passage } from "./passages.js";

/** A violation that the release does not hit, or a good item, for all its near-duplicates. */
export type MinedDocument = {
  /** Index in the traffic. */
  readonly item: number;
  /** Canonical. */
  readonly text: string;
  readonly isViolating: boolean;
  readonly weight: number;
  /** Of the item: labels of one stratum are alike in their chance of being drawn, see `strataOf`. */
  readonly stratum: number;
  /** Whether a label of a sample says so; else people decided it, which finds phrases and judges none. */
  readonly isLabelled: boolean;
  /** Number of the advertiser, or of the item where none is named. */
  readonly cluster: number;
  readonly language: string | null;
  /** UTC ms; `undefined` in undated traffic. */
  readonly createdAt: number | undefined;
};

/** What of traffic is mined; arrays by item index. */
export type LabelledItems = {
  readonly truths: readonly Truth[];
  /** As in `Traffic`; what people decided counts where there is no label. */
  readonly outcomes: Uint8Array;
  readonly strata: Uint8Array;
  readonly weights: Float64Array;
  readonly clusters: Int32Array;
  readonly languages: readonly (string | null)[] | undefined;
  readonly createdAt: Float64Array | undefined;
};

/** What an item is, by its label, else by what people decided. */
export function knownTruth(
  { truths, outcomes }: Pick<LabelledItems, "truths" | "outcomes">,
  item: number,
): Truth {
  const truth = truths[item] ?? "unlabelled";
  if (truth !== "unlabelled") return truth;
  const outcome = outcomeNames[outcomes[item] ?? 0];
  if (outcome === "human approve") return "good";
  return outcome === "human reject" ? "violating" : "unlabelled";
}

/** The stratum of items that the release hits; behind those of the outcomes. */
export const listedStratum = outcomeNames.length;
export const strataCount = listedStratum + 1;

/** By item its outcome, or that the release hits it. */
export function strataOf({ outcomes }: Pick<Traffic, "outcomes">, isHit: Uint8Array): Uint8Array {
  return outcomes.map((outcome, item) => (isHit[item] === 1 ? listedStratum : outcome));
}

/**
 * One document for each class of near-duplicates in a language, in the order of the items: its first item with the truth
 * that most of the class has (violating where both have as many). Where the class has labels, what people decided of it
 * does not count.
 * @param texts item index → canonical text, of the items to be taken
 */
export function toDocuments(
  items: LabelledItems,
  texts: ReadonlyMap<number, string>,
  passagesOf: (text: string) => readonly Passage[],
): MinedDocument[] {
  const indexes = [...texts.keys()].toSorted((a, b) => a - b);
  const first = nearDuplicates(
    indexes.map((item) => texts.get(item) ?? ""),
    passagesOf,
  );
  const classes = new Map<string, number[]>();
  for (const [at, item] of indexes.entries()) {
    const key = `${first[at]} ${items.languages?.[item] ?? ""}`;
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [item]);
    else members.push(item);
  }
  return Array.from(classes.values(), (alike) => {
    const labelled = alike.filter((item) => items.truths[item] !== "unlabelled");
    const isLabelled = labelled.length > 0;
    const members = isLabelled ? labelled : alike;
    const violating = members.filter((item) => knownTruth(items, item) === "violating");
    const isViolating = 2 * violating.length >= members.length;
    const item = members.find((member) => (knownTruth(items, member) === "violating") === isViolating) ?? 0;
    return {
      item,
      text: texts.get(item) ?? "",
      isViolating,
      weight: items.weights[item] ?? 1,
      stratum: items.strata[item] ?? 0,
      isLabelled,
      cluster: items.clusters[item] ?? -1,
      language: items.languages?.[item] ?? null,
      createdAt: items.createdAt?.[item],
    };
  }).toSorted((a, b) => a.item - b.item);
}
