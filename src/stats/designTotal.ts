/** How a unit came into the sample. */
export type SampledUnit = {
  /** Part of the population that was sampled on its own; units without one form a stratum. */
  readonly stratum?: string | undefined;
  /** What was drawn as a whole (an advertiser); a unit without one was drawn by itself. */
  readonly cluster?: string | undefined;
  /** Probability of being drawn, in (0, 1]. The unit's weight is 1 over it. */
  readonly inclusion: number;
};

/** Weighted sums of a cluster, or of a unit drawn by itself. */
export type Draw = {
  readonly stratum: string | undefined;
  /** What the finite population correction leaves of its variance: 1 for a cluster. */
  readonly left: number;
  /** Σ value / inclusion of its units, for each of the columns. */
  readonly sums: number[];
};

/** A weighted total, and the variance of its error. */
export type DesignTotal = { readonly total: number; readonly variance: number };

/**
 * The Horvitz–Thompson total Σ value / inclusion of a sample, with its variance; both 0 for an empty one.
 * Every unit of the sample takes part: one outside the domain has the value 0. Strata are independent. Units drawn by
 * themselves are without replacement: the finite population correction of a stratum is 1 − its inclusion probability
 * (with unequal ones, unit by unit: Hájek 1964). Clusters are taken as drawn with replacement, without a correction; a
 * cluster in several strata counts as one in each, so leave the strata out where clusters cross them. The only draw of
 * a stratum is compared with 0. O(n). Formulas: Cochran 1977 §5.5, §9A and §11.2.
 * @param values of the units, in their order
 * @throws {TypeError} when an inclusion probability lies outside (0, 1] or a value is missing
 */
export function designTotal(units: readonly SampledUnit[], values: readonly number[]): DesignTotal {
  return totalOf(drawsOf(units, [values]), ([sum = 0]) => sum);
}

/** The total of a linear function of the draws' sums, with its variance. */
export function totalOf(draws: readonly Draw[], value: (sums: readonly number[]) => number): DesignTotal {
  const strata = new Map<string | undefined, { left: number; sum: number }[]>();
  for (const { stratum, left, sums } of draws) {
    const others = strata.get(stratum);
    const draw = { left, sum: value(sums) };
    if (others === undefined) strata.set(stratum, [draw]);
    else others.push(draw);
  }
  let [total, variance] = [0, 0];
  for (const members of strata.values()) {
    const count = members.length;
    const sum = members.reduce((all, draw) => all + draw.sum, 0);
    const mean = count > 1 ? sum / count : 0;
    const spread = members.reduce((all, draw) => all + draw.left * (draw.sum - mean) ** 2, 0);
    total += sum;
    variance += count > 1 ? (spread * count) / (count - 1) : spread;
  }
  return { total, variance };
}

/**
 * The draws of a sample with the weighted sums of columns of values; clusters at their first unit.
 * @throws {TypeError} as `designTotal`
 */
export function drawsOf(units: readonly SampledUnit[], columns: readonly (readonly number[])[]): Draw[] {
  const draws: Draw[] = [];
  const clusters = new Map<string, Draw>();
  for (const [i, { stratum, cluster, inclusion }] of units.entries()) {
    if (!(inclusion > 0 && inclusion <= 1)) {
      throw new TypeError(`Expected \`inclusion\` to lie above 0 and up to 1, got \`${inclusion}\``);
    }
    const sums = columns.map((values) => valueAt(values, i) / inclusion);
    const key = cluster === undefined ? undefined : JSON.stringify([stratum, cluster]);
    const known = key === undefined ? undefined : clusters.get(key);
    if (known === undefined) {
      const draw = { stratum, left: key === undefined ? 1 - inclusion : 1, sums };
      draws.push(draw);
      if (key !== undefined) clusters.set(key, draw);
    } else {
      for (const [column, sum] of sums.entries()) known.sums[column] = (known.sums[column] ?? 0) + sum;
    }
  }
  return draws;
}

function valueAt(values: readonly number[], i: number): number {
  const value = values[i];
  if (value === undefined) throw new TypeError(`Expected a value for each unit, got none for unit ${i}`);
  return value;
}
