/**
 * Exact two-sided p-value that so many steps up and down have equal odds, in (0, 1]; 1 without a step. It is `mcNemar`
 * without the library behind that, for pages. O(steps).
 */
export function signTest(up: number, down: number): number {
  const steps = up + down;
  const least = Math.min(up, down);
  let tail = 0;
  let logMass = -steps * Math.LN2; // of no step down
  for (let count = 0; count <= least; count++) {
    tail += Math.exp(logMass);
    logMass += Math.log((steps - count) / (count + 1));
  }
  return Math.min(1, 2 * tail);
}
