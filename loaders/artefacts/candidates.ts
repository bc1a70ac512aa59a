import type { Term } from "../../src/matcher/term.js";
import type { Candidate, Mined } from "../../src/mining/candidate.js";
import { candidateTerm } from "../../src/mining/candidateTerm.js";
import { addImages } from "../../src/mining/mineImages.js";
import type { TrafficImage } from "../../src/mining/mineImages.js";
import { mineTraffic } from "../../src/mining/mineTraffic.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { toMining } from "../../src/model/workspace.js";
import type { Traffic } from "../../src/replay/traffic.js";
import { readItems } from "../tables/readItems.js";
import { openTraffic } from "./openTraffic.js";
import { requireItems } from "./requireItems.js";

export type MinedWorkspace = {
  readonly mined: Mined;
  /** The terms of the release that was mined for. */
  readonly terms: readonly Term[];
  /** Sentences for the log. */
  readonly warnings: readonly string[];
};

/** A file of items with image hashes, in the place of those of the workspace; columns as `readItems` takes them. */
export type ImageFile = {
  readonly path: string;
  readonly hashColumn: string;
  readonly idColumn: string | undefined;
};

type MineOptions = {
  readonly snapshot?: string | undefined;
  readonly images?: ImageFile | undefined;
  readonly onProgress: (text: string) => void;
};

/**
 * The terms that a release of a workspace lacks, with the bounds of its section `mining` or else the defaults: phrases,
 * and images where items have hashes.
 * @param dir folder with a workspace.yaml
 * @param options `snapshot` by label, content hash, `newest` or path of a package file
 * @throws {DataError} when the workspace or the package cannot be used, or there are no items
 */
export async function mineWorkspace(
  dir: string,
  { snapshot = "newest", images, onProgress }: MineOptions,
): Promise<MinedWorkspace> {
  const opened = await openTraffic(dir, { packages: [snapshot], onProgress });
  const { workspace, traffic, warnings } = opened;
  requireItems(workspace.dir, traffic.itemIds.length, "to look for terms in");
  const [release] = opened.packages;
  if (release === undefined) throw new TypeError("Expected the package that was asked for, got none");
  onProgress("mining");
  const settings = workspace.mining ?? toMining();
  const mined = await mineTraffic(traffic, release, settings);
  onProgress("mining images");
  const found = images === undefined ? opened.images : await readImages(traffic, images);
  return { mined: addImages(mined, found, release.terms), terms: release.terms, warnings };
}

/** The images of a file; those that the traffic does not know are left aside. */
async function readImages(traffic: Traffic, { path, ...columns }: ImageFile): Promise<TrafficImage[]> {
  const places = new Map(traffic.itemIds.map((id, at) => [id, at]));
  const images: TrafficImage[] = [];
  for await (const { itemId, hash } of readItems(path, columns)) {
    const at = places.get(itemId);
    if (at === undefined || hash === undefined) continue;
    images.push({
      hash,
      truth: traffic.truths[at] ?? "unlabelled",
      weight: traffic.weights[at] ?? 1,
      cluster: traffic.clusters[at] ?? -1,
      createdAt: traffic.createdAt?.[at],
    });
  }
  return images;
}

/**
 * The terms of a release and, behind them, the candidates with these ids, which watch; a candidate takes the place of a
 * term with its id, as one whose validity is over.
 * @throws {DataError} for all ids that no candidate has
 */
export function acceptCandidates(
  { mined, terms }: Pick<MinedWorkspace, "mined" | "terms">,
  ids: readonly string[],
): Term[] {
  const known = new Map(mined.candidates.map((candidate) => [candidate.termId, candidate]));
  const issues = ids
    .filter((id) => !known.has(id))
    .map((id) => {
      const message = `expected the id of a candidate, got ${quote(id)}${didYouMean(id, [...known.keys()])}`;
      return { source: "--accept", message };
    });
  if (issues.length > 0) throw new DataError(issues);
  const accepted = [...new Set(ids)].flatMap((id): Candidate[] => {
    const candidate = known.get(id);
    return candidate === undefined ? [] : [candidate];
  });
  return [
    ...terms.filter(({ termId }) => !ids.includes(termId)),
    ...accepted.map((candidate) => ({ ...candidateTerm(candidate), note: noteOf(candidate) })),
  ];
}

/** Why the term is there, for whoever reads the package. */
function noteOf({ support, heldOut }: Candidate): string {
  return `mined: ${support} groups, ${heldOut.tp} of ${heldOut.labelled} held-out items violate`;
}
