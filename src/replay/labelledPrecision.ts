import { groupByItem } from "./hits.js";
import { addLabels, newLabelSums, precisionOf } from "./labelSums.js";
import type { LabelledPrecision } from "./labelSums.js";
import { truthNames } from "./traffic.js";
import type { ItemFacts, ReplayedOn } from "./traffic.js";

/**
 * By term of a package, what the labelled items that it hits say of its precision, see `precisionOf`. O(hits + items).
 */
export function labelledPrecision(
  { truths, weights, clusters }: Pick<ItemFacts, "truths" | "weights" | "clusters">,
  { terms, hits }: Pick<ReplayedOn, "terms" | "hits">,
): LabelledPrecision[] {
  const byItem = groupByItem(hits, { items: truths.length, terms: terms.length });
  const sums = terms.map(() => newLabelSums());
  for (let item = 0; item < truths.length; item++) {
    if (truths[item] === truthNames.indexOf("unlabelled")) continue;
    const [cluster, weight] = [clusters[item] ?? 0, weights[item] ?? 1];
    const isTrue = truths[item] === truthNames.indexOf("violating");
    const label = {
      labelled: 1,
      tp: Number(isTrue),
      weight,
      violating: isTrue ? weight : 0,
      squares: weight * weight,
    };
    for (const term of byItem.terms.subarray(byItem.starts[item], byItem.ends[item])) {
      const own = sums[term];
      if (own !== undefined) addLabels(own, cluster, label);
    }
  }
  return sums.map(precisionOf);
}
