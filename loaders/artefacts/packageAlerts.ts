import { compileRegexes } from "../../src/matcher/regex/compileRegexes.js";
import type { IngestResult } from "../tables/ingest.js";

/** Terms that an alert names. */
const named = 3;

/**
 * What readers must know about terms of the newest release that were not looked for, a sentence each; empty when all
 * were. Cost: compiles the regexes when there are any.
 */
export function packageAlerts({ snapshots, terms }: Pick<IngestResult, "snapshots" | "terms">): string[] {
  const newest = terms.get(snapshots.at(-1)?.snapshot_id ?? "") ?? [];
  const hashed = newest.filter(({ kind }) => kind === "image" || kind === "video");
  const { refused } = compileRegexes(newest.filter(({ kind }) => kind === "regex"));
  const regexes = newest.filter(({ kind }) => kind === "regex");
  const ids = refused.map(({ term }) => regexes[term]?.termId ?? "");
  return [
    ...(hashed.length === 0
      ? []
      : [`${hashed.length} image and video terms were not replayed: items carry no hashes.`]),
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
