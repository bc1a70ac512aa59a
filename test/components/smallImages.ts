import type { ImageDistances } from "../../src/model/packageHealth.js";
import { distanceBands } from "../../src/replay/distanceBands.js";
import type { DistanceSum } from "../../src/replay/distanceBands.js";

/** Three images, two of which hit: near hits violate, far ones less and less, and each second one has no label. */
export function smallImages(): ImageDistances {
  const sums = Array.from({ length: 240 }, (_, n): DistanceSum => {
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
  const own = sums.filter((_, n) => n % 3 === 0);
  return { terms: 3, hitting: 2, all: distanceBands(sums, 31), ofTerms: { t1: distanceBands(own, 20) } };
}
