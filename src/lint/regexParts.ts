import type { RegexNode } from "../matcher/regex/syntax.js";

/** What a part of a regex is made of; empty for what is made of nothing. */
export function partsOf(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case "concat":
      return node.parts;
    case "alternation":
      return node.options;
    case "repeat":
    case "lookbehind":
      return [node.body];
    case "character":
    case "set":
    case "assertion":
    default:
      return [];
  }
}

/** Whether a regex can match without taking a character, as x*, \b and a| can; assertions are taken to hold. */
export function canMatchEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case "character":
    case "set":
      return false;
    case "concat":
      return node.parts.every(canMatchEmpty);
    case "alternation":
      return node.options.some(canMatchEmpty);
    case "repeat":
      return node.min === 0 || canMatchEmpty(node.body);
    case "assertion":
    case "lookbehind":
    default:
      return true;
  }
}
