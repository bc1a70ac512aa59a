import type { WindowSum } from "../../rca/gateChange.js";
import { binomialTest } from "../../stats/binomialTest.js";

/** Expected counts from which on the normal approximation holds. */
const enough = 5;

/**
 * Exact two-sided p-value that two windows have the same rate, for few counts; `undefined` where at least five counts
 * and five of the others are expected in each window, so that the normal test holds, or where a window is empty.
 * Given the counts of both, those of the later window are binomial with its share of the units, on the rarer side;
 * numbers are rounded to whole ones. Where the rate is not small it errs towards 1.
 * Source: Przyborowski and Wilenski 1940.
 */
export function exactPValue(from: WindowSum, to: WindowSum): number | undefined {
  const [before, after] = [whole(from), whole(to)];
  const units = before.total + after.total;
  if (before.total === 0 || after.total === 0) return undefined;
  const isRare = 2 * (before.count + after.count) <= units;
  const [rare0, rare1] = isRare
    ? [before.count, after.count]
    : [before.total - before.count, after.total - after.count];
  const expected = ((rare0 + rare1) * Math.min(before.total, after.total)) / units;
  if (expected >= enough) return undefined;
  return binomialTest(rare1, rare0 + rare1, after.total / units);
}

function whole({ count, total }: WindowSum): WindowSum {
  return { count: Math.round(count), total: Math.round(total) };
}
