import { formatInterval, formatShare } from "../metrics/format.js";
import type { Column } from "./dataTable.js";
import { isWeighed, termPrecision } from "./terms.js";
import type { TermStanding } from "./termStanding.js";

/** The precision of terms and its interval; the headings say what labels count where they do not count alike. */
export function precisionColumns(rows: readonly TermStanding[]): Column<TermStanding>[] {
  const [title, basis] = isWeighed(rows.map(({ term }) => term))
    ? [{ title: weighedTitle }, "Wilson on the effective n, an advertiser's items being one cluster"]
    : [{}, "Wilson, each labelled item counted once"];
  return [
    {
      label: "Precision",
      numeric: true,
      ...title,
      cell: ({ term }) => formatShare(termPrecision(term).value),
    },
    {
      label: "95 % interval",
      numeric: true,
      title: basis,
      cell: ({ term }) => formatInterval(termPrecision(term).interval),
    },
  ];
}

const weighedTitle = "Each labelled item counts as many as its sample stands for; TP and FP are plain counts";
