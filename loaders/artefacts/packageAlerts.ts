import { compileRegexes } from "../../src/matcher/regex/compileRegexes.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import { unappliedValidity } from "./unappliedValidity.js";
import { unseenTerms } from "./unseenTerms.js";

/** Terms that an alert names. */
const named = 3;

/**
 * What readers must know about terms of the newest release that were not looked for, or not by their validity, a sentence
 * each; empty when all were. Cost: compiles the regexes when there are any.
 */
export function packageAlerts({
  ingested: { snapshots, terms, tables },
  replayed,
}: Pick<ArtefactInputs, "ingested" | "replayed">): string[] {
  const newest = terms.get(snapshots.at(-1)?.snapshot_id ?? "") ?? [];
  const { refused } = compileRegexes(newest.filter(({ kind }) => kind === "regex"));
  const regexes = newest.filter(({ kind }) => kind === "regex");
  const ids = refused.map(({ term }) => regexes[term]?.termId ?? "");
  return [
    ...unseenTerms(newest, replayed.hashedItems).map((sentence) => `${sentence}.`),
    ...unappliedValidity(newest, tables["item"]).map((sentence) => `${sentence}.`),
    ...(ids.length === 0
      ? []
      : [
          `${ids.length} regexes were not replayed, since they cannot be run in linear time or are wrong: ${listOf(ids)}.`,
        ]),
  ];
}

function listOf(ids: readonly string[]): string {
  const more = ids.length - named;
  return `${ids.slice(0, named).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
