import type { Term } from "../../matcher/term.js";
import { formatCount } from "../../metrics/format.js";

type Validity = Pick<Term, "validFrom" | "validTo">;

/** How many terms do not count at a moment (UTC ms), and why, as a sentence; "" where all count. */
export function notInForceWords(terms: readonly Validity[], at: number): string {
  const expired = terms.filter(({ validTo }) => validTo !== null && at >= validTo).length;
  const later = terms.filter(
    ({ validFrom, validTo }) => validFrom !== null && at < validFrom && !(validTo !== null && at >= validTo),
  ).length;
  if (expired + later === 0) return "";
  const reasons = [
    expired === 0 ? [] : `${formatCount(expired)} expired`,
    later === 0 ? [] : `${formatCount(later)} ${later === 1 ? "begins" : "begin"} later`,
  ].flat();
  const subject = expired + later === 1 ? "1 term is" : `${formatCount(expired + later)} terms are`;
  return `${subject} not in force today: ${reasons.join(", ")}.`;
}
