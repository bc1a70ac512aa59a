/** How old a term was when it hit, by days since its first release. */
export const termAges = ["before", "first30", "to90", "later"] as const;

export type TermAge = (typeof termAges)[number];

const dayMs = 86_400_000;

/**
 * The age of a term on a day: `before` its first release, where a replay finds it all the same, `first30` on the days 1 to
 * 30, `to90` on the days 31 to 90, and `later`.
 * @param day UTC ms of its beginning
 * @param releasedAt UTC ms
 */
export function ageAt(day: number, releasedAt: number): TermAge {
  const days = Math.floor(day / dayMs) - Math.floor(releasedAt / dayMs);
  if (days < 0) return "before";
  if (days < 30) return "first30";
  return days < 90 ? "to90" : "later";
}
