/** What is known of each cell: its units in the later window, and those behind its baseline rate. */
export type CellUnits = {
  readonly count: Float64Array;
  readonly total: Float64Array;
  readonly baseline: Float64Array;
};

/**
 * The part of each cell's information that is its own, in (0, 1]: 1 over the factor by which the variance of its count
 * exceeds a binomial one. Units of a cell share a correlation (a beta-binomial count: 1 + correlation · (n − 1)), and
 * the baseline rate is itself estimated (n / baseline units). So large cells cannot outvote all others.
 */
export function cellWeights({ total, baseline }: CellUnits, correlation: number): Float64Array {
  return total.map((n, cell) => 1 / varianceFactor(n, { baseline: baseline[cell] ?? 1, correlation }));
}

/**
 * The correlation of units of one cell, in [0, 1], at which the cells' squared departures from `rates` are as large as
 * expected on average; 0 when chance alone explains them. Cells with fewer than one expected count or two units say
 * nothing and are left out; fewer than ten others say too little, and give 0. Formula: method of moments for the
 * beta-binomial (Williams 1982).
 */
export function unitCorrelation(units: CellUnits, rates: Float64Array): number {
  const telling = tellingCells(units, rates);
  return telling.length < fewestCells ? 0 : solveCorrelation(telling);
}

const fewestCells = 10;

/** The correlation at which squared departures are as large as expected, on average; 0 when chance explains them. */
export function solveCorrelation(telling: readonly Departure[]): number {
  const surplus = (correlation: number): number => {
    let sum = 0;
    for (const { square, n, baseline } of telling)
      sum += square / varianceFactor(n, { baseline, correlation }) - 1;
    return sum;
  };
  if (surplus(0) <= 0) return 0;
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if (surplus(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/** A squared departure in binomial variances, its units, and those that the expected rate rests on. */
type Departure = { readonly square: number; readonly n: number; readonly baseline: number };

function tellingCells({ count, total, baseline }: CellUnits, rates: Float64Array): Departure[] {
  const telling: Departure[] = [];
  total.forEach((n, cell) => {
    const expected = n * (rates[cell] ?? 0);
    if (n < 2 || expected < 1) return;
    const square = ((count[cell] ?? 0) - expected) ** 2 / (expected * (1 - expected / n));
    telling.push({ square, n, baseline: baseline[cell] ?? 1 });
  });
  return telling;
}

/** By what the variance of a cell's departure exceeds a binomial one. */
export function varianceFactor(
  n: number,
  { baseline, correlation }: { readonly baseline: number; readonly correlation: number },
): number {
  return 1 + correlation * Math.max(0, n - 1) + n / baseline;
}
