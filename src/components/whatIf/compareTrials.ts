import type { Matcher } from "../../matcher/compilePackage.js";
import { compilePackage } from "../../matcher/compilePackage.js";
import type { TermMatch } from "../../matcher/term.js";
import { tryText } from "./tryText.js";
import type { TextHit } from "./tryText.js";

/** What a reader changes in a package, to see what would become of a text. */
export type PackageChange = {
  /** Indexes of terms that are switched off. */
  readonly off: ReadonlySet<number>;
  /** A term that is added, for all languages; `undefined` for none. */
  readonly added: AddedTerm | undefined;
};

export type AddedTerm = { readonly term: string; readonly match: TermMatch };

/** What becomes of a hit when the package is changed. */
export type HitEffect = "kept" | "lost" | "gained";

/** A hit of the package or of the changed one; `term` is `undefined` for the added term. */
export type ComparedHit = Omit<TextHit, "term"> & {
  readonly term: number | undefined;
  readonly effect: HitEffect;
};

/** Hits in a text before and after a change of the package. */
export type Trial = {
  /** By start, then end. */
  readonly hits: readonly ComparedHit[];
  readonly hasTruncated: boolean;
  /** Whether the added term can match at all; `true` when none is added. */
  readonly canMatch: boolean;
  readonly canonical: string;
};

/**
 * Every hit of a package in a text, and what a change would do to it.
 * The package is not compiled again: a term that is switched off loses its hits, an added one is a package of its own.
 * @param language as in `tryText`
 */
export function compareTrials(
  matcher: Matcher,
  text: string,
  { language, change }: { readonly language: string | null; readonly change: PackageChange },
): Trial {
  const before = tryText(matcher, text, { language });
  const own = change.added === undefined ? undefined : compileAdded(change.added);
  const gained = own === undefined ? undefined : tryText(own, text, { language });
  const hits: ComparedHit[] = before.hits.map((hit) => ({
    ...hit,
    effect: change.off.has(hit.term) ? "lost" : "kept",
  }));
  for (const hit of gained?.hits ?? []) hits.push({ ...hit, term: undefined, effect: "gained" });
  return {
    hits: hits.toSorted((a, b) => a.start - b.start || a.end - b.end),
    hasTruncated: before.truncated.length > 0 || (gained?.truncated.length ?? 0) > 0,
    canMatch: own === undefined || own.empty.length === 0,
    canonical: before.canonical,
  };
}

function compileAdded({ term, match }: AddedTerm): Matcher {
  const everywhere = { languages: [], markets: [], policies: [], fields: [] };
  const plain = { action: null, validFrom: null, validTo: null, owner: null, note: null };
  return compilePackage([
    { termId: "added", term, kind: "word", match, views: ["canonical"], ...everywhere, ...plain },
  ]);
}
