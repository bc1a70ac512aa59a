import type { WindowSum } from "../../rca/gateChange.js";

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
  return binomialTail(rare1, rare0 + rare1, after.total / units);
}

/** Logs of probabilities that differ by less are ties that rounding split. */
const tie = 1e-7;

/**
 * Probability of outcomes at most as likely as `count` of `total`, of probability `share` in (0, 1): what `binomialTest`
 * gives, by adding up, since a browser cannot load what that one rests on. O(total).
 */
function binomialTail(count: number, total: number, share: number): number {
  const logOdds = Math.log(share / (1 - share));
  const logs = [total * Math.log1p(-share)];
  for (let i = 0; i < total; i++) logs.push((logs[i] ?? 0) + Math.log((total - i) / (i + 1)) + logOdds);
  const seen = (logs[count] ?? 0) + tie;
  return Math.min(
    1,
    logs.reduce((sum, log) => (log <= seen ? sum + Math.exp(log) : sum), 0),
  );
}

function whole({ count, total }: WindowSum): WindowSum {
  return { count: Math.round(count), total: Math.round(total) };
}
