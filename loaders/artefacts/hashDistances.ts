import type { HashDistances } from "../../src/model/packageHealth.js";
import { defaultRadius } from "../../src/matcher/compileTerms.js";
import type { Term } from "../../src/matcher/term.js";
import { distanceBands } from "../../src/replay/distanceBands.js";
import type { DistanceSum } from "../../src/replay/distanceBands.js";
import type { LabelledItems } from "../../src/replay/labelSums.js";
import { isHashed } from "../replay/hitTable.js";
import type { HitTable } from "../replay/hitTable.js";
import type { HashedItems, ReplayedPackage } from "../replay/openReplay.js";
import { addUp } from "./addUp.js";
import type { PartItems } from "./items.js";
import { packRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";
import type { ReplayedItems } from "./termRows.js";

const distanceKeys = ["termId", "distance", "cluster"] as const;

/** Terms whose distances pages hold. */
const mostTerms = 1000;

/**
 * Hits of the images and videos of the newest release on some items, by distance and advertiser, or item where items name
 * none; none without hashes. O(hits).
 */
export function distanceRows(items: PartItems, replayed: ReplayedItems, table: HitTable): Row[] {
  if (replayed.hashedItems.image + replayed.hashedItems.video === 0) return [];
  const newest = new Set(replayed.releases.at(-1)?.terms);
  const rows: Row[] = [];
  for (let row = 0; row < table.item.length; row++) {
    const term = table.term[row] ?? -1;
    if (((table.flags[row] ?? 0) & isHashed) === 0 || !newest.has(term)) continue;
    const item = table.item[row] ?? 0;
    rows.push({
      termId: replayed.terms[term]?.termId ?? "",
      distance: table.end[row] ?? 0,
      cluster: String(items.advertisers[item] ?? replayed.itemIds[item]),
      hits: 1,
      ...labelOf(items, item),
    });
  }
  return addUp([packRows(rows)], distanceKeys);
}

function labelOf({ truths, weights }: PartItems, item: number): Record<keyof LabelledItems, number> {
  const truth = truths[item] ?? "unlabelled";
  if (truth === "unlabelled") return { labelled: 0, tp: 0, weight: 0, violating: 0, squares: 0 };
  const weight = weights[item] ?? 1;
  const tp = Number(truth === "violating");
  return { labelled: 1, tp, weight, violating: tp * weight, squares: weight * weight };
}

/**
 * The images, or the videos, of the newest release by distance, from the rows of all partitions; `undefined` where none
 * was looked for.
 */
export function hashDistances(
  tables: readonly PackedRows[],
  { terms, releases, hashedItems }: Pick<ReplayedPackage, "terms" | "releases" | "hashedItems">,
  kind: keyof HashedItems,
): HashDistances | undefined {
  const newest = (releases.at(-1)?.terms ?? []).flatMap((term) => terms[term] ?? []);
  const own = newest.filter((term) => term.kind === kind);
  if (own.length === 0 || hashedItems[kind] === 0) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they were packed from such rows
  const sums = addUp(tables, distanceKeys) as (DistanceSum & { readonly termId: string })[];
  const byTerm = new Map(own.map(({ termId }): [string, DistanceSum[]] => [termId, []]));
  for (const sum of sums) byTerm.get(sum.termId)?.push(sum);
  const hitting = own
    .map((term) => ({ term, found: byTerm.get(term.termId) ?? [] }))
    .filter(({ found }) => found.length > 0)
    .toSorted((a, b) => hitsOf(b.found) - hitsOf(a.found) || (a.term.termId < b.term.termId ? -1 : 1));
  const all = sums.filter(({ termId }) => byTerm.has(termId));
  return {
    terms: own.length,
    hitting: hitting.length,
    all: distanceBands(all, Math.max(...own.map(radiusOf))),
    ofTerms: Object.fromEntries(
      hitting
        .slice(0, mostTerms)
        .map(({ term, found }) => [term.termId, distanceBands(found, radiusOf(term))]),
    ),
  };
}

function hitsOf(sums: readonly DistanceSum[]): number {
  return sums.reduce((all, { hits }) => all + hits, 0);
}

function radiusOf({ radius = defaultRadius }: Term): number {
  return radius;
}
