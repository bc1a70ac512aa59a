import { randomFrom } from "../stats/random.js";
import { frontierArea, frontierOf, removalOrder } from "./frontier.js";
import { countsOfTerms } from "./hitGroups.js";
import type { HitGroups } from "./hitGroups.js";

/** Areas under the frontiers of four orders of removal; `undefined` without a true positive. See `frontierArea`. */
export type PruningAreas = {
  /** By `removalOrder`. */
  readonly best: number | undefined;
  /** Worst precision first. */
  readonly byPrecision: number | undefined;
  /** Fewest items first. */
  readonly byHits: number | undefined;
  /** Mean of `randomOrders` seeded orders. */
  readonly random: number | undefined;
};

export const randomOrders = 20;

/** The frontier's area beside those of simpler ways to prune. O(orders · (members + terms · log terms)). */
export function pruningAreas(all: HitGroups): PruningAreas {
  const { tp, fp, unlabelled } = countsOfTerms(all);
  const best = removalOrder(all);
  const labelled = (term: number): number => (tp[term] ?? 0) + (fp[term] ?? 0);
  const areaBy = (rank: (term: number) => number): number | undefined =>
    areaOf(
      all,
      best.toSorted((a, b) => rank(a) - rank(b) || a - b),
    );
  const random = Array.from({ length: randomOrders }, (_, seed) => areaOf(all, shuffled(best, seed)) ?? 0);
  return {
    best: areaOf(all, best),
    byPrecision: areaBy((term) => (labelled(term) === 0 ? -1 : (tp[term] ?? 0) / labelled(term))),
    byHits: areaBy((term) => labelled(term) + (unlabelled[term] ?? 0)),
    random:
      areaOf(all, best) === undefined
        ? undefined
        : random.reduce((sum, area) => sum + area, 0) / randomOrders,
  };
}

function areaOf(all: HitGroups, order: readonly number[]): number | undefined {
  return frontierArea(frontierOf(all, order));
}

/** Source: Fisher and Yates. */
function shuffled(terms: readonly number[], seed: number): number[] {
  const { integer } = randomFrom(seed);
  const order = terms.toSorted((a, b) => a - b);
  for (let last = order.length - 1; last > 0; last--) {
    const other = integer(last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
