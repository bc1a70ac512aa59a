import { join } from "node:path";
import { hashAt } from "../../src/matcher/hashes/pdqHash.js";
import type { TrafficImage } from "../../src/mining/mineImages.js";
import { truthNames } from "../../src/replay/traffic.js";
import { imageTable, readItemHashes } from "../replay/itemHashes.js";
import type { Store } from "../store/store.js";
import type { TrafficFacts } from "./queryTraffic.js";
import { startsOf, textsIn } from "./readTraffic.js";

/** The items with the hash of an image, in the order in which they are stored; none where no item has any. */
export function trafficImages(
  {
    truths,
    weights,
    clusters,
    createdAt,
  }: Pick<TrafficFacts, "truths" | "weights" | "clusters" | "createdAt">,
  store: Store,
): TrafficImage[] {
  const starts = startsOf(textsIn(store));
  const entries = store.manifest().tables[imageTable]?.entries ?? [];
  return entries.flatMap(({ partition, file, sha256 }) => {
    const first = starts.get(partition) ?? 0;
    const { rows, hashes } = readItemHashes(join(store.dir, file), sha256);
    return Array.from(rows, (row, at): TrafficImage => {
      const item = first + row;
      return {
        hash: hashAt(hashes, at),
        truth: truthNames[truths[item] ?? 0] ?? "unlabelled",
        weight: weights[item] ?? 1,
        cluster: clusters[item] ?? -1,
        createdAt: createdAt?.[item],
      };
    });
  });
}
