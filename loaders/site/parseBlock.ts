import { formatIssue, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import type { OptionType, View, ViewOptions } from "../../src/components/view.js";

/** Fences that hold blocks; every other fence is left to Framework. */
export const blockKinds = ["metric", "chart", "table", "note"] as const;

/** Names that a workspace brings and blocks may use. */
export type Vocabulary = {
  /** Ratios that the stages are scored by. */
  readonly metrics: readonly string[];
  /** Metrics of every kind, for views that draw any. */
  readonly anyMetrics?: readonly string[];
  readonly dimensions: readonly string[];
};

/** A block that can be drawn. */
export type Block = { readonly view: View; readonly options: ViewOptions };

/** Something wrong in a line of a block: at which column of the line, and what. */
export type BlockProblem = { readonly column: number; readonly message: string };

/**
 * Reads one line of a block, e.g. `trend fpr stage=auto` of a `chart` fence.
 * @returns the block with every default filled in, or the first problem with the nearest known name
 */
export function parseBlock(
  kind: string,
  line: string,
  { views, vocabulary }: { views: readonly View[]; vocabulary: Vocabulary },
): Block | BlockProblem {
  const words = [...line.matchAll(/\S+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));
  const view = findView(kind, words, views);
  if (view === undefined) return unknownView(kind, words, views);
  const rest = words.slice(view.name.split(" ").length - 1);
  return readOptions(view, rest, vocabulary);
}

type Word = { readonly text: string; readonly column: number };

/** The view with the longest name that the line begins with. */
function findView(kind: string, words: readonly Word[], views: readonly View[]): View | undefined {
  const spoken = [kind, ...words.map(({ text }) => text)];
  const fits = (view: View) => view.name.split(" ").every((part, index) => part === spoken[index]);
  return views.filter(fits).toSorted((a, b) => b.name.length - a.name.length)[0];
}

function unknownView(kind: string, words: readonly Word[], views: readonly View[]): BlockProblem {
  const known = views
    .filter(({ name }) => name.startsWith(`${kind} `))
    .map(({ name }) => name.slice(kind.length + 1));
  const written = words.map(({ text }) => text).join(" ");
  return {
    column: words[0]?.column ?? 1,
    message: `expected one of ${known.join(", ")} after \`${kind}\`, got ${quote(written)}${nearestView(words, known)}`,
  };
}

/** What follows a view's name is no part of it: as many words are compared as the longest name has, then fewer. */
function nearestView(words: readonly Word[], known: readonly string[]): string {
  const longest = Math.max(...known.map((name) => name.split(" ").length));
  const beginnings = Array.from({ length: longest }, (_, index) => words.slice(0, longest - index));
  const found = beginnings.map((begun) => didYouMean(begun.map(({ text }) => text).join(" "), known));
  return found.find((text) => text !== "") ?? "";
}

function readOptions(view: View, words: readonly Word[], vocabulary: Vocabulary): Block | BlockProblem {
  const given: Record<string, string> = {};
  for (const word of words) {
    const at = word.text.indexOf("=");
    const name = at < 0 ? view.subject : word.text.slice(0, at);
    const value = at < 0 ? word.text : word.text.slice(at + 1);
    const type = name !== undefined && Object.hasOwn(view.options, name) ? view.options[name] : undefined;
    if (name === undefined || type === undefined) return unknownOption(view, word);
    if (given[name] !== undefined)
      return { column: word.column, message: `expected \`${name}\` once, got it twice` };
    const wrong = checkValue(name, value, { type, vocabulary });
    if (wrong !== undefined) return { column: word.column, message: wrong };
    given[name] = value;
  }
  return fillDefaults(view, given);
}

function unknownOption(view: View, word: Word): BlockProblem {
  const known = Object.keys(view.options);
  const name = word.text.split("=")[0] ?? "";
  const expected = known.length === 0 ? "no option" : `an option of ${known.join(", ")}`;
  return {
    column: word.column,
    message: `expected ${expected}, got ${quote(word.text)}${didYouMean(name, known)}`,
  };
}

function checkValue(
  name: string,
  value: string,
  { type, vocabulary }: { type: OptionType; vocabulary: Vocabulary },
): string | undefined {
  if (type.type === "number") {
    return /^\d+$/.test(value) ? undefined : `${name}: expected a whole number, got ${quote(value)}`;
  }
  const known = knownValues(type, vocabulary);
  if (known.includes(value)) return undefined;
  const what =
    type.type === "choice" ? `one of ${known.join(", ")}` : `a ${type.type} of ${known.join(", ")}`;
  return `${name}: expected ${what}, got ${quote(value)}${didYouMean(value, known)}`;
}

function knownValues(
  type: Exclude<OptionType, { type: "number" }>,
  vocabulary: Vocabulary,
): readonly string[] {
  if (type.type === "metric")
    return type.kinds === "any" ? (vocabulary.anyMetrics ?? vocabulary.metrics) : vocabulary.metrics;
  if (type.type === "choice") return type.choices;
  return type.fallback === undefined ? vocabulary.dimensions : [...vocabulary.dimensions, type.fallback];
}

function fillDefaults(view: View, given: Readonly<Record<string, string>>): Block | BlockProblem {
  const options: Record<string, string> = {};
  for (const [name, type] of Object.entries(view.options)) {
    const value = given[name] ?? ("fallback" in type ? String(type.fallback) : undefined);
    if (value === undefined)
      return { column: 1, message: `expected \`${view.name}\` to name a ${name}, got none` };
    options[name] = value;
  }
  return { view, options };
}

/** True for a line that could not be read. */
export function isProblem(block: Block | BlockProblem): block is BlockProblem {
  return "message" in block;
}

/** `src/index.md:12:7: expected …` */
export function formatProblem(file: string, line: number, problem: BlockProblem): string {
  return formatIssue({ source: `${file}:${line}:${problem.column}`, message: problem.message });
}
