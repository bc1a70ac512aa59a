import { DataError, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";

/**
 * Makes sure that a file has exactly the declared columns, in any order.
 * @throws {DataError} with a duplicate, missing or undeclared column an issue, all at line 1 where that holds them
 */
export function checkColumns(
  found: readonly string[],
  { names, source, hasHeader = true }: { names: readonly string[]; source: string; hasHeader?: boolean },
): void {
  const twice = found.filter((name, index) => found.indexOf(name) !== index);
  const missing = names.filter((name) => !found.includes(name));
  const unknown = found.filter((name) => !names.includes(name));
  const at = (column: string, message: string): DataIssue => ({
    source,
    ...(hasHeader ? { line: 1 } : {}),
    column,
    message,
  });
  const issues = [
    ...[...new Set(twice)].map((name) => at(name, "expected each column once, got it twice")),
    ...missing.map((name) => at(name, `expected this column, got none${didYouMean(name, unknown)}`)),
    ...unknown.map((name) =>
      at(name, `expected only declared columns, got ${quote(name)}${didYouMean(name, names)}`),
    ),
  ];
  if (issues.length > 0) throw new DataError(issues);
}
