import type { PackageHealth } from "../../src/model/packageHealth.js";
import { smallDistances } from "./smallDistances.js";
import { smallLint } from "./smallLint.js";

/** Three releases, a clean-up, lint, images, videos and the cost of one term. */
export function smallHealth(): PackageHealth {
  return {
    releases: [
      { kinds: { word: 3 }, added: 0, removed: 0, changed: 0 },
      { kinds: { word: 3 }, added: 0, removed: 0, changed: 1 },
      { kinds: { regex: 1, word: 3 }, added: 2, removed: 1, changed: 0 },
    ],
    recent: { days: 28, items: 80 },
    cleanup: {
      terms: 4,
      zeroHit: 1,
      contained: 2,
      dominated: 1,
      minimal: 2,
      leastTerms: 2,
      fixedFP: 290,
      unlabelled: 6,
      frontier: [
        [3, 134, 300],
        [2, 134, 10],
        [1, 130, 10],
        [0, 0, 0],
      ],
      areas: { best: 0.93, byPrecision: 0.92, byHits: 0.41, random: 0.62 },
    },
    lint: smallLint(),
    ...smallDistances(),
    wrongExposure: { t1: [{ currency: "EUR", exposure: 12_000 }] },
  };
}
