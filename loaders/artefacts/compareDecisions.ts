import { pickItems } from "../../src/gate/compared.js";
import type { Compared } from "../../src/gate/compared.js";
import { DataError } from "../../src/model/dataError.js";
import { formatCount } from "../../src/metrics/format.js";
import { itemIdsOf } from "../../src/replay/itemIds.js";
import type { ItemFacts } from "../../src/replay/traffic.js";

/** A file of decisions as it was named, and what it says of items. */
export type DecisionsFile = { readonly name: string; readonly decisions: ReadonlyMap<string, boolean> };

/**
 * The items that both files decide, with both decisions, and how many items and what else was left out.
 * @throws {DataError} when there is no such item
 */
export function compareDecisions(
  items: ItemFacts,
  { from, to }: { readonly from: DecisionsFile; readonly to: DecisionsFile },
): { compared: Compared; undecided: number; warnings: string[] } {
  const itemIds = itemIdsOf(items);
  const decided = Int32Array.from(itemIds.keys()).filter((item) => {
    const id = itemIds[item] ?? "";
    return from.decisions.has(id) && to.decisions.has(id);
  });
  if (decided.length === 0) {
    const message = "expected decisions on items of the workspace that the other file decides too, got none";
    throw new DataError([{ source: to.name, message }]);
  }
  const decisionsOf = ({ decisions }: DecisionsFile): Uint8Array =>
    Uint8Array.from(itemIds, (id) => Number(decisions.get(id) === true));
  const compared = pickItems({ ...items, before: decisionsOf(from), after: decisionsOf(to) }, decided);
  const known = new Set(itemIds);
  const unknown = [from, to].flatMap(({ name, decisions }) => {
    const count = [...decisions.keys()].reduce((sum, id) => sum + Number(!known.has(id)), 0);
    return count === 0
      ? []
      : [`${name}: ${formatCount(count)} decisions on items that the workspace does not have`];
  });
  const left = itemIds.length - decided.length;
  const open =
    left === 0
      ? []
      : [`${formatCount(left)} items of the workspace lack one of the two decisions and are left out`];
  return { compared, undecided: left, warnings: [...unknown, ...open] };
}
