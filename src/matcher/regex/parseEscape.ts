import type { RegexReader } from "./syntax.js";
import { RegexError, take, takeMatch } from "./syntax.js";

/** What an escape stands for: one character, or a class in RE2 syntax. */
export type Escape = { readonly codePoint: number } | { readonly re2: string };

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11, "0": 0 };
const hexDigits: Readonly<Record<string, RegExp>> = {
  x: /^(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{2}))/i,
  u: /^(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{4}))/i,
  U: /^(?:([0-9a-f]{8}))/i,
};

/** Reads an escape that means the same inside and outside a class; the backslash and `letter` are read already. */
export function parseEscape(reader: RegexReader, letter: string): Escape {
  const start = reader.at - 2;
  if ("dDwWsS".includes(letter)) return { re2: `\\${letter}` };
  if (letter === "p" || letter === "P") return { re2: parseProperty(reader, letter) };
  if (letter in hexDigits) return { codePoint: parseHex(reader, letter) };
  const control = controls[letter];
  if (control !== undefined) return { codePoint: control };
  if (/[1-9]|k/.test(letter)) throw new RegexError("unsupported", "back-reference", start);
  if (/[a-zA-Z]/.test(letter)) {
    throw new RegexError("unsupported", `escape \\${letter}, which has no meaning here`, start);
  }
  return { codePoint: letter.codePointAt(0) ?? 0 };
}

function parseHex(reader: RegexReader, letter: string): number {
  const found = takeMatch(reader, hexDigits[letter] ?? /^/);
  const codePoint = Number.parseInt(found?.[1] ?? found?.[2] ?? "", 16);
  if (codePoint <= 0x10ffff) return codePoint;
  throw new RegexError("syntax", `expected hexadecimal digits after \\${letter}, got others`, reader.at);
}

/** `\p{L}`, `\p{Script=Greek}`, `\pL`: general categories and scripts, by their short names as RE2 knows them. */
function parseProperty(reader: RegexReader, letter: string): string {
  const found = takeMatch(reader, /^(?:\{(?:(?:Script|sc|General_Category|gc)=)?(\w+)\}|([A-Z]))/);
  const name = found?.[1] ?? found?.[2];
  if (name !== undefined) return `\\${letter}{${name}}`;
  throw new RegexError("syntax", `expected a property such as {L} after \\${letter}, got another`, reader.at);
}

/** A character in RE2 syntax, inside or outside a class. */
export function re2Character(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[a-zA-Z0-9 ]/.test(character) ? character : `\\x{${codePoint.toString(16)}}`;
}

/** Reads the next character; the end of the pattern is an error. */
export function next(reader: RegexReader, expected: string): string {
  const character = reader.characters[reader.at];
  if (character === undefined) throw new RegexError("syntax", `expected ${expected}, got the end`, reader.at);
  reader.at++;
  return character;
}

/** Reads a bracketed class behind its `[`. A `]` in first place is a character, as in Python. */
export function parseSet(reader: RegexReader): { re2: string; members: number[] | undefined } {
  const isNegated = take(reader, "^");
  const items: string[] = [];
  const members: number[] = [];
  let isListed = !isNegated;
  for (let isFirst = true; isFirst || !take(reader, "]"); isFirst = false) {
    const low = setItem(reader);
    const high = rangeEnd(reader, low);
    if ("re2" in low) items.push(low.re2);
    else items.push(re2Character(low.codePoint) + (high === undefined ? "" : `-${re2Character(high)}`));
    if ("re2" in low) isListed = false;
    else addMembers(members, low.codePoint, high ?? low.codePoint);
  }
  return {
    re2: `[${isNegated ? "^" : ""}${items.join("")}]`,
    members: isListed && members.length <= maxMembers ? members : undefined,
  };
}

const maxMembers = 4;

/** Adds a range, and stops when there are too many to be listed. */
function addMembers(members: number[], low: number, high: number): void {
  for (let i = low; i <= high && members.length <= maxMembers; i++) members.push(i);
}

function setItem(reader: RegexReader): Escape {
  const character = next(reader, 'a "]" for the class');
  if (character !== "\\") return { codePoint: character.codePointAt(0) ?? 0 };
  const letter = next(reader, "a character after \\");
  return letter === "b" ? { codePoint: 8 } : parseEscape(reader, letter);
}

/** The last character of a range whose first is `low`, if it is one. */
function rangeEnd(reader: RegexReader, low: Escape): number | undefined {
  const after = reader.characters[reader.at + 1];
  if (reader.characters[reader.at] !== "-" || after === "]" || after === undefined) return undefined;
  if ("re2" in low) return undefined;
  reader.at++;
  const high = setItem(reader);
  if ("codePoint" in high && high.codePoint >= low.codePoint) return high.codePoint;
  throw new RegexError(
    "syntax",
    "expected a range from a lower to a higher character, got another",
    reader.at,
  );
}
