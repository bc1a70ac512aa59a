import { DataError } from "../../src/model/dataError.js";
import type { Workspace } from "../../src/model/workspace.js";

/**
 * Refuses a workspace without items, of which an answer would say nothing.
 * @param items how many there are
 * @param purpose what they are wanted for, as in "items to look for terms in"
 * @throws {DataError} that says what would give it some
 */
export function requireItems(dir: Workspace["dir"], items: number, purpose: string): void {
  if (items > 0) return;
  const message = `expected items ${purpose}, got none; map a source with texts to this table, or add the missing file of an optional source`;
  throw new DataError([{ source: `${dir}/workspace.yaml`, column: "tables.item", message }]);
}
