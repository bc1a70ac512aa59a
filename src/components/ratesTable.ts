import { formatCount, formatInterval, formatShare } from "../metrics/format.js";
import type { Rate } from "../model/rate.js";
import { dataTable } from "./dataTable.js";
import type { Column } from "./dataTable.js";
import { labelledShare } from "./rateWords.js";
import type { Child, ElementMaker } from "./element.js";

/** A rate with the words that name it, one per leading column. */
export type RateRow = { readonly cells: readonly Child[]; readonly rate: Rate; readonly minN: number };

/** Rates as rows: what they are of, value, interval, numerator, denominator and effective n. */
export function ratesTable(
  h: ElementMaker,
  rows: readonly RateRow[],
  { headings, caption }: { headings: readonly string[]; caption: string },
): HTMLElement {
  return dataTable(h, rows, {
    caption,
    columns: [
      ...headings.map((label, index) => ({ label, cell: (row: RateRow) => row.cells[index] })),
      { label: "Value", numeric: true, cell: ({ rate, minN }) => valueWords(rate, minN) },
      { label: "95 % interval", numeric: true, cell: ({ rate }) => formatInterval(rate.interval) },
      { label: "Count", numeric: true, cell: ({ rate }) => formatCount(rate.count) },
      { label: "Total", numeric: true, cell: ({ rate }) => formatCount(rate.total) },
      { label: "Effective n", numeric: true, cell: ({ rate }) => formatCount(Math.round(rate.effectiveN)) },
      ...(rows.some(({ rate }) => labelledShare(rate) !== undefined) ? [labelledColumn] : []),
    ],
  });
}

const labelledColumn: Column<RateRow> = {
  label: "Labelled",
  title: "Share of the decisions that have a label to be held against",
  numeric: true,
  cell: ({ rate }) => {
    const share = labelledShare(rate);
    return share === undefined ? "" : formatShare(share);
  },
};

function valueWords(rate: Rate, minN: number): string {
  const small = rate.value !== undefined && rate.effectiveN < minN;
  return formatShare(rate.value) + (small ? " (small n)" : "");
}
