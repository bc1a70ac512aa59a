import type { MinedDocument } from "./documents.js";
import { mix } from "./mix.js";

/** Share of the documents that are mined; the others say what the candidates are worth. */
const minedShare = 0.6;

export type Split = {
  /** By time: the later ones are held out. By group: those of some advertisers, or some items where none are named. */
  readonly by: "time" | "group";
  /** 1 where the document is mined, 0 where it is held out. */
  readonly isMined: Uint8Array;
};

/**
 * Documents to mine and documents to judge by, never drawn at random: duplicates would leak. Where every document has a
 * time, the first 60 % are mined and all of one moment fall on one side; else, and where all have the same time, groups
 * go to a side by a hash of their number.
 */
export function splitDocuments(documents: readonly Pick<MinedDocument, "cluster" | "createdAt">[]): Split {
  const times = Float64Array.from(documents, ({ createdAt }) => createdAt ?? Number.NaN).toSorted();
  const cut = times[Math.floor(times.length * minedShare)];
  const isDated = documents.every(({ createdAt }) => createdAt !== undefined);
  if (isDated && cut !== undefined && cut > (times[0] ?? cut)) {
    return {
      by: "time",
      isMined: Uint8Array.from(documents, ({ createdAt = cut }) => Number(createdAt < cut)),
    };
  }
  const isMined = Uint8Array.from(documents, ({ cluster }) => Number(mix(cluster) < minedShare * 2 ** 32));
  return { by: "group", isMined };
}
