import type { MinedDocument } from "./documents.js";
import { mix } from "./mix.js";

/** Share of the documents that are mined; the others say what the candidates are worth. */
const minedShare = 0.6;

export type Split = {
  /** By time: the later ones are held out. By group: those of some advertisers, or some items where none are named. */
  readonly by: "time" | "group";
  /** 1 where the document is mined, 0 where it is held out. */
  readonly isMined: Uint8Array;
  /** First moment that is held out, UTC ms; `undefined` where groups are split. */
  readonly cutAt: number | undefined;
};

type Splittable = Pick<MinedDocument, "cluster" | "createdAt">;

/**
 * Documents to mine and documents to judge by, never drawn at random: duplicates would leak. Where every document has a
 * time, the first 60 % are mined and all of one moment fall on one side; else, and where all have the same time, groups
 * go to a side by a hash of their number.
 */
export function splitDocuments(documents: readonly Splittable[]): Split {
  const times = Float64Array.from(documents, ({ createdAt }) => createdAt ?? Number.NaN).toSorted();
  const cut = times[Math.floor(times.length * minedShare)];
  const isDated = documents.every(({ createdAt }) => createdAt !== undefined);
  const cutAt = isDated && cut !== undefined && cut > (times[0] ?? cut) ? cut : undefined;
  const isMined = Uint8Array.from(documents, (document) => Number(isMinedWith(cutAt, document)));
  return { by: cutAt === undefined ? "group" : "time", isMined, cutAt };
}

/** Whether a document, or any item, is on the mined side of such a split. */
export function isMinedWith(cutAt: Split["cutAt"], { cluster, createdAt }: Splittable): boolean {
  if (cutAt === undefined) return mix(cluster) < minedShare * 2 ** 32;
  return createdAt !== undefined && createdAt < cutAt;
}
