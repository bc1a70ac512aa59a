export const termKinds = ["word", "regex", "rule", "image", "video"] as const;
export type TermKind = (typeof termKinds)[number];

export type TermMatch = "word" | "prefix" | "substring";

/** What a hit does. */
export const termActions = ["reject", "flag", "watch", "allow"] as const;
export type TermAction = (typeof termActions)[number];

/** Canonical: what every term is looked for in. Evasive: on top of it, for words that ask for it. */
export type TermView = "canonical" | "evasive";

/** One entry of a risk package with its flags. Lists without an entry mean "all". */
export type Term = {
  /** Unique in its package and stable between snapshots; stands in URLs, so it is never the word itself. */
  readonly termId: string;
  /** As written in the package: a word, a pattern, a rule, an image's 64 hexadecimal digits, a video's file. */
  readonly term: string;
  readonly kind: TermKind;
  /** Nothing to a rule, an image or a video. */
  readonly match: TermMatch;
  /** Always with `canonical`. */
  readonly views: readonly TermView[];
  /** BCP 47 tags; `pt` takes in items in `pt-BR`, not the other way round. */
  readonly languages: readonly string[];
  readonly markets: readonly string[];
  readonly policies: readonly string[];
  readonly fields: readonly string[];
  /** `allow` makes a word or regex an exception: hits of other terms inside one of its hits do not count. */
  readonly action: string | null;
  /** Bits in which an image, or a frame of a video, may differ, 0–256; left out: 31. */
  readonly radius?: number;
  /** Of a video, what its file holds, as `formatFrames` writes it: the same file may say something else tomorrow. */
  readonly frames?: string;
  /** UTC ms, inclusive; `null` = always was. */
  readonly validFrom: number | null;
  /** UTC ms, exclusive; `null` = no end. */
  readonly validTo: number | null;
  readonly owner: string | null;
  readonly note: string | null;
};

const offsetHigh = 0xcbf29ce4;
const offsetLow = 0x84222325;
const primeLow = 0x1b3;

/**
 * The default id of a term: 16 hexadecimal digits, FNV-1a (64 bits) of the sorted lower-case languages and the raw term.
 * Not a secret: whoever has a word list can find the words again. Among n terms two share an id with odds of about
 * n² / 3.7e19 (1 in 37 million for 1M terms); a package in which that happens is refused when it is read.
 * @param languages any order, repeats allowed, empty = all languages
 * @param raw the term as written, not normalised
 */
export function termIdOf(languages: readonly string[], raw: string): string {
  const all = languages.map((language) => language.toLowerCase());
  const list = all.length < 2 ? (all[0] ?? "") : [...new Set(all)].toSorted().join(";");
  const text = `${list}\n${raw}`;
  const length = writeAscii(text, room);
  return length === undefined ? fnv1a(encoder.encode(text)) : fnv1a(room, length);
}

const encoder = new TextEncoder();

/** Packages have 100,000 terms: to ask for the bytes of each takes five times as long as to write them here. */
const room = new Uint8Array(256);

/** Its length; `undefined` for a text that is longer than the room, or not all ASCII. */
function writeAscii(text: string, into: Uint8Array): number | undefined {
  if (text.length > into.length) return undefined;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return undefined;
    into[at] = code;
  }
  return text.length;
}

/**
 * FNV-1a, 64 bits, as 16 hexadecimal digits. The prime is 2⁴⁰ + 0x1b3, so two 32-bit halves are enough.
 * @param length of the bytes that count; left out: all
 */
export function fnv1a(bytes: Uint8Array, length = bytes.length): string {
  let high = offsetHigh;
  let low = offsetLow;
  for (let at = 0; at < length; at++) {
    low = (low ^ (bytes[at] ?? 0)) >>> 0;
    const product = low * primeLow;
    const carry = Math.floor(product / 0x1_0000_0000);
    high = (Math.imul(high, primeLow) + carry + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
