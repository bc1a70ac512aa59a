import type { Hits } from "../matcher/scan.js";
import type { MinedDocument } from "./documents.js";

/** What one candidate hits. */
export type CandidateHits = {
  /** Indexes of documents, ascending. */
  readonly hits: Int32Array;
  /** Items of all traffic, and those that the release does not hit. */
  readonly items: number;
  readonly newItems: number;
};

export type HitsTally = {
  /** Adds the hits of a block of texts whose first item has this index; blocks come in order. */
  readonly add: (hits: Pick<Hits, "record" | "term">, first: number) => void;
  readonly hitsOf: (candidate: number) => CandidateHits;
};

/** Collects what candidates hit: documents by name, other items by number. Each item counts once. */
export function hitsTally(
  candidates: number,
  { documents, isHit }: { documents: readonly MinedDocument[]; isHit: Uint8Array },
): HitsTally {
  const documentOf = new Int32Array(isHit.length).fill(-1);
  for (const [index, { item }] of documents.entries()) documentOf[item] = index;
  const found = Array.from({ length: candidates }, (): number[] => []);
  const [items, newItems] = [new Int32Array(candidates), new Int32Array(candidates)];
  const lastItem = new Int32Array(candidates).fill(-1);
  return {
    add({ record, term }, first) {
      for (let at = 0; at < record.length; at++) {
        const candidate = term[at] ?? 0;
        const item = first + (record[at] ?? 0);
        if (lastItem[candidate] === item) continue;
        lastItem[candidate] = item;
        items[candidate] = (items[candidate] ?? 0) + 1;
        if (isHit[item] !== 1) newItems[candidate] = (newItems[candidate] ?? 0) + 1;
        if ((documentOf[item] ?? -1) >= 0) found[candidate]?.push(documentOf[item] ?? 0);
      }
    },
    hitsOf: (candidate) => ({
      hits: Int32Array.from(found[candidate] ?? []),
      items: items[candidate] ?? 0,
      newItems: newItems[candidate] ?? 0,
    }),
  };
}
