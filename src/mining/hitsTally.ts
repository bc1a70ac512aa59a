import type { Hits } from "../matcher/scan.js";
import { listedStratum, strataCount } from "./documents.js";
import type { MinedDocument } from "./documents.js";

/** What one candidate hits. */
export type CandidateHits = {
  /** Indexes of documents, ascending. */
  readonly hits: Int32Array;
  /** Items of all traffic, and those that the release does not hit. */
  readonly items: number;
  readonly newItems: number;
  /** Of those, held-out ones by stratum, equal texts once. */
  readonly heldOutItems: readonly number[];
};

export type HitsTally = {
  /** Adds the hits of a block of texts whose first item has this index; blocks come in order. */
  readonly add: (hits: Pick<Hits, "record" | "term">, first: number) => void;
  readonly hitsOf: (candidate: number) => CandidateHits;
};

export type TalliedItems = {
  readonly documents: readonly MinedDocument[];
  /** By item, see `strataOf`. */
  readonly strata: Uint8Array;
  /** 1 for the items that are held out, the first of each text. */
  readonly isHeldOut: Uint8Array;
};

/** Collects what candidates hit: documents by name, other items by number. Each item counts once. */
export function hitsTally(candidates: number, { documents, strata, isHeldOut }: TalliedItems): HitsTally {
  const documentOf = new Int32Array(strata.length).fill(-1);
  for (const [index, { item }] of documents.entries()) documentOf[item] = index;
  const found = Array.from({ length: candidates }, (): number[] => []);
  const [items, newItems] = [new Int32Array(candidates), new Int32Array(candidates)];
  const heldOut = new Int32Array(candidates * strataCount);
  const lastItem = new Int32Array(candidates).fill(-1);
  const countNew = (candidate: number, item: number, stratum: number): void => {
    newItems[candidate] = (newItems[candidate] ?? 0) + 1;
    const cell = candidate * strataCount + stratum;
    heldOut[cell] = (heldOut[cell] ?? 0) + (isHeldOut[item] ?? 0);
  };
  return {
    add({ record, term }, first) {
      for (let at = 0; at < record.length; at++) {
        const candidate = term[at] ?? 0;
        const item = first + (record[at] ?? 0);
        if (lastItem[candidate] === item) continue;
        lastItem[candidate] = item;
        items[candidate] = (items[candidate] ?? 0) + 1;
        const stratum = strata[item] ?? 0;
        if (stratum !== listedStratum) countNew(candidate, item, stratum);
        if ((documentOf[item] ?? -1) >= 0) found[candidate]?.push(documentOf[item] ?? 0);
      }
    },
    hitsOf: (candidate) => ({
      hits: Int32Array.from(found[candidate] ?? []),
      items: items[candidate] ?? 0,
      newItems: newItems[candidate] ?? 0,
      heldOutItems: Array.from(heldOut.subarray(candidate * strataCount, (candidate + 1) * strataCount)),
    }),
  };
}
