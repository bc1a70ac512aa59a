import * as v from "valibot";
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { DataError, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { anyOf } from "../../src/model/expected.js";
import { didYouMean } from "../../src/model/nearest.js";

type Keys = readonly (string | number)[];
type Schema = v.GenericSchema;

/**
 * What a YAML text holds, checked against a schema.
 * @param source file name as the user gave it, for messages
 * @throws {DataError} with every issue as `source:line:column: path: expected …, got …`; unknown keys name the nearest known one
 */
export function parseYaml<S extends Schema>(
  textOf: string,
  { source, schema }: { source: string; schema: S },
): v.InferOutput<S> {
  const lines = new LineCounter();
  const document = parseDocument(textOf, { lineCounter: lines, prettyErrors: false, version: "1.2" });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${source}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new DataError(
      document.errors.map((error) => ({ source: at(error.pos[0]), message: syntaxMessage(error.message) })),
    );
  }
  const parsed = v.safeParse(schema, document.toJS());
  if (parsed.success) return parsed.output;
  throw new DataError(parsed.issues.map((issue) => toDataIssue(issue, { document, at, schema })));
}

type Place = { document: Document; at: (offset: number) => string; schema: Schema };

function toDataIssue(issue: v.BaseIssue<unknown>, { document, at, schema }: Place): DataIssue {
  const keys = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  const isKey = issue.type === "strict_object";
  const source = at(offsetOf(document, keys, isKey && issue.expected === "never"));
  const message = isKey ? keyMessage(issue, keys, schema) : valueMessage(issue);
  return keys.length === 0 ? { source, message } : { source, column: keys.join("."), message };
}

function keyMessage(issue: v.BaseIssue<unknown>, keys: Keys, schema: Schema): string {
  const key = String(keys.at(-1) ?? "");
  if (issue.expected !== "never")
    return issue.path === undefined ? valueMessage(issue) : "expected a value, got none";
  const known = keysAt(schema, keys.slice(0, -1), issue.path?.at(-1)?.input);
  const list = known.length > 0 ? `expected ${anyOf(known)}` : "expected no such key";
  return `${list}, got ${quote(key)}${didYouMean(key, known)}`;
}

function valueMessage(issue: v.BaseIssue<unknown>): string {
  const got =
    typeof issue.input === "object" && issue.input !== null ? kindOf(issue.input) : quote(issue.input);
  if (issue.message.startsWith("expected "))
    return issue.message.includes(", got ") ? issue.message : `${issue.message}, got ${got}`;
  return `expected ${expected(issue.expected ?? "something else")}, got ${got}${nearestWord(issue)}`;
}

const plainNames: Record<string, string> = {
  Object: "a map",
  Array: "a list",
  string: "a text",
  number: "a number",
  boolean: '"true" or "false"',
};

/** valibot writes `("csv" | "ndjson")`; people read `"csv" or "ndjson"`. */
function expected(written: string): string {
  const options = written.replace(/^\(|\)$/g, "").split(" | ");
  const words = options.map((option) => plainNames[option] ?? option);
  return words.length < 3 ? words.join(" or ") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

function nearestWord({ expected: written, input }: v.BaseIssue<unknown>): string {
  const words = [...(written ?? "").matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? "");
  return typeof input === "string" ? didYouMean(input, words) : "";
}

function kindOf(input: object): string {
  return Array.isArray(input) ? "a list" : "a map";
}

function syntaxMessage(message: string): string {
  return `expected YAML, got a syntax error: ${message}`;
}

/** Offset of the value at a path, of its key when asked for, or of the nearest thing above it that exists. */
function offsetOf(document: Document, keys: Keys, wantKey: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, key] of keys.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.find((item) => (isScalar(item.key) ? String(item.key.value) : "") === String(key))
      : undefined;
    const found: unknown = isSeq(node) ? node.items[Number(key)] : pair?.value;
    const keyNode = pair?.key;
    const shown = (wantKey && depth === keys.length - 1) || !isNode(found) ? keyNode : found;
    if (isNode(shown)) offset = shown.range?.[0] ?? offset;
    node = found;
  }
  return offset;
}

/** The keys that a schema knows at a path for what stands there; empty when any is allowed. */
function keysAt(schema: unknown, keys: Keys, held: unknown): string[] {
  const found = keys.reduce<unknown>((part, key) => childOf(unwrap(part), key), schema);
  const bare = variantOf(unwrap(found), held);
  return isRecord(bare) && isRecord(bare["entries"]) ? Object.keys(bare["entries"]) : [];
}

/** Of a schema that a key of the value tells apart, the one meant; any other schema as it is. */
function variantOf(schema: unknown, held: unknown): unknown {
  if (!isRecord(schema) || !Array.isArray(schema["options"]) || !isRecord(held)) return schema;
  const told = String(schema["key"]);
  const allows = (option: unknown): boolean =>
    isRecord(option) && isRecord(option["entries"]) && literalOf(option["entries"][told]) === held[told];
  return schema["options"].find(allows) ?? schema["options"][0];
}

/** The word that a literal allows; of an optional one nothing, which is how its default is written. */
function literalOf(schema: unknown): unknown {
  return isRecord(schema) ? schema["literal"] : undefined;
}

function childOf(schema: unknown, key: string | number): unknown {
  if (!isRecord(schema)) return undefined;
  if (isRecord(schema["entries"])) return schema["entries"][key];
  return schema["item"] ?? schema["value"];
}

function unwrap(schema: unknown): unknown {
  return isRecord(schema) && "wrapped" in schema ? unwrap(schema["wrapped"]) : schema;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
