import { fewestPeople } from "../../metrics/cohorts.js";
import { findMetric } from "../../metrics/findMetric.js";
import { rates } from "../../metrics/rates.js";
import type { Cube } from "../../model/cube.js";
import type { Rate } from "../../model/rate.js";
import { auditGap, chosenRows } from "../chainData.js";
import { elementsOf } from "../element.js";
import { ratesTable } from "../ratesTable.js";
import type { RateRow } from "../ratesTable.js";
import { chosenCells, valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

/** By policy the table would be long. */
const metricIds = {
  all: ["qa_accuracy", "ata", "ata_false_pass", "ata_false_fail", "ata_severity"],
  few: ["qa_accuracy", "ata"],
} as const;

/** What a split is by, as its column says it. */
const headings: Readonly<Record<string, string>> = {
  none: "Of",
  agreed: "QA and the reviewer",
  policy: "Policy",
  lineItem: "Line item",
  cohort: "Cohort of auditors",
};

/** How QA confirms people and its auditor confirms QA, whole or split. */
export const ataTable: View = {
  name: "table ata",
  summary: "QA accuracy, ATA, false passes and fails of QA, by severity, line item and cohort of auditors",
  options: {
    by: {
      type: "choice",
      choices: ["none", "agreed", "policy", "lineItem", "cohort", "each"],
      fallback: "none",
    },
  },
  uses: ["dimensions"],
  needs: ["report.json", "audits.arrow", "lineItems.arrow"],
  render(options, context) {
    const h = elementsOf(context.document);
    const by = option(options, "by");
    const gap = gapOf(by === "each" ? "none" : by, context);
    if (gap !== undefined) return h("p", { class: "empty" }, [gap]);
    if (by !== "each") return splitTable(by, context);
    const known = ["none", "agreed", "lineItem", "cohort", "policy"].filter(
      (name) => gapOf(name, context) === undefined,
    );
    return h(
      "div",
      {},
      known.map((name) => splitTable(name, context)),
    );
  },
};

function splitTable(by: string, context: ViewContext): HTMLElement {
  const rows =
    by === "lineItem" ? [] : metricRows(chosenCells(context.data.audited, context.state), by, context);
  const heading = headings[by] ?? by;
  return ratesTable(elementsOf(context.document), [...rows, ...lineItemRows(by, context)], {
    headings: by === "none" ? ["Metric"] : ["Metric", heading],
    caption:
      by === "none"
        ? "Audits, weighted by their samples"
        : `Audits by ${by === "agreed" ? "whether QA had agreed with the reviewer" : heading.toLowerCase()}`,
  });
}

function gapOf(by: string, { data, state }: ViewContext): string | undefined {
  const rows = chosenRows(data.audits, state, data.report);
  if (by === "policy" && !data.report.dimensions.includes("policy"))
    return "The items of this workspace have no policy.";
  if (by === "none") return auditGap(rows, "qa", data.report) ?? auditGap(rows, "ata", data.report);
  if (by === "lineItem" && data.lineItems.cells.length === 0)
    return "No audit of QA names line items (column line_items of table review_event).";
  if (by === "cohort" && rows.every(({ cohort }) => cohort === null))
    return `No cohort of at least ${fewestPeople} auditors is known (table reviewer: reviewer_id, cohort, people).`;
  return auditGap(rows, "ata", data.report);
}

function metricRows(cube: Cube, by: string, { data }: ViewContext): RateRow[] {
  return metricIds[by === "policy" ? "few" : "all"].flatMap((id) => {
    if (id === "qa_accuracy" && (by === "agreed" || by === "cohort")) return [];
    const metric = findMetric(data.report.metrics, id);
    return rates(cube, metric, { by: by === "none" ? [] : [by] })
      .filter(({ rate }) => rate.value !== undefined)
      .map(({ slice, rate }) => ({
        cells: [metric.label, ...(by === "none" ? [] : [splitLabel(by, slice[by] ?? null, data.report)])],
        rate: by === "cohort" && rate.effectiveN < fewestAudits ? untold : rate,
        minN: metric.minN,
      }));
  });
}

/** Audits of a cohort below which its numbers stay untold. */
const fewestAudits = 10;
const untold: Rate = { count: 0, total: 0, effectiveN: 0, value: undefined, interval: undefined };

function splitLabel(by: string, value: string | null, report: ViewContext["data"]["report"]): string {
  if (by === "agreed") return value === "yes" ? "agreed" : "disagreed";
  if (by === "cohort") return value ?? `others (cohorts of fewer than ${fewestPeople} people, or none)`;
  return valueLabel(by, value, report);
}

function lineItemRows(by: string, { data, state }: ViewContext): RateRow[] {
  if ((by !== "none" && by !== "lineItem") || data.lineItems.cells.length === 0) return [];
  const metric = findMetric(data.report.metrics, "ata_line_items");
  const found = rates(chosenCells(data.lineItems, state), metric, { by: by === "none" ? [] : ["lineItem"] });
  return found.map(({ slice, rate }) => ({
    cells: [metric.label, ...(by === "none" ? [] : [slice["lineItem"] ?? "none"])],
    rate,
    minN: metric.minN,
  }));
}
