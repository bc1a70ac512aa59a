import type { HashDistances, PackageHealth } from "../../src/model/packageHealth.js";
import { distanceBands } from "../../src/replay/distanceBands.js";
import type { DistanceSum } from "../../src/replay/distanceBands.js";

/** Distances of images and of videos. */
export function smallDistances(): Pick<PackageHealth, "images" | "videos"> {
  return { images: smallImages(), videos: smallVideos() };
}

/** Three images, two of which hit: near hits violate, far ones less and less, and each second one has no label. */
function smallImages(): HashDistances {
  const sums = smallSums(240);
  const own = sums.filter((_, n) => n % 3 === 0);
  return { terms: 3, hitting: 2, all: distanceBands(sums, 31), ofTerms: { t1: distanceBands(own, 20) } };
}

/** Two videos, one of which hits in the same way, too seldom to say much. */
function smallVideos(): HashDistances {
  const bands = distanceBands(smallSums(40), 31);
  return { terms: 2, hitting: 1, all: bands, ofTerms: { t4: bands } };
}

function smallSums(hits: number): DistanceSum[] {
  return Array.from({ length: hits }, (_, n) => {
    const distance = n % 24;
    const labelled = n % 2;
    const tp = labelled * Number((n * 7) % 25 >= distance);
    return {
      distance,
      cluster: `a${n % 60}`,
      hits: 1,
      labelled,
      tp,
      weight: labelled,
      violating: tp,
      squares: labelled,
    };
  });
}
