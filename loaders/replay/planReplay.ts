import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { ReplayTerms } from "./replayTerms.js";

/** Terms that were scanned for together. A partition has one file of hits for each of its layers that hit anything. */
export type Layer = { readonly id: string; /** Sorted. */ readonly termHashes: readonly string[] };

/** What the store holds of earlier replays. */
export type KnownHits = {
  /** In the order in which they were made. */
  readonly layers: readonly Layer[];
  /** Result → its file; a result without one is known to have no hit when it is among `empty`. */
  readonly entries: ReadonlyMap<string, StoreEntry>;
  /** Result → its rows in that file, where others are in it too. */
  readonly ranges: ReadonlyMap<string, RowRange>;
  readonly empty: ReadonlySet<string>;
};

/** Rows of a table, the last one exclusive. */
export type RowRange = readonly [from: number, to: number];

/** Hits of one layer on one partition. */
export type LayerHits = {
  readonly layer: Layer;
  readonly result: string;
  readonly entry: StoreEntry | undefined;
  /** Left out: all of the file. */
  readonly rows?: RowRange;
};

/** What is to be done for one partition: which terms must be scanned, and which hits can be kept. */
export type PartitionPlan = {
  readonly partition: string;
  readonly text: StoreEntry;
  /** Identity of the hits that are wanted: content of the partition × matcher × terms. */
  readonly key: string;
  /** Terms to scan; partitions that miss the same ones share the object. */
  readonly missing: Layer;
  /** Identity of what that scan gives. */
  readonly result: string;
  /** Earlier hits that hold; those of terms that no release holds any more are left out when they are read. */
  readonly kept: readonly LayerHits[];
};

/** A partition that has been added to this often is scanned anew: reading many layers costs more. */
const layersKept = 8;

/**
 * What a replay has to do, partition by partition, in the order given. A partition whose text and terms are as before
 * has nothing missing; new terms are scanned alone; another matcher or another text means all terms.
 */
export function planReplay(
  texts: readonly StoreEntry[],
  wanted: Pick<ReplayTerms, "hashes">,
  {
    matcherHash,
    known,
    mostLayers = layersKept,
  }: { matcherHash: string; known: KnownHits; mostLayers?: number | undefined },
): PartitionPlan[] {
  const everything = layerOf(wanted.hashes);
  const missingOf = missingTerms(everything);
  return texts.map((text) => {
    const layers = known.layers.flatMap((layer): LayerHits[] => {
      const result = resultOf(text, matcherHash, layer.id);
      const entry = known.entries.get(result);
      const rows = known.ranges.get(result);
      if (entry === undefined && !known.empty.has(result)) return [];
      return [rows === undefined ? { layer, result, entry } : { layer, result, entry, rows }];
    });
    const rest = missingOf(layers.map(({ layer }) => layer));
    const isCrowded = rest.termHashes.length > 0 && layers.length >= mostLayers;
    const missing = isCrowded ? everything : rest;
    return {
      partition: text.partition,
      text,
      key: resultOf(text, matcherHash, everything.id),
      missing,
      result: resultOf(text, matcherHash, missing.id),
      kept: isCrowded ? [] : layers,
    };
  });
}

/** Whether nothing is to be scanned. */
export function isDone({ missing }: PartitionPlan): boolean {
  return missing.termHashes.length === 0;
}

/** Terms that none of the layers covers; partitions with the same layers share the answer. */
function missingTerms(everything: Layer): (layers: readonly Layer[]) => Layer {
  const answers = new Map<string, Layer>([["", everything]]);
  return (layers) => {
    const name = layers.map(({ id }) => id).join(" ");
    const known = answers.get(name);
    if (known !== undefined) return known;
    let rest = everything.termHashes;
    for (const { termHashes } of layers) rest = without(rest, termHashes);
    const missing = layers.length === 0 ? everything : layerOf(rest);
    answers.set(name, missing);
    return missing;
  };
}

/** Both sorted; O(all), without a set, since there may be a million. Most are equal, which is the quicker question. */
function without(hashes: readonly string[], others: readonly string[]): readonly string[] {
  let next = 0;
  return hashes.filter((hash) => {
    while (next < others.length && others[next] !== hash && (others[next] ?? "") < hash) next++;
    const isKnown = others[next] === hash;
    if (isKnown) next++;
    return !isKnown;
  });
}

/** Terms as a layer, named by all of them. */
function layerOf(sortedHashes: readonly string[]): Layer {
  return { id: sha256(sortedHashes.join("\n")), termHashes: sortedHashes };
}

/** The name of the hits of a layer on a text. */
function resultOf(text: StoreEntry, matcherHash: string, layer: string): string {
  return sha256(JSON.stringify([text.rowsHash, matcherHash, layer]));
}
