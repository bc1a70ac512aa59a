import type { Span } from "./spans.js";
import { search } from "./spans.js";

/**
 * Whether a span lies inside one of the exceptions of its record, ends included: the test is given these once.
 * No exceptions: never. Cost: a sort, then O(log exceptions) a span.
 * @param exceptions the hits of terms with the action `allow`
 */
export function exceptionTest(exceptions: readonly Span[]): (span: Span) => boolean {
  const widest: Span[] = [];
  for (const span of exceptions.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (span[1] > (widest.at(-1)?.[1] ?? -1)) widest.push(span);
  }
  return ([start, end]) => {
    const around = widest[search(widest.length, (i) => (widest[i]?.[0] ?? 0) > start) - 1];
    return around !== undefined && end <= around[1];
  };
}
