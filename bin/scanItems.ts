import type { ItemRow } from "../loaders/tables/readItems.js";
import type { CompiledTerms } from "../src/matcher/compileTerms.js";
import type { MatchedRecords, RecordHits } from "../src/matcher/matchRecords.js";
import { matchRecords } from "../src/matcher/matchRecords.js";

export type ScannedItems = {
  /** A hit a line, as `riskbook match --help` describes them, each line ended. */
  readonly lines: string;
  readonly hits: number;
  /** Warnings about hits that were cut, a sentence each. */
  readonly warnings: readonly string[];
};

/**
 * The hits of a package in a batch of items as lines of JSON, in item order: first those in the text by start, end and
 * term id, in bytes of the original text's UTF-8, end exclusive; then images by distance; then videos by term id.
 */
export function scanItems(compiled: CompiledTerms, items: readonly ItemRow[]): ScannedItems {
  const matched = matchRecords(compiled, items);
  const lines = items.flatMap(({ itemId }, i) => {
    const hits = matched.records[i];
    return hits === undefined ? [] : toLines(compiled, itemId, hits);
  });
  return { lines: lines.join(""), hits: lines.length, warnings: cutWarnings(compiled, items, matched) };
}

function toLines({ terms }: CompiledTerms, itemId: string, { texts, images, videos }: RecordHits): string[] {
  const line = (index: number, place: Record<string, unknown>): string => {
    const { termId = "", term = "" } = terms[index] ?? {};
    return `${JSON.stringify({ itemId, termId, term, ...place })}\n`;
  };
  return [
    ...texts.map(({ term, view, start, end }) => line(term, { view, start, end })),
    ...images.map(({ term, distance }) => line(term, { view: "image", distance })),
    ...videos.map(({ term, ...shares }) => line(term, { view: "video", ...shares })),
  ];
}

function cutWarnings(
  { terms }: CompiledTerms,
  items: readonly ItemRow[],
  { truncated }: MatchedRecords,
): string[] {
  return truncated.map(({ record, term }) => {
    const named = `item ${items[record]?.itemId ?? ""}: term ${terms[term]?.termId ?? ""}`;
    return terms[term]?.kind === "regex"
      ? `warning: ${named} has more hits than are given, or costs more work than one text may`
      : `warning: ${named} has more than 100 hits, the first 100 are given`;
  });
}
