import type { Contribution } from "./mixRate.js";

/**
 * The value whose growth or loss is behind a mix: the one without which least of it is left; `undefined` without values.
 * Without it means its share held, and the others, which give way to it, grown or shrunk in proportion. The value that
 * adds most to the mix may be another: one that is far from the mean and only gave way. O(values²).
 */
export function mixDriver(parts: readonly Contribution[]): Contribution | undefined {
  const left = parts.map((part) => ({ part, mix: Math.abs(mixWithout(part, parts)) }));
  const [first, ...rest] = left;
  return rest.reduce((a, b) => (a === undefined || b.mix < a.mix ? b : a), first)?.part;
}

function mixWithout(held: Contribution, parts: readonly Contribution[]): number {
  if (held.weight1 >= 1) return 0;
  const scale = (1 - held.weight0) / (1 - held.weight1);
  return parts
    .filter((part) => part !== held)
    .reduce((sum, { weight0, weight1, rate0, rate1 }) => {
      return sum + ((weight1 * scale - weight0) * (rate0 + rate1)) / 2;
    }, 0);
}
