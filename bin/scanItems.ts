import type { Matcher } from "../src/matcher/compilePackage.js";
import { normaliseColumn } from "../src/matcher/normaliseColumn.js";
import { offsetMap, originalSpan } from "../src/matcher/offsetMap.js";
import type { Hits } from "../src/matcher/scan.js";
import { scan } from "../src/matcher/scan.js";
import type { Term } from "../src/matcher/term.js";
import { utf8Column } from "../src/matcher/utf8Column.js";
import type { ItemRow } from "../loaders/tables/readItems.js";

export type ScannedItems = {
  /** A hit a line: `{"itemId","termId","term","view","start","end"}`, each line ended. */
  readonly lines: string;
  readonly hits: number;
  /** Warnings about hits that were cut, a sentence each. */
  readonly warnings: readonly string[];
};

type Hit = { readonly item: ItemRow; readonly term: Term; readonly start: number; readonly end: number };

/**
 * The hits of a package in a batch of items as lines of JSON, in item order, then start, end, term id.
 * `start` and `end` are bytes of the original text's UTF-8, end exclusive.
 */
export function scanItems(
  { terms, matcher }: { terms: readonly Term[]; matcher: Matcher },
  items: readonly ItemRow[],
): ScannedItems {
  const column = normaliseColumn(utf8Column(items.map((item) => item.text)));
  const languages = items.map((item) => item.language);
  const markets = items.map((item) => item.market);
  const found = scan(matcher, column.canonical, { languages, markets });
  const lines: string[] = [];
  for (const [record, places] of byRecord(found)) {
    const map = offsetMap(column, record);
    const hits = places.flatMap((i) => toHit({ terms, items }, found, { i, record, map }));
    lines.push(...hits.toSorted(byPosition).map(toLine));
  }
  return { lines: lines.join(""), hits: lines.length, warnings: cutWarnings({ terms, items }, found) };
}

type Named = { readonly terms: readonly Term[]; readonly items: readonly ItemRow[] };

function byRecord(hits: Hits): Map<number, number[]> {
  const records = new Map<number, number[]>();
  for (const [i, record] of hits.record.entries()) {
    const places = records.get(record);
    if (places === undefined) records.set(record, [i]);
    else places.push(i);
  }
  return records;
}

function toHit(
  { terms, items }: Named,
  hits: Hits,
  { i, record, map }: { i: number; record: number; map: ReturnType<typeof offsetMap> },
): Hit[] {
  const item = items[record];
  const term = terms[hits.term[i] ?? 0];
  if (item === undefined || term === undefined) return [];
  const [start, end] = originalSpan(map, hits.start[i] ?? 0, hits.end[i] ?? 0);
  return [{ item, term, start, end }];
}

/** Widening can make positions equal that were not, so the order is taken again. */
function byPosition(a: Hit, b: Hit): number {
  return a.start - b.start || a.end - b.end || compare(a.term.termId, b.term.termId);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function toLine({ item, term, start, end }: Hit): string {
  const { termId } = term;
  return `${JSON.stringify({ itemId: item.itemId, termId, term: term.term, view: "canonical", start, end })}\n`;
}

function cutWarnings({ terms, items }: Named, { truncated }: Hits): string[] {
  return Array.from(truncated.record, (record, i) => {
    const termId = terms[truncated.term[i] ?? 0]?.termId ?? "";
    return `warning: item ${items[record]?.itemId ?? ""}: term ${termId} has more than 100 hits, the first 100 are given`;
  });
}
