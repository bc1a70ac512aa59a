/** Numerator and denominator of one slice on one side; 0 of 0 when the slice is not there. */
type Part = { readonly count: number; readonly total: number };

/** One slice on both sides. */
export type SliceChange = { readonly key: string | null; readonly from: Part; readonly to: Part };

/** What one slice adds to the change of the whole. */
export type Contribution = {
  readonly key: string | null;
  /** Share of the denominator before and after. */
  readonly weight0: number;
  readonly weight1: number;
  /** Rate before and after; a slice that is missing on one side has the other's. */
  readonly rate0: number;
  readonly rate1: number;
  /** Due to the slice's growth, centred: growing an average slice adds 0. */
  readonly mix: number;
  /** Due to the change of the slice's own rate. */
  readonly rate: number;
  /** The only side that has the slice. */
  readonly onlyIn?: "from" | "to";
};

export type MixRate = {
  /** By |mix + rate|, largest first; equal ones by key. */
  readonly parts: readonly Contribution[];
  readonly value0: number;
  readonly value1: number;
  /** `value1 − value0` = `mix + rate`, to 1e-12 for shares. */
  readonly change: number;
  readonly mix: number;
  readonly rate: number;
  /** Every slice that both sides have moved one way, and the whole did not (Simpson's paradox). */
  readonly simpson: boolean;
};

/**
 * The change of a ratio split into mix (slices grew or shrank) and rate (slices changed), by slice; `undefined` when
 * a side has no denominator. Exact and symmetric: swapping the sides turns every sign. Slices with no unit on either
 * side are left out. The split depends on the slices chosen. O(n log n).
 * Formula: Kitagawa 1955, which is the two-factor case of Das Gupta 1993 and of Shapley's value.
 */
export function mixRate(slices: readonly SliceChange[]): MixRate | undefined {
  const before = sumOf(slices.map((slice) => slice.from));
  const after = sumOf(slices.map((slice) => slice.to));
  if (before.total <= 0 || after.total <= 0) return undefined;
  const value0 = before.count / before.total;
  const value1 = after.count / after.total;
  const parts = slices
    .filter(({ from, to }) => from.total > 0 || to.total > 0)
    .map((slice) => contribution(slice, { before, after, centre: (value0 + value1) / 2 }));
  return {
    parts: parts.toSorted(byContribution),
    value0,
    value1,
    change: value1 - value0,
    mix: parts.reduce((sum, part) => sum + part.mix, 0),
    rate: parts.reduce((sum, part) => sum + part.rate, 0),
    simpson: isSimpson(parts, value1 - value0),
  };
}

type Whole = { readonly before: Part; readonly after: Part; readonly centre: number };

function contribution({ key, from, to }: SliceChange, { before, after, centre }: Whole): Contribution {
  const weight0 = from.total / before.total;
  const weight1 = to.total / after.total;
  const [filled0, filled1] = [from.total > 0 ? from : to, to.total > 0 ? to : from];
  const rate0 = filled0.count / filled0.total;
  const rate1 = filled1.count / filled1.total;
  return {
    key,
    weight0,
    weight1,
    rate0,
    rate1,
    mix: (weight1 - weight0) * ((rate0 + rate1) / 2 - centre),
    rate: ((rate1 - rate0) * (weight0 + weight1)) / 2,
    ...(from.total > 0 && to.total > 0
      ? {}
      : { onlyIn: from.total > 0 ? ("from" as const) : ("to" as const) }),
  };
}

function sumOf(parts: readonly Part[]): Part {
  return parts.reduce((sum, part) => ({ count: sum.count + part.count, total: sum.total + part.total }), {
    count: 0,
    total: 0,
  });
}

function byContribution(a: Contribution, b: Contribution): number {
  const order = Math.abs(b.mix + b.rate) - Math.abs(a.mix + a.rate);
  if (order !== 0) return order;
  if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
  return a.key < b.key ? -1 : Number(a.key > b.key);
}

function isSimpson(parts: readonly Contribution[], change: number): boolean {
  const signs = parts
    .filter((part) => part.onlyIn === undefined)
    .map((part) => signOf(part.rate1 - part.rate0));
  const [first] = signs;
  if (first === undefined || first === 0 || first === signOf(change)) return false;
  return signs.every((sign) => sign === first);
}

/** Differences below 1e-12 are rounding. */
function signOf(difference: number): number {
  return Math.abs(difference) < 1e-12 ? 0 : Math.sign(difference);
}
