import type { Term } from "./term.js";

type Validity = Pick<Term, "validFrom" | "validTo">;

/**
 * Whether a term counts for what was made at a time: from its `validFrom` on, until before its `validTo`.
 * @param at UTC ms; NaN where the time is not known, for which every term counts
 */
export function isInForce({ validFrom, validTo }: Validity, at: number): boolean {
  return !(validFrom !== null && at < validFrom) && !(validTo !== null && at >= validTo);
}

/** Whether there are times at which the term does not count. */
export function hasValidity({ validFrom, validTo }: Validity): boolean {
  return validFrom !== null || validTo !== null;
}
