import type { TermMatch } from "../term.js";
import { re2Character } from "./parseEscape.js";
import type { RegexNode } from "./syntax.js";

/** Characters that do not continue a word beside them: see `isBinding`. */
const separating =
  "[^\\p{L}\\p{M}\\p{N}_]|[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]";

/**
 * A boundary behind the match: an end of the text, or a separating character on one of both sides. RE2 cannot look
 * ahead, so that the character behind the match is read; group 1 is the match without it.
 */
const wordEnd = `(?:\\A|\\z|(?<=${separating})|${separating})`;

/**
 * A regex in RE2 syntax, to be run on canonical text. Group 1 is the match for `word`; otherwise there are no groups.
 * Of the boundaries only the one behind the match is in it: the one before is the runner's to test.
 */
export function writeRe2(node: RegexNode, match: TermMatch): string {
  const body = writeNode(node);
  return match === "word" ? `(${body})${wordEnd}` : body;
}

function writeNode(node: RegexNode): string {
  switch (node.kind) {
    case "character":
      return writeCharacter(node.codePoint);
    case "set":
      return node.re2 === "." ? node.re2 : `(?i:${node.re2})`;
    case "assertion":
      return node.re2;
    case "lookbehind":
      return `(?<${node.isNegative ? "!" : "="}${writeNode(node.body)})`;
    case "concat":
      return node.parts.map(writePart).join("");
    case "alternation":
      return node.options.map(writeNode).join("|");
    case "repeat":
    default:
      return writeRepeat(node);
  }
}

/** Canonical text is lower-case, so a lower-case letter says the same as one of any case, and is faster to find. */
function writeCharacter(codePoint: number): string {
  if (codePoint < 0x80) return re2Character(String.fromCodePoint(codePoint).toLowerCase().charCodeAt(0));
  return `(?i:${re2Character(codePoint)})`;
}

function writePart(node: RegexNode): string {
  return node.kind === "alternation" ? `(?:${writeNode(node)})` : writeNode(node);
}

function writeRepeat(node: RegexNode & { kind: "repeat" }): string {
  const { body, min, max, isGreedy } = node;
  const range = max === min ? `{${min}}` : `{${min},${max ?? ""}}`;
  return `(?:${writeNode(body)})${range}${isGreedy ? "" : "?"}`;
}
