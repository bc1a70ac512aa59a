import type { Term } from "../../src/matcher/term.js";
import type { IngestResult } from "../tables/ingest.js";
import { hashOrder } from "../tables/hashOrder.js";
import { termHashOf } from "../tables/readPackage.js";

/** The terms of all releases, each once; parallel lists, as maps of a million texts are slow. */
export type ReplayTerms = {
  /** Of everything about a term that changes matching; ascending. */
  readonly hashes: readonly string[];
  readonly terms: readonly Term[];
  /** Snapshot id → for each of its terms the index of its hash. */
  readonly places: ReadonlyMap<string, Int32Array>;
};

/** Of releases that differ in what does not change matching, the last one's term is given. */
export function replayTerms({ snapshots, terms }: Pick<IngestResult, "snapshots" | "terms">): ReplayTerms {
  const all: Term[] = [];
  const hashes: string[] = [];
  for (const { snapshot_id: id } of snapshots) {
    for (const term of terms.get(id) ?? []) {
      all.push(term);
      hashes.push(termHashOf(term));
    }
  }
  const found: { hashes: string[]; terms: Term[] } = { hashes: [], terms: [] };
  const places = new Int32Array(hashes.length);
  const { order, prefixes } = hashOrder(hashes);
  let last = -1;
  for (let i = 0; i < order.length; i++) {
    const index = order[i] ?? 0;
    const hash = hashes[index];
    const term = all[index];
    if (hash === undefined || term === undefined) continue;
    if (prefixes[i] === last && hash === found.hashes.at(-1)) found.terms.pop();
    else found.hashes.push(hash);
    found.terms.push(term);
    places[index] = found.terms.length - 1;
    last = prefixes[i] ?? -1;
  }
  return { ...found, places: placesBySnapshot(snapshots, { terms, places }) };
}

function placesBySnapshot(
  snapshots: IngestResult["snapshots"],
  { terms, places }: { terms: IngestResult["terms"]; places: Int32Array },
): Map<string, Int32Array> {
  let from = 0;
  return new Map(
    snapshots.map(({ snapshot_id: id }) => [id, places.subarray(from, (from += terms.get(id)?.length ?? 0))]),
  );
}

/** Those of the terms that are among them. */
export function termsOf({ hashes, terms }: ReplayTerms, sought: readonly string[]): readonly Term[] {
  if (sought === hashes) return terms;
  return sought.flatMap((hash) => {
    const at = placeOf(hashes, hash);
    return hashes[at] === hash ? (terms[at] ?? []) : [];
  });
}

/** The first place, in ascending texts, of one that is not less. */
function placeOf(texts: readonly string[], text: string): number {
  let [from, to] = [0, texts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((texts[middle] ?? "") < text) from = middle + 1;
    else to = middle;
  }
  return from;
}
