import * as Plot from "npm:@observablehq/plot";
import { neededPrecision } from "../../cleanup/termProposal.js";
import type { Proposal } from "../../cleanup/termProposal.js";
import { formatCount, formatPoints, formatShare } from "../../metrics/format.js";
import type { TermRow } from "../../model/artefact.js";
import { actionColumns } from "../actionColumns.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { ElementMaker } from "../element.js";
import { figure } from "../figure.js";
import { maskedTerm } from "../mask.js";
import { precisionColumns } from "../precisionColumns.js";
import { plotSize, stateColours } from "../plotStyle.js";
import { valueLabel } from "../selection.js";
import { byCost, costColumns } from "../termCosts.js";
import { termPrecision } from "../terms.js";
import { costWords, termStandings, wrongCosts } from "../termStanding.js";
import type { TermStanding } from "../termStanding.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

/** Below this many labelled hits a term's precision says little, and its mark is hollow. */
const minLabelled = 30;

/** How a proposal is drawn: by shape and colour. */
const marks: Readonly<Record<Proposal, { symbol: string; colour: string }>> = {
  keep: { symbol: "circle", colour: stateColours.better },
  watch: { symbol: "square", colour: "var(--theme-foreground-muted)" },
  tighten: { symbol: "triangle", colour: stateColours.worse },
  retire: { symbol: "diamond", colour: stateColours.worse },
};

/** Terms of the newest release by hits and precision. */
export const termsScatter: View = {
  name: "chart scatter terms",
  summary: "terms of the newest release by hits and precision, and what to do about each",
  options: {},
  uses: [],
  needs: ["report.json", "decisions.arrow", "terms.arrow"],
  render(_options, context) {
    const h = elementsOf(context.document);
    const all = termStandings(context.data);
    const drawn = all.filter(({ term }) => term.labelled > 0);
    if (drawn.length === 0) return h("p", { class: "empty" }, ["No term has a labelled hit."]);
    const count = (proposal: Proposal): number => all.filter((one) => one.proposal === proposal).length;
    return figure(h, drawScatter(drawn, context), {
      title: `Of ${formatCount(all.length)} terms that hit, keep ${count("keep")}, tighten ${count("tighten")}, retire ${count("retire")} and watch ${count("watch")}`,
      subtitle: `precision against items hit (log scale), package ${context.data.report.releases.at(-1)?.label ?? "none"} · circles: keep, squares: watch, triangles: tighten, diamonds: retire · hollow: fewer than ${minLabelled} labelled hits`,
    });
  },
};

function drawScatter(terms: readonly TermStanding[], context: ViewContext): Element {
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
    symbol: {
      domain: ["circle", "square", "triangle", "diamond"],
      range: ["circle", "square", "triangle", "diamond"],
    },
    marks: [
      Plot.rect([0], { y1: 0, y2: neededPrecision, fill: stateColours.worse, fillOpacity: 0.06 }),
      Plot.ruleY([neededPrecision], { strokeDasharray: "4,3", strokeOpacity: 0.6 }),
      Plot.text(["more good items than violations"], {
        frameAnchor: "bottom-right",
        dy: -6,
        dx: -6,
        fill: "var(--theme-foreground-muted)",
      }),
      Plot.dot(terms, {
        x: ({ term }: TermStanding) => term.hits,
        y: ({ term }: TermStanding) => termPrecision(term).value,
        symbol: ({ proposal }: TermStanding) => marks[proposal].symbol,
        r: 4,
        stroke: colour,
        fill: (one: TermStanding) =>
          one.term.labelled < minLabelled ? "var(--theme-background)" : colour(one),
        href: ({ term }: TermStanding) => `./terms/${term.termId}`,
        title: ({ term, proposal }: TermStanding) =>
          `${proposal}: ${valueLabel("language", term.language, context.data.report)} term, ${formatCount(term.hits)} items, precision ${formatShare(termPrecision(term).value)}`,
      }),
    ],
  });
}

function colour({ proposal }: TermStanding): string {
  return marks[proposal].colour;
}

/** Terms of the newest release that hit, with what they catch alone and with others, and what to do about them. */
export const termsTable: View = {
  name: "table terms",
  summary: "terms of the newest release with proposal, hits, precision, unique hits and credit",
  options: {
    sort: {
      type: "choice",
      choices: ["hits", "falsePositives", "precision", "proposal", "unique", "cost"],
      fallback: "hits",
    },
    limit: { type: "number", fallback: 1000 },
  },
  uses: [],
  needs: ["report.json", "decisions.arrow", "terms.arrow", "overkill.json", "packageHealth.json"],
  render(options, context) {
    const h = elementsOf(context.document);
    const sort = option(options, "sort");
    const order = sort === "cost" ? byCost(context.data) : (orders[sort] ?? (() => 0));
    const rows = termStandings(context.data)
      .toSorted(order)
      .slice(0, Number(option(options, "limit")));
    return dataTable(h, rows, {
      caption: "Terms of the newest release that hit",
      empty: "No term of the newest release hits this traffic.",
      columns: termColumns(h, rows, context),
    });
  },
};

const urgency: readonly Proposal[] = ["retire", "tighten", "watch", "keep"];

const orders: Readonly<Record<string, (a: TermStanding, b: TermStanding) => number>> = {
  hits: (a, b) => b.term.hits - a.term.hits,
  falsePositives: (a, b) => b.term.fp - a.term.fp,
  precision: (a, b) => (termPrecision(a.term).value ?? 2) - (termPrecision(b.term).value ?? 2),
  proposal: (a, b) => urgency.indexOf(a.proposal) - urgency.indexOf(b.proposal) || b.term.fp - a.term.fp,
  unique: (a, b) => b.term.uniqueHits - a.term.uniqueHits,
};

function termColumns(
  h: ElementMaker,
  rows: readonly TermStanding[],
  { data }: ViewContext,
): Column<TermStanding>[] {
  return [
    {
      label: "Term",
      cell: ({ term }) => h("a", { href: `./terms/${term.termId}` }, [maskedTerm(h, term.term)]),
    },
    { label: "Language", cell: ({ term }) => valueLabel("language", term.language, data.report) },
    ...actionColumns(rows, ({ term }) => term),
    { label: "Proposal", cell: ({ proposal }) => h("strong", {}, [proposal]) },
    ...countColumns,
    ...precisionColumns(rows),
    ...effectColumns,
    ...rarerColumns(rows, data),
    ...costColumns(data),
    { label: "Reason", cell: ({ reason }) => h("span", { class: "reason" }, [reason]) },
  ];
}

const countColumns: readonly Column<TermStanding>[] = [
  { label: "Items hit", numeric: true, cell: ({ term }) => formatCount(term.hits) },
  {
    label: "Unlabelled",
    numeric: true,
    title: "Items hit that have no truth label",
    cell: ({ term }) => formatCount(term.hits - term.labelled),
  },
  { label: "TP", numeric: true, title: "Violating items hit", cell: ({ term }) => formatCount(term.tp) },
  { label: "FP", numeric: true, title: "Good items hit", cell: ({ term }) => formatCount(term.fp) },
];

const effectColumns: readonly Column<TermStanding>[] = [
  {
    label: "S/O",
    numeric: true,
    title: "Precision, were there as many violating items as good ones; 0.500 on no labelled hit",
    cell: (one) => one.spamOverOverall.toFixed(3),
  },
  {
    label: "Unique",
    numeric: true,
    title: "Items that no other term of the release hits",
    cell: ({ term }) => formatCount(term.uniqueHits),
  },
  {
    label: "Unique FP",
    numeric: true,
    title: "Good items that only this term hits",
    cell: ({ term }) => formatCount(term.uniqueFp),
  },
  {
    label: "Recall",
    numeric: true,
    title: "What the recall of all terms together would lose without it",
    cell: ({ recallLost }) => formatPoints(recallLost),
  },
  {
    label: "Precision of all",
    numeric: true,
    title: "What it adds to the precision of all terms together; below 0 they are better without it",
    cell: ({ precisionLost }) => formatPoints(precisionLost),
  },
  {
    label: "Credit",
    numeric: true,
    title: "Σ 1/k over its items, k terms on the item: its share of all items hit",
    cell: ({ term }) => formatCount(Math.round(term.credit * 10) / 10),
  },
];

/** Columns that only some workspaces have something to say in. */
function rarerColumns(rows: readonly TermStanding[], data: ViewContext["data"]): Column<TermStanding>[] {
  const some = (isSaid: (term: TermRow) => boolean): boolean => rows.some(({ term }) => isSaid(term));
  const costsIn = wrongCosts(data);
  const { recent } = data.packageHealth;
  const columns: [boolean, Column<TermStanding>][] = [
    [
      some((term) => term.aloneHits !== term.uniqueHits),
      {
        label: "Whole stack",
        numeric: true,
        title: "Items that no other term hits and neither a model nor another package rejected",
        cell: ({ term }) => formatCount(term.aloneHits),
      },
    ],
    [
      some(({ evasiveHits }) => evasiveHits > 0),
      {
        label: "Disguised",
        numeric: true,
        title: "Items that only the evasive view finds it in",
        cell: ({ term }) => formatCount(term.evasiveHits),
      },
    ],
    [
      recent !== null,
      {
        label: `Last ${recent?.days ?? 0} days`,
        numeric: true,
        title: "Items hit in the last days, and how many there would be at its usual share",
        cell: ({ term }) => recentWords(term, data),
      },
    ],
    [
      some((term) => costsIn(term).length > 0),
      {
        label: "FP cost",
        numeric: true,
        title: wrongCostTitle,
        cell: ({ term }) => costWords(costsIn(term)),
      },
    ],
    [
      true,
      {
        label: "Since",
        title: "First release that holds it",
        cell: ({ term }) => data.report.releases[term.firstRelease]?.label ?? "",
      },
    ],
  ];
  return columns.flatMap(([isShown, column]) => (isShown ? [column] : []));
}

const wrongCostTitle =
  "What its labelled good items were expected to earn, by currency: expected impressions times the average revenue of a delivered impression, not their own delivery; most impressions first";

/** `12 of 18.4 expected`, or nothing where items have no time. */
export function recentWords(term: TermRow, { packageHealth, report }: ViewContext["data"]): string {
  const { recent } = packageHealth;
  if (recent === null || report.items.total === 0) return "";
  const expected = (term.hits * recent.items) / report.items.total;
  return `${formatCount(term.recentHits)} of ${formatCount(Math.round(expected * 10) / 10)} expected`;
}
