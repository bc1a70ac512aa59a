import type { Term } from "../matcher/term.js";
import { isSameTerm } from "./termChanges.js";

/**
 * By the id of a term its version in each release, in their order: 0 where the release lacks it, and the same number in
 * two releases where `termChanges` finds no change. O(terms of all releases · versions of a term).
 */
export function termVersions(releases: readonly (readonly Term[])[]): ReadonlyMap<string, Int32Array> {
  const versions = new Map<string, { readonly numbers: Int32Array; readonly known: Term[] }>();
  for (const [release, terms] of releases.entries()) {
    for (const term of terms) {
      const found = versions.get(term.termId) ?? { numbers: new Int32Array(releases.length), known: [] };
      versions.set(term.termId, found);
      const at = found.known.findIndex((other) => isSameTerm(other, term));
      found.numbers[release] = at < 0 ? found.known.push(term) : at + 1;
    }
  }
  return new Map(Array.from(versions, ([termId, { numbers }]) => [termId, numbers]));
}

/**
 * For a version of a term one character a release: "1" where the term is new or changed since, "0" where that release
 * has the same version.
 */
export function freshSince(versions: Int32Array, release: number): string {
  return Array.from(versions, (version) => (version === versions[release] ? "0" : "1")).join("");
}
