import type { Comparison } from "../stats/twoProportion.js";
import { defaultPriorUnits } from "./baselineRates.js";
import type { ChangeCube } from "./changeCube.js";
import { sumOf } from "./changeCube.js";
import type { FoundCauses, SearchOptions } from "./findCauses.js";
import { findCauses, gainPValue } from "./findCauses.js";
import { gateChange } from "./gateChange.js";
import type { WindowSum } from "./gateChange.js";
import { identityResidual } from "./identityResidual.js";
import type { IdentityResidual } from "./identityResidual.js";
import { mergeCells } from "./mergeCells.js";
import { mixRate } from "./mixRate.js";
import type { MixRate, SliceChange } from "./mixRate.js";
import { mixPValue } from "./mixTest.js";
import { cellVariance, chanceGain, rankCauses } from "./rankCauses.js";
import type { RankedCause } from "./rankCauses.js";
import { periodNoise, periodPValue } from "./periodNoise.js";
import type { PeriodRow } from "./periodNoise.js";
import { periodSums } from "./periodSums.js";
import type { Shift } from "./scanSlices.js";

/** What is to be said of a change, in one word. */
export type ChangeVerdict = "cause" | "everywhere" | "mix-shift" | "unlocated" | "no-evidence";

export type DimensionSplit = MixRate & { readonly dimension: string };

/** With the probability that units move between the values as far by chance. */
export type TestedSplit = DimensionSplit & { readonly mixPValue: number };

export type ChangeAnswer = {
  /**
   * `cause`: slices changed. `everywhere`: all changed alike, or one way if not as much. `mix-shift`: slices grew or shrank beyond chance, which
   * moves the whole by 3 % of its rate or more, and further than what their rates changed by, if they did: that may
   * be so where the noise of the rates hides the change of the whole. `unlocated`: the whole changed, in no slice that
   * stands out. `no-evidence`: not distinguishable from noise.
   */
  readonly verdict: ChangeVerdict;
  readonly from: WindowSum;
  readonly to: WindowSum;
  readonly test: Comparison;
  /** Split by the cells of all dimensions together: the reference. */
  readonly split: MixRate;
  /** Split by each dimension, that with the largest part of rate first. */
  readonly dimensions: readonly TestedSplit[];
  /** The one of them whose mix moves the whole most, of those beyond chance; `undefined` where none is. */
  readonly mix: TestedSplit | undefined;
  /** Named causes first, each with a score above 0, then candidates. */
  readonly causes: readonly RankedCause[];
  /** Counts beyond those expected that no named cause explains. */
  readonly unexplained: number;
};

/** A log that cannot be trusted gets no answer. */
export type RefusedAnswer = { readonly verdict: "logging-fault"; readonly residual: IdentityResidual };

type AnalysisOptions = SearchOptions & { readonly history?: readonly PeriodRow[] };

/**
 * Why a rate changed between two windows: whether it did, by mix or by rate, and in which slices. Refuses where counts
 * exceed their units.
 * @param options.history the earlier window's rows by period, of which the noise between periods is learnt; left out,
 *   periods are taken to differ by chance alone
 * @param options the others, as `findCauses` takes them
 * @throws {TypeError} when a window has no units
 */
export function analyseChange(cube: ChangeCube, options: AnalysisOptions = {}): ChangeAnswer | RefusedAnswer {
  const residual = identityResidual(cube);
  if (residual !== undefined) return { verdict: "logging-fault", residual };
  const from = { count: sumOf(cube.count0), total: sumOf(cube.total0) };
  const to = { count: sumOf(cube.count1), total: sumOf(cube.total1) };
  const test = gateChange(from, to, { ...options, periods: periodSums(options.history ?? []) });
  const { versions = [] } = options;
  const split = mixRate(cellChanges(versions.length === 0 ? cube : mergeCells(cube, versions).cube));
  if (test === undefined || split === undefined)
    throw new TypeError("Expected `cube` to hold units in both windows, got none in one");
  const found = findCauses(cube, options);
  const named = unusualCauses(cube, found, options.history ?? []);
  const dimensions = splitDimensions(cube, options.history ?? []).filter(
    ({ dimension }) => !versions.includes(dimension),
  );
  const mix = mixBehind(dimensions);
  const verdict = judge({ found, named, versions, test, mix });
  const causes = rankCauses(found, verdict === "cause" ? named : []);
  const explained = causes.reduce((sum, { named, excess }) => sum + (named ? excess : 0), 0);
  return {
    verdict,
    from,
    to,
    test,
    split,
    dimensions,
    mix,
    causes,
    unexplained: totalExcess(found).excess - explained,
  };
}

/** One in a hundred for all slices together, as far as a thousandth: beyond it the noise of so few periods is no better known. */
const periodLevels = { all: 0.01, least: 0.001 };

/** The causes that moved further than slices move between periods when nothing is the matter. */
function unusualCauses(
  cube: ChangeCube,
  found: FoundCauses,
  history: readonly PeriodRow[],
): readonly Shift[] {
  const noise = periodNoise(history);
  if (noise === undefined) return found.causes;
  const level = Math.max(periodLevels.least, periodLevels.all / found.tested);
  return found.causes.filter((shift) => {
    const { from, to } = sliceChange(cube, found, shift);
    return periodPValue(from, to, noise) < level;
  });
}

/**
 * What a slice held in both windows, the earlier one drawn, by as many units as stand behind a cell, towards the rate that
 * its cells were expected to have: one with a short past is held against that of the others too, a new one against it alone.
 */
function sliceChange(
  cube: ChangeCube,
  found: FoundCauses,
  { index, slice }: Shift,
): { from: WindowSum; to: WindowSum } {
  const codes = index.places.map((d) => found.cube.codes[d]?.[index.cellOf[slice] ?? 0]);
  const isIn = (cell: number): boolean => index.places.every((d, at) => cube.codes[d]?.[cell] === codes[at]);
  const sumIn = (column: Float64Array): number =>
    column.reduce((sum, own, cell) => (isIn(cell) ? sum + own : sum), 0);
  const from = { count: sumIn(cube.count0), total: sumIn(cube.total0) };
  const to = { count: sumIn(cube.count1), total: sumIn(cube.total1) };
  const expected = found.units.total.reduce(
    (sum, n, cell) => (index.sliceAt[cell] === slice ? sum + n * (found.rates[cell] ?? 0) : sum),
    0,
  );
  if (from.total === 0) return { from: { count: expected, total: to.total }, to };
  const drawn = (defaultPriorUnits * expected) / to.total;
  return { from: { count: from.count + drawn, total: from.total + defaultPriorUnits }, to };
}

/** Mixes of all dimensions are tried, and days differ more than a few of them show. */
const mixLevel = 0.001;
/** A smaller part of the rate is not worth an answer of its own. */
const leastMix = 0.03;

/** The split whose mix moves the whole most, of those that it moves beyond chance and far enough to matter. */
function mixBehind(dimensions: readonly TestedSplit[]): TestedSplit | undefined {
  const telling = dimensions.filter(
    ({ mix, value0, mixPValue: p }) => p * dimensions.length < mixLevel && Math.abs(mix) >= leastMix * value0,
  );
  return telling.toSorted((a, b) => Math.abs(b.mix) - Math.abs(a.mix))[0];
}

type Judged = {
  readonly found: FoundCauses;
  readonly named: readonly Shift[];
  readonly versions: readonly string[];
  readonly test: Comparison;
  readonly mix: TestedSplit | undefined;
};

function judge(judged: Judged): ChangeVerdict {
  const { found, named, test, mix } = judged;
  const { causes, whole, jointGain, tested } = found;
  const alike = test.distinguishable && gainPValue(whole.gain, 1) < 0.01;
  // Causes that together cover all cells gain as much as the whole, and a little by the luck of each search.
  const luck = Math.max(0, causes.length - 1) * chanceGain(tested);
  if (alike && (whole.gain > jointGain - luck || isOfAll(found, judged))) return "everywhere";
  if (named.length > 0) return "cause";
  const { excess, variance } = totalExcess(found);
  const isRate = Math.abs(excess) > 1.96 * Math.sqrt(variance);
  if (mix !== undefined && !(isRate && Math.abs(mix.rate) >= Math.abs(mix.mix))) return "mix-shift";
  return test.distinguishable ? "unlocated" : "no-evidence";
}

/** All units but this share. */
const fewUnits = 0.05;

/**
 * Whether several causes that all went one way have all units, though not all as much. One slice that is all there is, as
 * a new language alone, says more than its whole; but a version that all have is new with every other one of its day.
 */
function isOfAll({ cube, units }: FoundCauses, { named: causes, versions }: Judged): boolean {
  const isVersion = ({ index }: Shift): boolean =>
    index.places.every((d) => versions.includes(cube.dimensions[d] ?? ""));
  if (causes.length < 2 && !causes.every(isVersion)) return false;
  if (new Set(causes.map(({ logOdds }) => Math.sign(logOdds))).size !== 1) return false;
  const isIn = (cell: number): boolean => causes.some(({ index, slice }) => index.sliceAt[cell] === slice);
  const outside = units.total.reduce((sum, n, cell) => (isIn(cell) ? sum : sum + n), 0);
  return outside <= fewUnits * sumOf(units.total);
}

/** Counts beyond what the earlier window's rates give the later window's cells, and their variance. */
function totalExcess({ units, rates, correlation }: FoundCauses): { excess: number; variance: number } {
  let [excess, variance] = [0, 0];
  units.total.forEach((n, cell) => {
    const rate = rates[cell] ?? 0;
    const count = units.count[cell] ?? 0;
    excess += count - n * rate;
    const noise = { baseline: units.baseline[cell] ?? 1, correlation };
    variance += cellVariance(n, { rate: (count / n + rate) / 2, ...noise });
  });
  return { excess, variance };
}

/** One entry a cell, under its place. */
function cellChanges(cube: ChangeCube): SliceChange[] {
  return Array.from(cube.total0, (total, cell) => ({
    key: String(cell),
    from: { count: cube.count0[cell] ?? 0, total },
    to: { count: cube.count1[cell] ?? 0, total: cube.total1[cell] ?? 0 },
  }));
}

function splitDimensions(cube: ChangeCube, history: readonly PeriodRow[]): TestedSplit[] {
  const [from, to] = [sumOf(cube.total0), sumOf(cube.total1)];
  return cube.dimensions
    .flatMap((dimension, place) => {
      const split = mixRate(valueChanges(cube, place));
      if (split === undefined) return [];
      return [{ ...split, dimension, mixPValue: mixPValue(split, { from, to, history, place }) }];
    })
    .toSorted((a, b) => Math.abs(b.rate) - Math.abs(a.rate));
}

function valueChanges(cube: ChangeCube, place: number): SliceChange[] {
  const sums = (cube.values[place] ?? []).map((key) => ({
    key,
    from: { count: 0, total: 0 },
    to: { count: 0, total: 0 },
  }));
  cube.codes[place]?.forEach((code, cell) => {
    const sum = sums[code];
    if (sum === undefined) return;
    sum.from.count += cube.count0[cell] ?? 0;
    sum.from.total += cube.total0[cell] ?? 0;
    sum.to.count += cube.count1[cell] ?? 0;
    sum.to.total += cube.total1[cell] ?? 0;
  });
  return sums;
}
