import { ageAt } from "../../src/replay/termAge.js";
import type { TermAge } from "../../src/replay/termAge.js";
import { addUp } from "./addUp.js";
import type { PackedRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";

/** What the age of a term at a hit is told from. */
export type TermDates = {
  /** By summary, the day of its items as UTC ms; `undefined` where they have no time. */
  readonly days: readonly (number | undefined)[];
  /** By release, UTC ms; `null` where the package does not say. */
  readonly releasedAt: readonly (number | null)[];
};

/**
 * `hits`, `tp` and `fp` by `termId` and `age`, the age of the term on the day of the items; none where items or releases have no time.
 * @param tables the terms of each summary
 */
export function sumAges(tables: readonly PackedRows[], { days, releasedAt }: TermDates): Row[] {
  const aged = tables.map((table, part): PackedRows => {
    const day = days[part];
    const { termId = [], hits = [], tp = [], fp = [], firstRelease = [] } = table;
    if (day === undefined) return {};
    return { termId, hits, tp, fp, age: firstRelease.map((at) => ageOn(day, releasedAt[Number(at)])) };
  });
  return addUp(aged, ["termId", "age"]).filter(({ age }) => age !== null);
}

function ageOn(day: number, releasedAt: number | null | undefined): TermAge | null {
  return releasedAt === null || releasedAt === undefined ? null : ageAt(day, releasedAt);
}

/** The day of a partition of items as UTC ms; `undefined` where they have no time. */
export function dayOf(partition: string): number | undefined {
  return partition.startsWith("day=") ? Date.parse(partition.slice(4, 14)) : undefined;
}
