import type { WorkspacePackage } from "../../src/model/workspace.js";
import type { Cell } from "../sources/source.js";
import type { WrittenTerm } from "./part.js";

/** How a workspace reads the columns of its package. */
export type PackageMapping = Pick<WorkspacePackage, "columns" | "constants" | "values">;

/** A row of a source as a package would have it, without what is empty; the term is as written. */
export function writtenTerm(
  { columns, constants, values }: PackageMapping,
  cellOf: (column: string) => Cell,
): WrittenTerm {
  const written = Object.entries(columns).map(([name, column]) => {
    const cell = String(cellOf(column));
    return [name, values[name]?.[cell] ?? cell];
  });
  const filled = written.filter(([name, cell]) => name === "term" || cell?.trim() !== "");
  return { ...constants, ...Object.fromEntries(filled) };
}
