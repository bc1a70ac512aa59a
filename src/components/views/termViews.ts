import * as Plot from "npm:@observablehq/plot";
import { formatCount, formatInterval, formatShare } from "../../metrics/format.js";
import type { TermRow } from "../../model/artefact.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { ElementMaker } from "../element.js";
import { figure } from "../figure.js";
import { maskedTerm } from "../mask.js";
import { plotSize, stateColours } from "../plotStyle.js";
import { valueLabel } from "../selection.js";
import { currentTerms, termPrecision } from "../terms.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

/** Below this many labelled hits a term's precision says little, and its mark is hollow. */
const minLabelled = 30;

/** Terms of the newest release by hits and precision. */
export const termsScatter: View = {
  name: "chart scatter terms",
  summary: "terms of the newest release by hits and precision",
  options: {},
  uses: [],
  needs: ["report.json", "terms.arrow"],
  render(_options, context) {
    const h = elementsOf(context.document);
    const terms = currentTerms(context.data).filter(({ labelled }) => labelled > 0);
    if (terms.length === 0) return h("p", { class: "empty" }, ["No term has a labelled hit."]);
    const worse = terms.filter((term) => poor(term) && term.labelled >= minLabelled);
    return figure(h, drawScatter(terms, context), {
      title: `${worse.length} of ${terms.length} terms that hit reject more good items than violations, with at least ${minLabelled} labelled hits each`,
      subtitle: `precision against items hit (log scale), package ${context.data.report.releases.at(-1)?.label ?? "none"} · hollow: fewer than ${minLabelled} labelled hits · orange triangles: precision below 50 %`,
    });
  },
};

/** Whether more of a term's labelled hits are good items than violations. */
function poor(term: TermRow): boolean {
  return (termPrecision(term).value ?? 1) < 0.5;
}

function colour(term: TermRow): string {
  return poor(term) ? stateColours.worse : stateColours.better;
}

function drawScatter(terms: readonly TermRow[], context: ViewContext): Element {
  return Plot.plot({
    ...plotSize,
    document: context.document,
    height: 340,
    marginLeft: 56,
    x: {
      type: "log",
      label: "items hit",
      grid: true,
      tickFormat: (value: number) => (Math.log10(value) % 1 === 0 ? formatCount(value) : ""),
    },
    y: {
      label: "precision",
      grid: true,
      domain: [0, 1],
      tickFormat: (value: number) => formatShare(value).replace(/\.0(?= %)/, ""),
    },
    symbol: { domain: ["circle", "triangle"], range: ["circle", "triangle"] },
    marks: [
      Plot.ruleY([0.5], { strokeDasharray: "4,3", strokeOpacity: 0.6 }),
      Plot.dot(terms, {
        x: "hits",
        y: (term: TermRow) => termPrecision(term).value,
        symbol: (term: TermRow) => (poor(term) ? "triangle" : "circle"),
        r: 4,
        stroke: colour,
        fill: (term: TermRow) => (term.labelled < minLabelled ? "var(--theme-background)" : colour(term)),
        href: (term: TermRow) => `./terms/${term.termId}`,
        title: (term: TermRow) =>
          `${valueLabel("language", term.language, context.data.report)} term, ${formatCount(term.hits)} items, precision ${formatShare(termPrecision(term).value)}`,
      }),
    ],
  });
}

/** Terms of the newest release that hit, with what they catch alone and with others. */
export const termsTable: View = {
  name: "table terms",
  summary: "terms of the newest release with hits, precision, unique hits and credit",
  options: {
    sort: { type: "choice", choices: ["hits", "falsePositives", "precision", "unique"], fallback: "hits" },
    limit: { type: "number", fallback: 1000 },
  },
  uses: [],
  needs: ["report.json", "terms.arrow"],
  render(options, context) {
    const h = elementsOf(context.document);
    const order = orders[option(options, "sort")] ?? (() => 0);
    const rows = currentTerms(context.data)
      .toSorted(order)
      .slice(0, Number(option(options, "limit")));
    return dataTable(h, rows, {
      caption: "Terms of the newest release that hit",
      empty: "No term of the newest release hits this traffic.",
      columns: termColumns(h, context),
    });
  },
};

const orders: Readonly<Record<string, (a: TermRow, b: TermRow) => number>> = {
  hits: (a, b) => b.hits - a.hits,
  falsePositives: (a, b) => b.fp - a.fp,
  precision: (a, b) => (termPrecision(a).value ?? 2) - (termPrecision(b).value ?? 2),
  unique: (a, b) => b.uniqueHits - a.uniqueHits,
};

function termColumns(h: ElementMaker, { data }: ViewContext): Column<TermRow>[] {
  return [
    { label: "Term", cell: (row) => h("a", { href: `./terms/${row.termId}` }, [maskedTerm(h, row.term)]) },
    { label: "Language", cell: (row) => valueLabel("language", row.language, data.report) },
    { label: "Items hit", numeric: true, cell: (row) => formatCount(row.hits) },
    {
      label: "Unlabelled",
      numeric: true,
      title: "Items hit that have no truth label",
      cell: (row) => formatCount(row.hits - row.labelled),
    },
    { label: "TP", numeric: true, title: "Violating items hit", cell: (row) => formatCount(row.tp) },
    { label: "FP", numeric: true, title: "Good items hit", cell: (row) => formatCount(row.fp) },
    { label: "Precision", numeric: true, cell: (row) => formatShare(termPrecision(row).value) },
    { label: "95 % interval", numeric: true, cell: (row) => formatInterval(termPrecision(row).interval) },
    {
      label: "Unique",
      numeric: true,
      title: "Items that no other term of the release hits",
      cell: (row) => formatCount(row.uniqueHits),
    },
    {
      label: "Unique FP",
      numeric: true,
      title: "Good items that only this term rejects",
      cell: (row) => formatCount(row.uniqueFp),
    },
    {
      label: "Credit",
      numeric: true,
      title: "Σ 1/k over its items, k terms on the item: its share of all items hit",
      cell: (row) => formatCount(Math.round(row.credit * 10) / 10),
    },
  ];
}
