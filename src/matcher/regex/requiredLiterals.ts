import { canonical } from "../canonical.js";
import type { RegexNode } from "./syntax.js";

/** Shorter literals are in nearly every text. */
const minLength = 3;
const maxAlternatives = 16;
const maxLength = 24;

/** What is known of the texts that a node matches: all of them when they are few, else what one of must occur in each. */
type Known =
  | { readonly exact: readonly string[] }
  | { readonly exact: undefined; readonly required: readonly string[] | undefined };

const anything: Known = { exact: undefined, required: undefined };
const nothing: Known = { exact: [""] };

/**
 * Canonical texts one of which occurs in every canonical text that the regex matches; `undefined` when none of at least
 * 3 characters is known, so that the regex must be run on every record. At most 16, each at most 24 characters, sorted.
 * Sound but not complete: repeats and classes of more than 4 characters are taken for anything.
 */
export function requiredLiterals(node: RegexNode): readonly string[] | undefined {
  const known = flush(know(node));
  return known === undefined ? undefined : [...new Set(known)].toSorted();
}

function know(node: RegexNode): Known {
  switch (node.kind) {
    case "character":
      return knowCharacters([node.codePoint]);
    case "set":
      return node.members === undefined ? anything : knowCharacters(node.members);
    case "assertion":
    case "lookbehind":
      return nothing;
    case "concat":
      return knowConcat(node.parts.flatMap(copiesOf));
    case "alternation":
      return knowEither(node.options.map(know));
    case "repeat":
    default:
      return knowRepeat(node);
  }
}

/** The canonical text of each character, where it is one character that stands for all its cases. */
function knowCharacters(codePoints: readonly number[]): Known {
  const texts = codePoints.map((codePoint) => {
    const text = canonical(String.fromCodePoint(codePoint));
    return Array.from(text).length === 1 ? text : undefined;
  });
  const exact = texts.filter((text) => text !== undefined);
  return exact.length === texts.length ? { exact: [...new Set(exact)] } : anything;
}

function knowConcat(parts: readonly Known[]): Known {
  let exact: readonly string[] = [""];
  let best: readonly string[] | undefined;
  let isExact = true;
  for (const part of parts) {
    const joined = part.exact === undefined ? undefined : cross(exact, part.exact);
    if (joined !== undefined) {
      exact = joined;
      continue;
    }
    isExact = false;
    best = better(better(best, flush({ exact })), part.exact === undefined ? part.required : undefined);
    exact = part.exact ?? [""];
  }
  return isExact ? { exact } : { exact: undefined, required: better(best, flush({ exact })) };
}

function cross(lefts: readonly string[], rights: readonly string[]): string[] | undefined {
  if (lefts.length * rights.length > maxAlternatives) return undefined;
  const texts = lefts.flatMap((left) => rights.map((right) => left + right));
  return texts.some((text) => text.length > maxLength) ? undefined : [...new Set(texts)];
}

function knowEither(options: readonly Known[]): Known {
  const exact = options.flatMap((option) => option.exact ?? []);
  const isExact = options.every((option) => option.exact !== undefined);
  if (isExact && exact.length <= maxAlternatives) return { exact: [...new Set(exact)] };
  const required = options.map(flush);
  if (required.some((texts) => texts === undefined)) return anything;
  const texts = required.flatMap((found) => found ?? []);
  return texts.length > maxAlternatives ? anything : { exact: undefined, required: texts };
}

function knowRepeat(node: RegexNode & { kind: "repeat" }): Known {
  if (node.min > 0) return knowConcat(copiesOf(node));
  const { exact } = know(node.body);
  const isOptional = node.max === 1 && exact !== undefined && exact.length < maxAlternatives;
  return isOptional ? { exact: [...new Set([...exact, ""])] } : anything;
}

/** A repeat as the copies that must be there and what may follow them; another node as itself. */
function copiesOf(node: RegexNode): Known[] {
  if (node.kind !== "repeat" || node.min === 0) return [know(node)];
  const { body, min, max } = node;
  const once = know(body);
  const copies = Array.from({ length: Math.min(min, maxLength) }, () => once);
  return max === min && min <= maxLength ? copies : [...copies, anything];
}

/** The literals of what is known, where each is long enough; surrounding spaces do not count. */
function flush(known: Known): readonly string[] | undefined {
  if (known.exact === undefined) return known.required;
  const texts = known.exact.map((text) => canonical(text).replace(/^ | $/gu, ""));
  const isUseful = texts.length > 0 && texts.every((text) => Array.from(text).length >= minLength);
  return isUseful ? texts : undefined;
}

function better(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return worth(b) > worth(a) ? b : a;
}

/** Longer is rarer; each doubling of the alternatives costs a character. */
function worth(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length)) - Math.log2(texts.length);
}
