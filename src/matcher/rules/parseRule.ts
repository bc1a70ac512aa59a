import { quote } from "../../model/dataError.js";
import { didYouMean } from "../../model/nearest.js";
import type { RuleNode, RuleProblem } from "./rule.js";
import { holdsOnNothing } from "./rule.js";

type Token = { readonly text: string; readonly at: number; readonly isQuoted: boolean };
type Reader = { readonly tokens: readonly Token[]; readonly end: number; at: number; depth: number };

const maxDepth = 100;
const operators = ["AND", "OR", "NOT", "NEAR"];

class RuleError extends Error {
  readonly problem: RuleProblem;

  constructor(column: number, message: string) {
    super(message);
    this.problem = { column, message };
  }
}

/**
 * The tree of a rule, or the first thing that is wrong with it.
 * Grammar: term ids joined by `NOT`, `AND`, `OR` (in this order of binding) and parentheses, and `NEAR(id, id, tokens)`.
 * Operators are upper-case. An id that holds other characters than letters, digits, `_ - . :` or is an operator stands in
 * double quotes, `""` for one inside. A rule that could hold without a hit of any of its terms is refused.
 */
export function parseRule(rule: string): RuleNode | RuleProblem {
  try {
    const reader = { tokens: tokensOf(rule), end: Array.from(rule).length + 1, at: 0, depth: 0 };
    const node = parseOr(reader);
    const rest = reader.tokens[reader.at];
    if (rest !== undefined) throw wrong(reader, "AND, OR or the end");
    if (!holdsOnNothing(node)) return node;
    throw new RuleError(1, "expected a term that must be found, got a rule that holds without any");
  } catch (error) {
    if (error instanceof RuleError) return error.problem;
    throw error;
  }
}

export function isRuleProblem(parsed: RuleNode | RuleProblem): parsed is RuleProblem {
  return "message" in parsed;
}

function tokensOf(rule: string): Token[] {
  const tokens: Token[] = [];
  let [read, column] = [0, 1];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([\p{L}\p{M}\p{N}_.:-]+)|([(),])|(\S)|$)/uy;
  for (let match = pattern.exec(rule); match !== null && match[0] !== ""; match = pattern.exec(rule)) {
    const [whole, quoted, word, mark, other] = match;
    const text = quoted?.replaceAll('""', '"') ?? word ?? mark ?? other;
    if (text === undefined) break;
    const start = match.index + whole.length - whole.trimStart().length;
    column += Array.from(rule.slice(read, start)).length;
    read = start;
    const at = column;
    if (other === '"') throw new RuleError(at, 'expected a second " behind the id, got the end');
    if (other !== undefined) throw new RuleError(at, `expected a term id, ( or ), got ${quote(other)}`);
    tokens.push({ text, at, isQuoted: quoted !== undefined });
  }
  return tokens;
}

function parseOr(reader: Reader): RuleNode {
  if (++reader.depth > maxDepth)
    throw new RuleError(placeOf(reader), `expected at most ${maxDepth} levels, got more`);
  const parts = parseJoined(reader, "OR", (inner) => parseJoined(inner, "AND", parseNot));
  reader.depth--;
  return parts;
}

function parseJoined(
  reader: Reader,
  operator: "AND" | "OR",
  parsePart: (reader: Reader) => RuleNode,
): RuleNode {
  const first = parsePart(reader);
  const parts = [first];
  while (takeWord(reader, operator)) parts.push(parsePart(reader));
  return parts.length === 1 ? first : { kind: operator === "AND" ? "and" : "or", parts };
}

function parseNot(reader: Reader): RuleNode {
  let nots = 0;
  while (takeWord(reader, "NOT")) nots++;
  const body = parseOperand(reader);
  if (nots === 0) return body;
  return { kind: "not", body: nots % 2 === 1 ? body : { kind: "not", body } };
}

function parseOperand(reader: Reader): RuleNode {
  if (takeWord(reader, "NEAR")) return parseNear(reader);
  if (!takeWord(reader, "(")) return parseId(reader);
  const node = parseOr(reader);
  expectMark(reader, ")");
  return node;
}

function parseNear(reader: Reader): RuleNode {
  expectMark(reader, "(");
  const left = parseId(reader);
  expectMark(reader, ",");
  const right = parseId(reader);
  expectMark(reader, ",");
  const gap = reader.tokens[reader.at]?.text ?? "";
  if (!/^\d{1,6}$/.test(gap)) throw wrong(reader, "a number of tokens such as 5");
  reader.at++;
  expectMark(reader, ")");
  return { kind: "near", parts: [left, right], gap: Number(gap) };
}

function parseId(reader: Reader): RuleNode {
  const token = reader.tokens[reader.at];
  if (token === undefined || (!token.isQuoted && /^[(),]$/.test(token.text)))
    throw wrong(reader, "a term id");
  if (!token.isQuoted && operators.includes(token.text)) throw wrong(reader, "a term id");
  reader.at++;
  return { kind: "term", id: token.text, at: token.at };
}

function takeWord(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at];
  if (token === undefined || token.isQuoted || token.text !== text) return false;
  reader.at++;
  return true;
}

function expectMark(reader: Reader, mark: string): void {
  if (!takeWord(reader, mark)) throw wrong(reader, `"${mark}"`);
}

function placeOf(reader: Reader): number {
  return reader.tokens[reader.at]?.at ?? reader.end;
}

function wrong(reader: Reader, expected: string): RuleError {
  const found = reader.tokens[reader.at];
  const got = found === undefined ? "the end" : quote(found.text);
  const hint = found === undefined || found.isQuoted ? "" : operatorHint(found.text);
  return new RuleError(placeOf(reader), `expected ${expected}, got ${got}${hint}`);
}

/** Operators are told from ids by their capitals. */
function operatorHint(text: string): string {
  return operators.includes(text)
    ? ""
    : didYouMean(text, operators.includes(text.toUpperCase()) ? operators : []);
}
