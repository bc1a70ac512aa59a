import type { Hits } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import type { Task, TaskResult } from "./executor.js";
import { readTextFile } from "./textFile.js";

/** The result of a task, computed here and now. Reads the text file; the same task gives the same result. */
export function runTask({ key, textFile, matcher }: Task): TaskResult {
  const { text, language, market } = readTextFile(textFile);
  return { key, ...countHits(scan(matcher, text, { languages: language, markets: market })) };
}

/** Hits per (record, term), sorted by record, then term. */
function countHits({ record, term, truncated }: Hits): Omit<TaskResult, "key"> {
  const cut = new Set(Array.from(truncated.record, (item, i) => `${item} ${truncated.term[i]}`));
  const order = Array.from(record.keys()).toSorted(
    (a, b) => (record[a] ?? 0) - (record[b] ?? 0) || (term[a] ?? 0) - (term[b] ?? 0),
  );
  const pairs: { item: number; term: number; hits: number }[] = [];
  for (const i of order) {
    const pair = { item: record[i] ?? 0, term: term[i] ?? 0, hits: 1 };
    const last = pairs.at(-1);
    if (last !== undefined && last.item === pair.item && last.term === pair.term) last.hits++;
    else pairs.push(pair);
  }
  return {
    item: Int32Array.from(pairs, (pair) => pair.item),
    term: Int32Array.from(pairs, (pair) => pair.term),
    hits: Int32Array.from(pairs, (pair) => pair.hits),
    truncated: Uint8Array.from(pairs, (pair) => Number(cut.has(`${pair.item} ${pair.term}`))),
  };
}
