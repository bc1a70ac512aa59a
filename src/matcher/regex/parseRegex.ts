import { next, parseEscape, parseSet } from "./parseEscape.js";
import type { RegexNode, RegexProblem, RegexReader } from "./syntax.js";
import { RegexError, take, takeMatch } from "./syntax.js";

const maxCharacters = 20_000;
const maxDepth = 200;
/** RE2's own limit on one repeat. */
const maxRepeat = 1000;

/**
 * The tree of a regex in Python's or JavaScript's flavour, or why it cannot be run.
 * Where the flavours differ, Python's meaning counts: `]` first in a class is a character, `{,3}` is `{0,3}`, a `{` that
 * begins no repeat is a character, `\Z` is the end. Flags are read and change nothing but `x`: matching is always
 * case-insensitive, and canonical text has no line breaks. Cost: O(pattern); at most 20,000 characters, 200 levels deep.
 */
export function parseRegex(pattern: string): RegexNode | RegexProblem {
  const characters = Array.from(pattern);
  const reader = { characters, at: 0, isVerbose: false, depth: 0 };
  try {
    if (characters.length > maxCharacters) {
      throw new RegexError("size", `more than ${maxCharacters} characters`, maxCharacters);
    }
    const node = parseAlternation(reader);
    if (reader.at === characters.length) return node;
    throw new RegexError("syntax", 'expected a "(" before this ")", got none', reader.at);
  } catch (error) {
    if (error instanceof RegexError) return error.problem;
    throw error;
  }
}

export function isProblem(parsed: RegexNode | RegexProblem): parsed is RegexProblem {
  return "column" in parsed;
}

function parseAlternation(reader: RegexReader): RegexNode {
  if (++reader.depth > maxDepth) throw new RegexError("size", `groups more than ${maxDepth} deep`, reader.at);
  const options = [parseConcat(reader)];
  while (take(reader, "|")) options.push(parseConcat(reader));
  reader.depth--;
  return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "alternation", options };
}

function parseConcat(reader: RegexReader): RegexNode {
  const parts: RegexNode[] = [];
  for (;;) {
    skipVerbose(reader);
    const character = reader.characters[reader.at];
    if (character === undefined || character === "|" || character === ")") break;
    const start = reader.at;
    const atom = parseAtom(reader);
    if (atom !== undefined) parts.push(parseRepeats(reader, atom, start));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "concat", parts };
}

function skipVerbose(reader: RegexReader): void {
  while (reader.isVerbose && takeMatch(reader, /^(?:\s+|#[^\n]*)/) !== undefined);
}

/** One thing that can be repeated; `undefined` for comments and flags. */
function parseAtom(reader: RegexReader): RegexNode | undefined {
  const start = reader.at;
  const character = next(reader, "something");
  switch (character) {
    case "(":
      return parseGroup(reader, start);
    case "[":
      return { kind: "set", ...parseSet(reader) };
    case ".":
      return { kind: "set", re2: ".", members: undefined };
    case "^":
      return { kind: "assertion", re2: "\\A" };
    case "$":
      return { kind: "assertion", re2: "\\z" };
    case "\\":
      return parseOutside(reader);
    case "*":
    case "+":
    case "?":
      throw new RegexError("syntax", `expected something to repeat before "${character}", got none`, start);
    default:
      return { kind: "character", codePoint: character.codePointAt(0) ?? 0 };
  }
}

function parseOutside(reader: RegexReader): RegexNode {
  const letter = next(reader, "a character after \\");
  if (letter === "b" || letter === "B") return { kind: "assertion", re2: `\\${letter}` };
  if (letter === "A") return { kind: "assertion", re2: "\\A" };
  if (letter === "Z" || letter === "z") return { kind: "assertion", re2: "\\z" };
  const escape = parseEscape(reader, letter);
  if ("codePoint" in escape) return { kind: "character", codePoint: escape.codePoint };
  return { kind: "set", re2: escape.re2, members: undefined };
}

const unsupportedGroups: readonly [string, string][] = [
  ["?=", "lookahead"],
  ["?!", "lookahead"],
  ["?P=", "back-reference"],
  ["?>", "atomic group"],
  ["?(", "conditional group"],
  ["?|", "branch reset"],
  ["?&", "recursion"],
  ["?R", "recursion"],
];

function parseGroup(reader: RegexReader, start: number): RegexNode | undefined {
  const unsupported = unsupportedGroups.find(([mark]) => take(reader, mark));
  if (unsupported !== undefined) throw new RegexError("unsupported", unsupported[1], start);
  if (take(reader, "?#")) return skipComment(reader, start);
  const outside = reader.isVerbose;
  let isNegative: boolean | undefined;
  if (take(reader, "?<=")) isNegative = false;
  else if (take(reader, "?<!")) isNegative = true;
  else if (takeMatch(reader, /^\?P?<[\p{L}_][\p{L}\p{N}_]*>/u) === undefined && take(reader, "?")) {
    if (parseFlags(reader) === ")") return undefined;
  }
  const body = parseAlternation(reader);
  if (!take(reader, ")")) throw new RegexError("syntax", 'expected a ")" for this "(", got the end', start);
  reader.isVerbose = outside;
  return isNegative === undefined ? body : { kind: "lookbehind", isNegative, body };
}

/** Reads flags and what ends them: `:` when they are for a group, `)` when for the rest. */
function parseFlags(reader: RegexReader): ":" | ")" {
  const start = reader.at;
  const found = takeMatch(reader, /^([aimsuxL]*)(-[imsx]+)?([:)])/);
  if (found === undefined) throw new RegexError("unsupported", "kind of group", start);
  const [, on = "", off = "", end] = found;
  if (on.includes("x")) reader.isVerbose = true;
  if (off.includes("x")) reader.isVerbose = false;
  return end === ":" ? ":" : ")";
}

function skipComment(reader: RegexReader, start: number): undefined {
  const end = reader.characters.indexOf(")", reader.at);
  if (end === -1) throw new RegexError("syntax", 'expected a ")" for this comment, got the end', start);
  reader.at = end + 1;
}

function parseRepeats(reader: RegexReader, atom: RegexNode, start: number): RegexNode {
  skipVerbose(reader);
  const range = parseRange(reader);
  if (range === undefined) return atom;
  const [min, max] = range;
  if (max !== undefined && max < min) {
    throw new RegexError("syntax", `expected a repeat from less to more, got {${min},${max}}`, start);
  }
  if (min > maxRepeat || (max ?? 0) > maxRepeat) {
    throw new RegexError("size", `more than ${maxRepeat} repeats`, start);
  }
  const isGreedy = !take(reader, "?");
  if (isGreedy && take(reader, "+")) throw new RegexError("unsupported", "possessive repeat", start);
  const again = reader.at;
  if (parseRange(reader) !== undefined)
    throw new RegexError("syntax", "expected one repeat, got another behind it", again);
  return { kind: "repeat", body: atom, min, max, isGreedy };
}

function parseRange(reader: RegexReader): [number, number | undefined] | undefined {
  if (take(reader, "*")) return [0, undefined];
  if (take(reader, "+")) return [1, undefined];
  if (take(reader, "?")) return [0, 1];
  const found = takeMatch(reader, /^\{(\d{1,9})?(,)?(\d{1,9})?\}/);
  if (found === undefined) return undefined;
  const [whole, low, comma, high] = found;
  if (low === undefined && high === undefined) {
    reader.at -= whole.length;
    return undefined;
  }
  if (comma === undefined) return [Number(low), Number(low)];
  return [Number(low ?? 0), high === undefined ? undefined : Number(high)];
}
