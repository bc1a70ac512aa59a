/** Days of the window that is held against the whole of the traffic. */
export const recentDays = 28;

/** The first UTC day of the window that ends with the day of `asOf`, as `2024-05-05`. */
export function firstRecentDay(asOf: number): string {
  return new Date(asOf - (recentDays - 1) * 86_400_000).toISOString().slice(0, 10);
}
