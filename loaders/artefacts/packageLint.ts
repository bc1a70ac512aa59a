import { maskTerm } from "../../src/components/mask.js";
import { summariseFindings, termsConcerned } from "../../src/lint/summariseFindings.js";
import type { PackageLint } from "../../src/model/packageLint.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import { commonTerms } from "./commonTerms.js";
import type { Dataset } from "./dataset.js";
import type { KeptQueries } from "./keptQueries.js";
import { lintKey, lintRelease, newestRelease } from "./lintRelease.js";
import type { MergedSummary } from "./mergeSummaries.js";

/**
 * What lint finds in the newest release, by rule; `null` without a package. Messages, owners, paths and whole terms stay
 * here. The release is linted again only when it or what lint reads beside it changed.
 */
export async function packageLint(
  inputs: ArtefactInputs,
  merged: Pick<MergedSummary, "terms">,
  { dataset, kept }: { dataset: Dataset; kept: KeptQueries },
): Promise<PackageLint | null> {
  const release = newestRelease(inputs.ingested);
  if (release === undefined) return null;
  const settings = [await lintKey(inputs)];
  const own = await kept.keep("lint", { tables: [], settings }, () => lintRelease(inputs, release));
  const hitsOf = newestHits(inputs, merged);
  const common = await commonTerms(inputs, release, { dataset, kept, hitsOf });
  const terms = new Map(release.held.map(({ termId, term }) => [termId, term]));
  const maskedOf = (termId: string): string | null => {
    const term = terms.get(termId);
    return term === undefined ? null : maskTerm(term);
  };
  const findings = [...own.findings, ...common.findings];
  return {
    release: release.label,
    terms: own.terms,
    withoutOwner: termsConcerned(
      findings.filter(({ rule }) => rule === "missing-owner"),
      own.terms,
    ),
    rules: summariseFindings(findings, { count: own.terms, hitsOf, maskedOf }),
    unknown: [...own.unknown, ...common.unknown],
  };
}

/** Items that a term of the newest release hits, by its id. */
function newestHits(
  { replayed }: Pick<ArtefactInputs, "replayed">,
  { terms }: Pick<MergedSummary, "terms">,
): (termId: string) => number {
  const newest = replayed.releases.length - 1;
  const hits = new Map(
    terms
      .filter(({ lastRelease }) => lastRelease === newest)
      .map(({ termId, hits: items }) => [termId, Number(items)]),
  );
  return (termId) => hits.get(termId) ?? 0;
}
