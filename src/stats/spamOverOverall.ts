/** A row of rule statistics as printed: shares in percent, and the ratio, as texts, because their digits count. */
export type PrintedRule = { readonly spam: string; readonly ham: string; readonly ratio: string };

export type RatioCheck = {
  /** From the printed shares, in [0, 1]. */
  readonly recomputed: number;
  /** `recomputed` less the printed ratio. */
  readonly difference: number;
  /**
   * `equal`: the same when rounded to the digits printed. `rounding`: not, but shares that print as these give it.
   * `anomaly`: no such shares give it.
   */
  readonly verdict: "equal" | "rounding" | "anomaly";
};

/** What is left of halves that binary fractions cannot hold. */
const slack = 1e-9;

/**
 * Share of a rule's hits that is spam, were there as much spam as ham (S/O): spam% / (spam% + ham%), in [0, 1]; 0.5 on
 * no hit. It does not depend on the mix of the two. Definition: SpamAssassin's hit-frequencies.
 * @param spam share of all spam that the rule hits, in percent or as a share; ≥ 0
 * @param ham the same of ham
 */
export function spamOverOverall(spam: number, ham: number): number {
  return spam + ham > 0 ? spam / (spam + ham) : 0.5;
}

/** Whether a printed S/O follows from the printed shares, and what could explain it if not. */
export function checkPrintedRatio({ spam, ham, ratio }: PrintedRule): RatioCheck {
  const printed = Number(ratio);
  const recomputed = spamOverOverall(Number(spam), Number(ham));
  const half = halfUnit(ratio) + slack;
  const difference = recomputed - printed;
  if (Math.abs(difference) <= half) return { recomputed, difference, verdict: "equal" };
  const [leastSpam, mostSpam] = rangeOf(spam);
  const [leastHam, mostHam] = rangeOf(ham);
  const low = spamOverOverall(leastSpam, mostHam);
  const high = spamOverOverall(mostSpam, leastHam);
  const explained = printed >= low - half && printed <= high + half;
  return { recomputed, difference, verdict: explained ? "rounding" : "anomaly" };
}

/** Half a unit of the last digit printed: `0.12` → 0.005. */
function halfUnit(text: string): number {
  const [, digits = ""] = text.split(".");
  return 0.5 * 10 ** -digits.length;
}

function rangeOf(text: string): readonly [number, number] {
  const [value, half] = [Number(text), halfUnit(text)];
  return [Math.max(0, value - half), value + half];
}
