import { formatCount, formatValue, formatValueInterval } from "../../metrics/format.js";
import type { Metric } from "../../model/metric.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { measuredStages } from "../measured.js";
import type { StageValue } from "../measured.js";
import { valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext, ViewOptions } from "../view.js";

/** Files that a metric of any kind may need. */
export const measuredNeeds = [
  "report.json",
  "review.arrow",
  "pairs.arrow",
  "audits.arrow",
  "lineItems.arrow",
  "duplicates.arrow",
  "labelLags.arrow",
] as const;

/** One metric of any kind, stage by stage, maybe by the values of a dimension, those without one included. */
export const measuredTable: View = {
  name: "table values",
  summary: "a metric of any kind at every stage that the log can give it for, worst first by a dimension",
  subject: "metric",
  options: {
    metric: { type: "metric", kinds: "any" },
    by: { type: "dimension", fallback: "none" },
  },
  uses: ["dimensions"],
  needs: measuredNeeds,
  render(options, context) {
    const metric = metricOf(options, context);
    const by = option(options, "by");
    return by === "none" ? valuesTable([metric], context, metric.label) : slicesTable(metric, by, context);
  },
};

function slicesTable(metric: Metric, by: string, { data, state, document }: ViewContext): HTMLElement {
  const rows = measuredStages(data, metric, { by: [by], state }).map((value) => ({ ...value, metric }));
  const known = rows.filter(({ measured }) => measured.value !== undefined);
  const sign = metric.good === "up" ? 1 : -1;
  const unknown = rows.filter(({ measured }) => measured.value === undefined);
  const sorted = known.toSorted((a, b) => sign * ((a.measured.value ?? 0) - (b.measured.value ?? 0)));
  const h = elementsOf(document);
  return dataTable(h, known.length === 0 ? [] : [...sorted, ...unknown], {
    caption: `${metric.label} by ${by}, worst first`,
    empty: `No data for ${metric.label} with these choices.`,
    columns: [
      { label: by, cell: ({ slice }) => valueLabel(by, slice[by] ?? null, data.report) },
      { label: "Metric", cell: () => nameOf(metric, h, metric.short) },
      ...valueColumns,
    ],
  });
}

const valueColumns: readonly Column<ValueRow>[] = [
  { label: "Stage", cell: ({ stage }) => stage },
  { label: "Value", numeric: true, cell: valueWords },
  {
    label: "95 % interval",
    numeric: true,
    cell: ({ metric, measured }) => formatValueInterval(measured.interval, metric.unit),
  },
  { label: "Rests on", cell: basisWords },
];

/** How consistent people are: judgments of one item, second reviews, duplicates, agreement beyond chance. */
export const consistencyTable: View = {
  name: "table consistency",
  summary: "inconsistency of judgments, double reviews and duplicates, and agreement beyond chance",
  options: {},
  uses: ["dimensions"],
  needs: measuredNeeds,
  render(_options, context) {
    const ids = [
      "inconsistency",
      "double_review_inconsistency",
      "duplicate_inconsistency",
      "near_duplicate_inconsistency",
      "agreement",
      "agreement_alpha",
    ];
    const { metrics } = context.data.report;
    return valuesTable(
      ids.flatMap((id) => metrics.find((metric) => metric.id === id) ?? []),
      context,
      "How far people agree with each other",
    );
  },
};

function metricOf(options: ViewOptions, { data }: ViewContext): Metric {
  const id = option(options, "metric");
  const found = data.report.metrics.find((metric) => metric.id === id);
  if (found === undefined) throw new TypeError(`Expected a metric of the report, got \`${id}\``);
  return found;
}

type ValueRow = StageValue & { readonly metric: Metric };

function valuesTable(
  metrics: readonly Metric[],
  { data, state, document }: ViewContext,
  caption: string,
): HTMLElement {
  const rows = metrics.flatMap((metric): ValueRow[] =>
    measuredStages(data, metric, { state })
      .filter(({ measured }) => measured.value !== undefined)
      .map((value) => ({ ...value, metric })),
  );
  const absent = metrics.filter((metric) => !rows.some((row) => row.metric === metric));
  const h = elementsOf(document);
  const table = dataTable(h, rows, {
    caption,
    empty: `No data for ${metrics.map(({ label }) => label).join(", ")} with these choices.`,
    columns: [{ label: "Metric", cell: ({ metric }) => nameOf(metric, h) }, ...valueColumns],
  });
  if (rows.length === 0 || absent.length === 0) return table;
  return h("div", {}, [
    table,
    h("p", { class: "remark" }, [`Not in this data: ${absent.map(({ label }) => label).join(", ")}.`]),
  ]);
}

function nameOf(
  { id, label, definition }: Metric,
  h: ReturnType<typeof elementsOf>,
  shown: string = label,
): HTMLElement {
  return h("a", { href: `./data-and-definitions#${id}`, title: definition }, [shown]);
}

function valueWords({ metric, measured }: ValueRow): string {
  const small = measured.value !== undefined && measured.effectiveN < metric.minN ? " (small n)" : "";
  return formatValue(measured.value, metric.unit) + small;
}

/** What a value of a metric rests on, in words. */
export function basisWords({ metric, measured }: Pick<ValueRow, "metric" | "measured">): string {
  const { count, total, effectiveN } = measured;
  const effective = `effective n ${formatCount(Math.round(effectiveN))}`;
  if (metric.kind === "ratio")
    return `${formatCount(count)} of ${formatCount(total)} ${metric.denominatorLabel}, ${effective}`;
  if (metric.kind === "count") return effective;
  return `${formatCount(total)} ${metric.denominatorLabel}`;
}
