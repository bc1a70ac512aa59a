import { hash } from "node:crypto";
import type { RecordScope } from "../../src/matcher/scope.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import type { TextColumns } from "./textFile.js";
import { wordIndex } from "./wordIndex.js";
import type { WordIndex } from "./wordIndex.js";

/** All that is needed to find and read the few records of a text file that may hold some words, without the others. */
export type TextIndex = {
  readonly words: WordIndex;
  /** Where in the file the bytes of the texts begin. */
  readonly textAt: number;
  /** Where each record's text begins, from there; one more than there are records. */
  readonly offsets: Int32Array;
  /** Of each block of records (`blockEnds`), the first 16 digits of the SHA-256 of its text. */
  readonly digests: readonly string[];
  /** The distinct languages and markets, and which of them each record has. */
  readonly scopes: readonly (readonly [language: string | null, market: string | null])[];
  readonly scopeOf: Uint32Array;
};

const digestLength = 16;
const blockBytes = 4096;

/** The index of a text file. Cost: O(bytes). */
export function textIndex({ text, language, market }: TextColumns, textAt: number): TextIndex {
  return {
    words: wordIndex(text),
    textAt,
    offsets: text.offsets,
    digests: digestsOf(text),
    ...scopesOf({ languages: language, markets: market }, language.length),
  };
}

/** Records are checked in blocks of about 4 KiB of text: the record after each. */
export function blockEnds(offsets: Int32Array): number[] {
  const ends: number[] = [];
  for (let record = 1, from = 0; record < offsets.length; record++) {
    const end = offsets[record] ?? 0;
    if (end - from < blockBytes && record < offsets.length - 1) continue;
    ends.push(record);
    from = end;
  }
  return ends;
}

function digestsOf({ bytes, offsets }: Utf8Column): string[] {
  let from = 0;
  return blockEnds(offsets).map((record) => {
    const block = bytes.subarray(from, offsets[record]);
    from = offsets[record] ?? 0;
    return hash("sha256", block).slice(0, digestLength);
  });
}

function scopesOf(
  { languages, markets }: RecordScope,
  records: number,
): Pick<TextIndex, "scopes" | "scopeOf"> {
  const numbers = new Map<string, number>();
  const scopes: [string | null, string | null][] = [];
  const scopeOf = new Uint32Array(records);
  for (let record = 0; record < records; record++) {
    const scope: [string | null, string | null] = [languages?.[record] ?? null, markets?.[record] ?? null];
    const key = JSON.stringify(scope);
    const number = numbers.get(key) ?? scopes.push(scope) - 1;
    numbers.set(key, number);
    scopeOf[record] = number;
  }
  return { scopes, scopeOf: scopes.length > 1 ? scopeOf : new Uint32Array(0) };
}

/** What stands before the numbers in a file. */
type Header = Pick<TextIndex, "textAt" | "digests" | "scopes"> & {
  readonly sizes: Readonly<Record<"offsets" | "scopeOf" | "starts" | "lengths" | "lists", number>>;
};

/** The index as a file: the length of a JSON header, the header, and the columns, all at multiples of 4 bytes. */
export function formatTextIndex({ words, textAt, offsets, digests, scopes, scopeOf }: TextIndex): Uint8Array {
  const { starts, lengths, lists } = words;
  const sizes = {
    offsets: offsets.length,
    scopeOf: scopeOf.length,
    starts: starts.length,
    lengths: lengths.length,
    lists: lists.length,
  };
  const header: Header = { textAt, digests, scopes, sizes };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const parts = [Uint32Array.of(text.length), text, offsets, scopeOf, starts, lengths, lists];
  const file = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + aligned(byteLength), 0));
  let at = 0;
  for (const part of parts) {
    file.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += aligned(part.byteLength);
  }
  return file;
}

/** The index in such a file, whose bytes were checked. */
export function parseTextIndex(file: Uint8Array): TextIndex {
  const { buffer } = file.byteOffset % 4 === 0 ? file : Uint8Array.from(file);
  const start = file.byteOffset % 4 === 0 ? file.byteOffset : 0;
  const length = new Uint32Array(buffer, start, 1)[0] ?? 0;
  const header: Header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, start + 4, length)));
  const { textAt, digests, scopes, sizes } = header;
  let at = start + 4 + aligned(length);
  const next = (bytes: number): number => {
    at += aligned(bytes);
    return at - aligned(bytes);
  };
  const offsets = new Int32Array(buffer, next(sizes.offsets * 4), sizes.offsets);
  const scopeOf = new Uint32Array(buffer, next(sizes.scopeOf * 4), sizes.scopeOf);
  const starts = new Uint32Array(buffer, next(sizes.starts * 4), sizes.starts);
  const lengths = new Uint16Array(buffer, next(sizes.lengths * 2), sizes.lengths);
  const lists = new Uint8Array(buffer, next(sizes.lists), sizes.lists);
  return {
    words: { records: offsets.length - 1, starts, lengths, lists },
    textAt,
    offsets,
    digests,
    scopes,
    scopeOf,
  };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
