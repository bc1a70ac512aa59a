import { safeCsv } from "../model/safeCsv.js";
import { costColumns } from "../model/termCost.js";
import type { MeasuredCosts } from "../model/termCost.js";

/** Costs as a CSV file that `costs` of a package may name, a term a row. */
export function costCsv({ costs, texts, measuredAt, machine }: MeasuredCosts): string {
  const rows = costs.map(({ termId, kind, costUs, lowUs, highUs, basis }) => [
    termId,
    kind,
    ...[costUs, lowUs, highUs].map((us) => String(Number(us.toPrecision(4)))),
    basis,
    String(texts),
    measuredAt,
    machine,
  ]);
  return safeCsv([[...costColumns], ...rows]);
}
