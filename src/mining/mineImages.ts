import { hashIndex, findHashes } from "../matcher/hashes/hashIndex.js";
import {
  formatHashes,
  hashAt,
  hashColumn,
  hashDistance,
  hashWords,
  parseHash,
} from "../matcher/hashes/pdqHash.js";
import type { HashColumn } from "../matcher/hashes/pdqHash.js";
import { defaultRadius } from "../matcher/compileTerms.js";
import { isInForce } from "../matcher/inForce.js";
import type { Term } from "../matcher/term.js";
import type { Truth } from "../metrics/verdict.js";
import type { Mining } from "../model/workspace.js";
import type { Candidate, Mined } from "./candidate.js";
import { coverGreedily } from "./coverGreedily.js";
import { rankCandidates } from "./rankCandidates.js";
import type { JudgedTerm } from "./rankCandidates.js";
import { splitDocuments } from "./splitDocuments.js";
import type { Split } from "./splitDocuments.js";

/** An item's image. */
export type TrafficImage = {
  /** PDQ, 8 words. */
  readonly hash: HashColumn;
  readonly truth: Truth;
  readonly weight: number;
  /** Number of the advertiser, or of the item where none is named. */
  readonly cluster: number;
  /** UTC ms; `undefined` in undated traffic. */
  readonly createdAt: number | undefined;
};

/**
 * The images that a release lacks: the medoids of clusters of missed violations within 31 bits, each with the greatest
 * radius up to 31 in which no mined good image lies. They are found on one part of the labelled images and judged on the
 * other, as phrases are; support is counted in advertisers, so near-duplicates of one count once.
 * Cost: a search of an index for each violation; see `findHashes`.
 * @param terms of the release; those that are images say what is missed
 */
export function mineImages(
  images: readonly TrafficImage[],
  terms: readonly Term[],
  settings: Mining,
): Candidate[] {
  const isListed = listedImages(images, terms);
  const documents = images
    .map((image, item) => ({ ...image, item, isViolating: image.truth === "violating" }))
    .filter(({ truth, item }) => truth === "good" || (truth === "violating" && isListed[item] !== 1));
  const split = splitDocuments(documents);
  const found = findClusters(documents, split, settings.minSupport);
  const finder = imageFinder(documents);
  const everywhere = imageFinder(images);
  const judged = found.map((cluster): JudgedTerm => {
    const items = everywhere(cluster.hash, cluster.radius);
    const newItems = items.filter((item) => isListed[item] !== 1).length;
    const hits = Int32Array.from(finder(cluster.hash, cluster.radius));
    const { radius, support } = cluster;
    const term = { term: hexOf(cluster.hash), kind: "image", match: "", language: null, z: null } as const;
    const found = { ...term, radius, support };
    return { found, hits, items: items.length, newItems, heldOutItems: [] };
  });
  const context = { documents, split, settings, items: images.length };
  return rankCandidates(judged, context).map((candidate) => ({ ...candidate, nearest: undefined }));
}

/**
 * What was mined with the images that the release lacks, behind the phrases that are as sure. No image: as it was.
 * @param terms of the release
 */
export function addImages(mined: Mined, images: readonly TrafficImage[], terms: readonly Term[]): Mined {
  if (images.length === 0) return mined;
  const all = [...mined.candidates, ...mineImages(images, terms, mined.settings)];
  const candidates = [true, false].flatMap((beats) => all.filter(({ beatsBar }) => beatsBar === beats));
  return { ...mined, candidates };
}

function listedImages(images: readonly TrafficImage[], terms: readonly Term[]): Uint8Array {
  const isListed = new Uint8Array(images.length);
  const find = imageFinder(images);
  for (const term of terms) {
    const { kind, radius = defaultRadius, action } = term;
    const hash = kind === "image" && action !== "allow" ? parseHash(term.term) : undefined;
    if (hash === undefined) continue;
    for (const item of find(hash, radius)) {
      if (isInForce(term, images[item]?.createdAt ?? NaN)) isListed[item] = 1;
    }
  }
  return isListed;
}

type ImageDocument = Pick<TrafficImage, "hash" | "cluster"> & { readonly isViolating: boolean };
type Cluster = { readonly hash: HashColumn; readonly radius: number; readonly support: number };

/** Clusters of mined violations that no mined good image is part of, the one that covers most first. */
function findClusters(
  documents: readonly ImageDocument[],
  { isMined }: Split,
  minSupport: number,
): Cluster[] {
  const mined = documents.filter((_, index) => isMined[index] === 1);
  const violating = mined.filter(({ isViolating }) => isViolating);
  const [bad, good] = [indexOf(violating), indexOf(mined.filter(({ isViolating }) => !isViolating))];
  const around = violating.map(({ hash }) => {
    const nearestGood = findHashes(good, hash).reduce(
      (least, { distance }) => Math.min(least, distance),
      Infinity,
    );
    const radius = Math.min(defaultRadius, nearestGood - 1);
    const members = findHashes(bad, hash).filter(({ distance }) => distance <= radius);
    const support = new Set(members.map(({ index }) => violating[index]?.cluster)).size;
    const spread = members.reduce((sum, { distance }) => sum + distance, 0) / members.length;
    return { hash, radius, support, spread, members: Int32Array.from(members, ({ index }) => index) };
  });
  const large = around
    .filter(({ support, radius }) => radius >= 0 && support >= minSupport)
    .toSorted((a, b) => a.spread - b.spread); // of images that cover as much, the one in their middle
  const chosen = coverGreedily(
    large.map(({ members }) => members),
    new Float64Array(violating.length).fill(1),
  );
  return chosen.flatMap(({ index }) => large[index] ?? []);
}

function indexOf(
  images: readonly Pick<TrafficImage, "hash">[],
  radius = defaultRadius,
): ReturnType<typeof hashIndex> {
  return hashIndex(hashColumn(images.map(({ hash }) => hash)), new Uint16Array(images.length).fill(radius));
}

/** Indexes of the images within a radius of a hash, ascending. */
function imageFinder(
  images: readonly Pick<TrafficImage, "hash">[],
): (hash: HashColumn, radius: number) => number[] {
  const index = indexOf(images);
  return (hash, radius) => {
    if (radius > defaultRadius) return farImages(index.hashes, hash, radius);
    return findHashes(index, hash)
      .filter(({ distance }) => distance <= radius)
      .map(({ index: found }) => found);
  };
}

/** As `imageFinder`, for radii that the index was not made for. */
function farImages(hashes: HashColumn, hash: HashColumn, radius: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < hashes.length / hashWords; at++) {
    if (hashDistance(hash, hashes, at * hashWords) <= radius) found.push(at);
  }
  return found;
}

function hexOf(hash: HashColumn): string {
  return formatHashes(hashAt(hash, 0));
}
