import * as v from "valibot";
import { quote } from "./dataError.js";
import { allowedWords, isRequired } from "./tables/column.js";
import type { Column } from "./tables/column.js";

/** What a column takes, in words: `a whole number`, `"approve" or "reject"`. */
export function expectedOf(column: Column): string {
  const allowed = allowedWords(column);
  if (allowed !== undefined) return anyOf(allowed);
  if (column.expected !== undefined) return column.expected;
  if (column.type === "utf8") return isRequired(column) ? "some text" : "text";
  if (column.type === "int32") return v.is(column.schema, -1) ? "a whole number" : "a whole number from 0 up";
  if (column.type === "bool") return '"true" or "false"';
  if (column.type === "timestamp") return "a time with a zone (2022-01-31T15:32:32Z)";
  if (!v.is(column.schema, 0)) return "a probability above 0 and at most 1";
  return v.is(column.schema, 2) ? "a number from 0 up" : "a number from 0 to 1";
}

/** `"a", "b" or "c"` */
export function anyOf(words: readonly string[]): string {
  const quoted = words.map((word) => quote(word));
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1) ?? ""}`;
}
