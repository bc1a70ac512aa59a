import { studentCdf } from "../stats/beta.js";
import { binomialScore } from "../stats/binomialScore.js";
import { fitBaseline } from "./baseline.js";
import type { Weighted } from "./baseline.js";
import { fewExpected, fitSpread } from "./shareChart.js";
import { pooled } from "./weighted.js";

/** How a value departs from what is normal. */
export type Departure = {
  readonly direction: "up" | "down";
  /** Chance of a departure as far, in either direction. */
  readonly pValue: number;
  /** Chance of one that is further still, in this direction. */
  readonly beyondP: number;
};

/** Holds values against the periods before them. */
export type Judge = { readonly centre: number; readonly judge: (value: Weighted) => Departure };

/** Makes a judge of earlier periods, in order; `undefined` where they do not say what is normal. */
export type FitJudge = (before: readonly Weighted[], noise: number) => Judge | undefined;

/**
 * Judges shares by the binomial distribution (see `binomialScore`), on the n that is left when what periods differ by
 * beyond chance (Laney's σz²) and what the earlier share is not known by count as noise, with Student's tails for a σz
 * that is itself estimated. The other direction counts departures as far from the centre, of which a rare share has
 * none below. Where a period expects fewer than 5 units, σz is at least 1.
 * @param noise times the variance (see `seasonNoise`)
 */
export const fitShareJudge: FitJudge = (before, noise) => {
  const fitted = fitSpread(before.map(({ value, n }) => ({ value: toShare(value), n })));
  if (fitted === undefined) return undefined;
  const { n } = pooled(before);
  const centre = (fitted.centre * n + 0.5) / (n + 1); // a share that was always 0 is not impossible
  const isRare = (n / before.length) * Math.min(centre, 1 - centre) < fewExpected;
  const dispersion = fitted.sigma ** 2 / (centre * (1 - centre));
  const variance = noise * (isRare ? Math.max(1, dispersion) : dispersion);
  const freedom = freedomOf(before.length);
  return {
    centre,
    judge: (stretch) => {
      const worth = stretch.n / (variance * (1 + stretch.n / n));
      const tailAt = (count: number): number => {
        if (count < 0 || count > worth) return 0;
        return studentCdf(-Math.abs(binomialScore(count, worth, centre)), freedom);
      };
      const [count, expected] = [toShare(stretch.value) * worth, centre * worth];
      const isUp = count > expected;
      const beyond = isUp ? Math.min(worth, count + 0.5) : Math.max(0, count - 0.5);
      const pValue = Math.min(1, tailAt(count) + tailAt(2 * expected - count));
      return { direction: isUp ? "up" : "down", pValue, beyondP: tailAt(beyond) };
    },
  };
};

/** Judges single values by Student's t in standard deviations from the mean difference of neighbours. */
export const fitValueJudge: FitJudge = (before, noise) => {
  const fitted = fitBaseline(before);
  if (fitted === undefined || fitted.sigma === 0) return undefined;
  const { n } = pooled(before);
  const freedom = freedomOf(before.length);
  return {
    centre: fitted.centre,
    judge: (stretch) => {
      const error = fitted.sigma * Math.sqrt(noise * (1 / stretch.n + 1 / n));
      const t = (stretch.value - fitted.centre) / error;
      const beyondP = studentCdf(-Math.abs(t), freedom);
      return { direction: t > 0 ? "up" : "down", pValue: 2 * beyondP, beyondP };
    },
  };
};

/** Degrees of freedom of a spread from mean differences of neighbours: .61 for each. Source: Cryer and Ryan 1990. */
function freedomOf(periods: number): number {
  return 0.61 * (periods - 1);
}

/** What is left of a share without its season may lie outside. */
function toShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
