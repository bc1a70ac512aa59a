import type { Term } from "../../src/matcher/term.js";
import type { IngestResult } from "../tables/ingest.js";
import { termHashOf } from "../tables/readPackage.js";

/** The terms of all releases, each once; parallel lists, as maps of a million texts are slow. */
export type ReplayTerms = {
  /** Of everything about a term that changes matching; ascending. */
  readonly hashes: readonly string[];
  readonly terms: readonly Term[];
};

/** Of releases that differ in what does not change matching, the last one's term is given. */
export function replayTerms({ snapshots, terms }: Pick<IngestResult, "snapshots" | "terms">): ReplayTerms {
  const lists = snapshots.map(({ snapshot_id: id }) => terms.get(id) ?? []);
  const all = new Array<Term>().concat(...lists); // five times as fast as flat()
  const hashes = all.map(termHashOf);
  const found: { hashes: string[]; terms: Term[] } = { hashes: [], terms: [] };
  let last = "";
  for (const index of hashOrder(hashes)) {
    const hash = hashes[index];
    const term = all[index];
    if (hash === undefined || term === undefined) continue;
    if (hash === last) found.terms.pop();
    else found.hashes.push(hash);
    found.terms.push(term);
    last = hash;
  }
  return found;
}

const prefixDigits = 7;
const mostHashes = 2 ** 25;

/** Indexes of hexadecimal hashes in ascending order, equal ones as they stand. Numbers sort much faster than texts. */
function hashOrder(hashes: readonly string[]): Int32Array {
  const keys = new Float64Array(hashes.length);
  for (let i = 0; i < hashes.length; i++) {
    keys[i] = Number.parseInt(hashes[i]?.slice(0, prefixDigits) ?? "", 16) * mostHashes + i;
  }
  keys.sort();
  const order = Int32Array.from(keys, (key) => key % mostHashes);
  const prefixAt = (at: number): number => Math.floor((keys[at] ?? 0) / mostHashes);
  const hashAt = (at: number): string => hashes[order[at] ?? 0] ?? "";
  for (let i = 1; i < order.length; i++) {
    for (let at = i; at > 0 && prefixAt(at - 1) === prefixAt(i) && hashAt(at - 1) > hashAt(at); at--) {
      [order[at - 1], order[at]] = [order[at] ?? 0, order[at - 1] ?? 0];
    }
  }
  return order;
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
