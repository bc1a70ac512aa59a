/**
 * A regex as parsed, whatever flavour it was written in. Groups are gone: captures decide nothing about where it matches.
 * `set` and `assertion` hold RE2 syntax; a set also lists its characters when they are few.
 */
export type RegexNode =
  | { readonly kind: "character"; readonly codePoint: number }
  | { readonly kind: "set"; readonly re2: string; readonly members: readonly number[] | undefined }
  | { readonly kind: "assertion"; readonly re2: string }
  | { readonly kind: "lookbehind"; readonly isNegative: boolean; readonly body: RegexNode }
  | { readonly kind: "concat"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "alternation"; readonly options: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly body: RegexNode;
      readonly min: number;
      /** `undefined` = no end. */
      readonly max: number | undefined;
      readonly isGreedy: boolean;
    };

/** Why a regex is not run: `unsupported` = sound, but not in linear time; `syntax` = broken; `size` = too large. */
export type RegexProblem = {
  readonly kind: "unsupported" | "syntax" | "size";
  /** `expected …, got …` or what is not supported. */
  readonly message: string;
  /** 1-based character of the pattern at which it was noticed. */
  readonly column: number;
};

/** Thrown inside the parser alone; `parseRegex` returns its problem. */
export class RegexError extends Error {
  readonly problem: RegexProblem;

  constructor(kind: RegexProblem["kind"], message: string, at: number) {
    super(message);
    this.problem = { kind, message, column: at + 1 };
  }
}

/** The characters of a pattern and the place that the parser has come to. */
export type RegexReader = {
  readonly characters: readonly string[];
  at: number;
  /** Whether white space and `#…` are left out (Python's `x`). */
  isVerbose: boolean;
  depth: number;
};

/** Whether the pattern goes on with this text; if so, moves past it. */
export function take(reader: RegexReader, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (reader.characters[reader.at + i] !== text[i]) return false;
  reader.at += text.length;
  return true;
}

/** A pattern from here on that fits a sticky RegExp (`y`) on at most `limit` characters; moves past it. */
export function takeMatch(reader: RegexReader, pattern: RegExp, limit = 80): RegExpExecArray | undefined {
  const ahead = reader.characters.slice(reader.at, reader.at + limit).join("");
  const found = pattern.exec(ahead);
  if (found === null) return undefined;
  reader.at += Array.from(found[0]).length;
  return found;
}
