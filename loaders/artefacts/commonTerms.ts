import type { LintFinding } from "../../src/lint/finding.js";
import { findTooCommon, itemsInScope, leastItems } from "../../src/lint/traffic.js";
import type { Origin } from "../../src/lint/traffic.js";
import { formatCount } from "../../src/metrics/format.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import type { Dataset } from "./dataset.js";
import type { KeptQueries } from "./keptQueries.js";
import type { NewestRelease } from "./lintRelease.js";
import { isLookedFor } from "./removableTerms.js";

export type CommonTerms = {
  /** Of line 0: where the terms stand is not asked. */
  readonly findings: readonly LintFinding[];
  /** What could not be looked at, a sentence each. */
  readonly unknown: readonly string[];
};

/**
 * Terms of the newest release that hit too much of the traffic, by the hits of its replay, so that no text is scanned.
 * A term's share is one of all items in its languages and markets, also of those made while it was not in force.
 * @param hitsOf items that a term hits, by its id
 */
export async function commonTerms(
  { workspace, replayed }: Pick<ArtefactInputs, "workspace" | "replayed">,
  { held }: NewestRelease,
  { dataset, kept, hitsOf }: { dataset: Dataset; kept: KeptQueries; hitsOf: (termId: string) => number },
): Promise<CommonTerms> {
  const origins = await kept.keep("origins", { tables: ["item"], settings: [] }, () => readOrigins(dataset));
  const rows = held.map((term) => ({ file: "", line: 0, term }));
  const hit = Float64Array.from(held, ({ termId }) => hitsOf(termId));
  const inScope = itemsInScope(held, origins);
  const unscanned = held.filter((term) => !isLookedFor(term, replayed.hashedItems)).length;
  const few = inScope.filter((items) => items < leastItems).length;
  return {
    findings: findTooCommon(rows, { hit, inScope }, workspace.lint.maxShare),
    unknown: [
      ...(few === 0 ? [] : [fewWords(few, held.length)]),
      ...(unscanned === 0 ? [] : [unscannedWords(unscanned)]),
    ],
  };
}

async function readOrigins({ engine }: Dataset): Promise<Origin[]> {
  const { rows } = await engine.query(
    `SELECT "language", market, count(*) FROM item GROUP BY ALL ORDER BY ALL`,
  );
  return rows.map(([language, market, items]) => ({
    language: typeof language === "string" ? language : null,
    market: typeof market === "string" ? market : null,
    items: Number(items),
  }));
}

function fewWords(few: number, terms: number): string {
  return `Cannot tell of ${formatCount(few)} of ${formatCount(terms)} terms whether they are too common: there are fewer than ${leastItems} items in their languages and markets.`;
}

function unscannedWords(terms: number): string {
  return `Cannot tell of ${formatCount(terms)} images and videos whether they are too common: a build does not look for them here.`;
}
