import { compareProportions } from "../stats/twoProportion.js";
import type { ChangeAnswer, RefusedAnswer } from "./analyseChange.js";
import type { WindowSum } from "./gateChange.js";

/** What a move was found to be, and the labels of both windows, each counted once. */
type Found = {
  readonly kind: string;
  readonly answer: ChangeAnswer | RefusedAnswer;
  readonly raw: { readonly from: WindowSum; readonly to: WindowSum };
};

/**
 * Probability that chance alone shows what an answer rests on, in [0, 1]: of a cause in any slice tested, of the mix
 * found, in any dimension, of a change of the sampling in the raw rate, else of the whole's change. `undefined` where it is no matter of
 * chance: a logging fault.
 */
export function movePValue({ kind, answer, raw }: Found): number | undefined {
  if (kind === "logging-fault" || answer.verdict === "logging-fault") return undefined;
  const { causes, dimensions, mix, test } = answer;
  if (kind === "cause") return causes[0]?.pValue ?? test.pValue;
  if (kind === "mix-shift") return Math.min(1, dimensions.length * (mix?.mixPValue ?? 1));
  if (kind !== "sampling-change") return test.pValue;
  return compareProportions(toProportion(raw.from), toProportion(raw.to))?.pValue ?? 1;
}

function toProportion({ count, total }: WindowSum): { value: number | undefined; effectiveN: number } {
  return { value: total > 0 ? count / total : undefined, effectiveN: total };
}
