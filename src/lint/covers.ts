import type { Term } from "../matcher/term.js";

/** Whether a term takes in every item that another takes in: languages, markets, policies, fields and validity. */
export function coversScope(wide: Term, narrow: Term): boolean {
  return (
    coversList(wide.languages, narrow.languages, refines) &&
    coversList(wide.markets, narrow.markets, isSame) &&
    coversList(wide.policies, narrow.policies, isSame) &&
    coversList(wide.fields, narrow.fields, isSame) &&
    (wide.validFrom ?? -Infinity) <= (narrow.validFrom ?? -Infinity) &&
    (wide.validTo ?? Infinity) >= (narrow.validTo ?? Infinity)
  );
}

/** An empty list means all. */
function coversList(
  wide: readonly string[],
  narrow: readonly string[],
  takesIn: (wide: string, narrow: string) => boolean,
): boolean {
  if (wide.length === 0) return true;
  return narrow.length > 0 && narrow.every((one) => wide.some((other) => takesIn(other, one)));
}

function refines(tag: string, finer: string): boolean {
  const [wide, narrow] = [tag.toLowerCase(), finer.toLowerCase()];
  return narrow === wide || narrow.startsWith(`${wide}-`);
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

const strengths: Readonly<Record<string, number>> = { watch: 0, flag: 1 };

/** 0 for a term that only watches, 1 for one that flags, 2 for all that reject: those of any other action or none. */
export function strengthOf(action: string | null): number {
  return strengths[action ?? ""] ?? 2;
}
