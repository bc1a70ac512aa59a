import type { AuditRow } from "../metrics/audits.js";
import type { Cube } from "../model/cube.js";
import type { Report } from "../model/report.js";
import type { PageState } from "./pageState.js";

/** The rows of the slices that the reader chose; an empty choice means all. */
export function chosenRows<Row extends { readonly slice: Cube["cells"][number]["slice"] }>(
  rows: readonly Row[],
  state: PageState,
  { dimensions }: Pick<Report, "dimensions">,
): readonly Row[] {
  const wanted = dimensions.filter((name) => (state[name] ?? "") !== "");
  if (wanted.length === 0) return rows;
  return rows.filter(({ slice }) => wanted.every((name) => slice[name] === state[name]));
}

/** What stands in the place of audits where there are none; `undefined` where there are some. */
export function auditGap(
  rows: readonly AuditRow[],
  by: "qa" | "ata",
  { stages }: Pick<Report, "stages">,
): string | undefined {
  if (rows.some((row) => row.by === by)) return undefined;
  const name = by === "qa" ? "QA" : "ATA (audits of QA)";
  return stages.includes(by)
    ? `No audit by ${name} fits these choices.`
    : `This data holds no events of ${name}: table review_event, stage ${by}, with prior_event_id naming what is audited.`;
}
