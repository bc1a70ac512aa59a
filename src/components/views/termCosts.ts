import { formatCount, formatShare } from "../../metrics/format.js";
import type { MeasuredCosts, TermCost } from "../../model/termCost.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { ElementMaker } from "../element.js";
import { maskedTerm } from "../mask.js";
import type { PageData } from "../pageData.js";
import { formatUs, measuredWords, microseconds, roundsWords } from "../termCosts.js";
import { findTerm } from "../terms.js";
import { option } from "../view.js";
import type { View } from "../view.js";

/** The regexes and rules that cost most to be looked for, and what words and images cost together. */
export const termCostsTable: View = {
  name: "table term costs",
  summary: "terms that cost most to be looked for, by riskbook cost",
  options: { limit: { type: "number", fallback: 20 } },
  uses: [],
  needs: ["packageHealth.json", "terms.arrow"],
  render(options, { data, document }) {
    const h = elementsOf(document);
    const { costs: measured } = data.packageHealth;
    if (measured === undefined) return h("p", { class: "empty" }, [notMeasured]);
    const dearest = measured.costs
      .filter(({ basis }) => basis === "alone")
      .toSorted((a, b) => b.costUs - a.costUs || (a.termId < b.termId ? -1 : 1))
      .slice(0, Number(option(options, "limit")));
    return h("div", {}, [
      h("p", {}, [[...sharedWords(measured), aloneWords(measured, dearest)].join(" ")]),
      dataTable(h, dearest, {
        caption: "Terms that cost most to be looked for",
        empty: "No regex or rule costs more than noise.",
        columns: columnsOf(h, data),
      }),
    ]);
  },
};

const notMeasured =
  "What terms cost to be looked for is not known: write it with riskbook cost and name the file in workspace.yaml (costs of the package).";

/** Terms of a kind that are looked for at once, a sentence a kind. */
function sharedWords({ costs }: MeasuredCosts): string[] {
  const shared = costs.filter(({ basis }) => basis === "shared");
  return [...new Set(shared.map(({ kind }) => kind))].map((kind) => {
    const own = shared.filter((cost) => cost.kind === kind);
    const items = kind === "image" ? "searches" : "texts";
    return `${formatCount(own.length)} terms of kind ${kind} are looked for all at once in ${formatUs(sumOf(own))} µs for 1,000 ${items}: none has a time of its own.`;
  });
}

function aloneWords(measured: MeasuredCosts, dearest: readonly TermCost[]): string {
  const alone = measured.costs.filter(({ basis }) => basis === "alone");
  const below = measured.costs.filter(({ basis }) => basis === "below").length;
  const lost = below === 0 ? "" : `, and ${formatCount(below)} cost no more than noise`;
  const share =
    alone.length <= dearest.length
      ? ""
      : `, the dearest ${formatCount(dearest.length)} ${formatShare(sumOf(dearest) / sumOf(alone))} of it`;
  const told =
    alone.length === 0
      ? ""
      : `${formatCount(alone.length)} regexes and rules cost ${formatUs(sumOf(alone))} µs for 1,000 texts${share}${lost}; `;
  const sentence = `${told}${measuredWords(measured)}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function sumOf(costs: readonly TermCost[]): number {
  return costs.reduce((total, { costUs }) => total + costUs, 0);
}

function columnsOf(h: ElementMaker, data: PageData): Column<TermCost>[] {
  return [
    {
      label: "Term",
      cell: ({ termId }) => {
        const found = findTerm(data, termId);
        return found === undefined
          ? termId
          : h("a", { href: `./terms/${termId}` }, [maskedTerm(h, found.term)]);
      },
    },
    { label: "Kind", cell: ({ kind }) => kind },
    {
      label: "µs",
      numeric: true,
      title: "For 1,000 texts; the median of the rounds",
      cell: microseconds,
    },
    { label: "Rounds", numeric: true, title: "The fastest and the slowest round", cell: roundsWords },
    {
      label: "Items hit",
      numeric: true,
      cell: ({ termId }) => formatCount(findTerm(data, termId)?.hits ?? 0),
    },
  ];
}
