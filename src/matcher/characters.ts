import { codePointSet, isInSet } from "./normalise/codePointSet.js";
import { bindingRanges } from "./tables/characterClasses.js";

const binding = codePointSet(bindingRanges);

/** Whether it is a word character of a script that separates words, so that it continues a word beside it. */
export function isBinding(codePoint: number): boolean {
  return isInSet(binding, codePoint);
}
