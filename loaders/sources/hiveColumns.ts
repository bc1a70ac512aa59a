import { dirname, sep } from "node:path";
import { DataError, quote } from "../../src/model/dataError.js";
import type { CellType, SourceSchema } from "../../src/model/workspace.js";
import type { Cell } from "./source.js";

/** What writers put for a value that there is none of. */
const none = "__HIVE_DEFAULT_PARTITION__";

/**
 * Columns that the folders of a file's path give it: `day=2024-01-01` → day. Of folders that the pattern spells out,
 * only those that the schema declares: they may just be called so.
 * @throws {DataError} when a value is not of the declared type
 */
export function hiveColumns(
  file: string,
  { pattern, schema }: { pattern: string; schema: SourceSchema },
): Map<string, Cell> {
  const found = new Map<string, Cell>();
  const parts = dirname(pattern).split(sep);
  for (const [index, folder] of dirname(file).split(sep).entries()) {
    const [, name = "", text = ""] = /^([^=]+)=(.*)$/.exec(folder) ?? [];
    const declared = schema[name];
    if (name === "" || (declared === undefined && parts[index]?.includes("*") !== true)) continue;
    const value = toCell(unescaped(text), declared ?? "string");
    if (value === undefined) {
      const message = `expected folders named by a ${declared ?? "string"}, got ${quote(folder)}`;
      throw new DataError([{ source: file, column: name, message }]);
    }
    found.set(name, value);
  }
  return found;
}

function toCell(text: string, type: CellType): Cell | undefined {
  if (text === none) return null;
  if (type === "string") return text;
  if (type === "boolean") return { true: true, false: false }[text];
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Writers escape characters that file systems forbid as `%3A`; a lone `%` stands for itself. */
function unescaped(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
