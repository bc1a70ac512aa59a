import type { RegexNode } from "../matcher/regex/syntax.js";

/**
 * Whether a repeat without an end holds another one that can take over where it stops, as in (a+)+ or (\w+a)*: an engine
 * that goes back tries exponentially many ways through a text that nearly matches. Ours does not go back; packages travel.
 * Sound for repeats of classes and characters; alternatives that begin alike are only seen when they are the same.
 */
export function hasUnsafeRepeat(node: RegexNode): boolean {
  if (node.kind === "repeat" && isOpen(node) && (isAmbiguous(node.body) || hasTwins(node.body))) return true;
  return partsOf(node).some(hasUnsafeRepeat);
}

function partsOf(node: RegexNode): readonly RegexNode[] {
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

type Repeat = RegexNode & { readonly kind: "repeat" };

/** A repeat that may go round many times. */
function isOpen({ max }: Repeat): boolean {
  return max === undefined || max > 20;
}

/** Whether an open repeat inside can be cut at several places, as nothing between its rounds is told from it. */
function isAmbiguous(body: RegexNode): boolean {
  if (body.kind === "repeat") return isOpen(body) || isAmbiguous(body.body);
  if (body.kind === "alternation") return body.options.some(isAmbiguous);
  if (body.kind !== "concat") return false;
  const { parts } = body;
  return parts.some((part, at) => {
    if (part.kind === "alternation" || part.kind === "concat") return isAmbiguous(part) && parts.length === 1;
    if (part.kind !== "repeat" || !isOpen(part)) return false;
    const others = parts.filter((other, i) => i !== at && !isOptional(other));
    return others.every((other) => canMatch(part.body, other));
  });
}

function isOptional(node: RegexNode): boolean {
  return (
    node.kind === "assertion" || node.kind === "lookbehind" || (node.kind === "repeat" && node.min === 0)
  );
}

/** The same alternative twice. */
function hasTwins(body: RegexNode): boolean {
  if (body.kind !== "alternation") return false;
  return new Set(body.options.map((option) => JSON.stringify(option))).size < body.options.length;
}

/** Whether what a part matches may be matched by the repeated thing, too. */
function canMatch(repeated: RegexNode, part: RegexNode): boolean {
  if (part.kind === "repeat") return canMatch(repeated, part.body);
  if (part.kind !== "character") return part.kind === "set" && sharesCharacter(repeated, part);
  return holdsCharacter(repeated, part.codePoint);
}

function sharesCharacter(repeated: RegexNode, set: RegexNode & { kind: "set" }): boolean {
  if (repeated.kind === "character") return holdsCharacter(set, repeated.codePoint);
  if (set.members !== undefined) return set.members.some((codePoint) => holdsCharacter(repeated, codePoint));
  return samples.some((codePoint) => holdsCharacter(repeated, codePoint) && holdsCharacter(set, codePoint));
}

/** A letter, a digit, and what stands between words. */
const samples = Array.from("a0 _-./@\u00e9", (character) => character.codePointAt(0) ?? 0);

function holdsCharacter(node: RegexNode, codePoint: number): boolean {
  if (node.kind === "character") return node.codePoint === codePoint;
  if (node.kind !== "set") return false;
  return node.re2 === "." || (classOf(node.re2)?.test(String.fromCodePoint(codePoint)) ?? false);
}

/** RE2 writes \x{61} what JavaScript writes \u{61}; classes that only RE2 knows, such as \p{Greek}, are taken for apart. */
function classOf(re2: string): RegExp | undefined {
  try {
    return new RegExp(`^${re2.replaceAll("\\x{", "\\u{")}$`, "iu");
  } catch {
    return undefined;
  }
}
