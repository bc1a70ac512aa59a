import * as Plot from "npm:@observablehq/plot";
import { formatCount, formatShare } from "../../metrics/format.js";
import type { CleanupFacts, ReleaseHealth } from "../../model/packageHealth.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { plotSize, stateColours } from "../plotStyle.js";
import type { View } from "../view.js";

const needs = ["packageHealth.json"] as const;

/** Why there is nothing to show, and what would show it. */
const notAsked =
  "The smallest package that catches as much is looked for where workspace.yaml says cleanup: true; riskbook cleanup prints it for any workspace.";

/** What could go from the newest release, in sentences. */
export const cleanupNote: View = {
  name: "note cleanup",
  summary: "which terms of the newest release could go without a loss, in sentences",
  options: {},
  uses: [],
  needs,
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const { cleanup } = data.packageHealth;
    if (cleanup === null) return h("p", { class: "empty" }, [notAsked]);
    return h(
      "div",
      { class: "finding" },
      cleanupSentences(cleanup).map((text) => h("p", {}, [text])),
    );
  },
};

function cleanupSentences(found: CleanupFacts): string[] {
  const { terms, minimal, leastTerms, fixedFP, unlabelled, zeroHit, contained, dominated } = found;
  const bound =
    leastTerms === minimal
      ? "no package with fewer does"
      : `at least ${formatCount(leastTerms)} terms are needed`;
  return [
    `${formatCount(minimal)} of ${formatCount(terms)} rejecting terms catch every labelled violation that all of them catch; ${bound}.`,
    `Without the other ${formatCount(terms - minimal)}, ${formatCount(fixedFP)} good items and ${formatCount(unlabelled)} without a label would no longer be rejected, and no labelled violation would pass.`,
    `Terms that never hit this traffic: ${formatCount(zeroHit)}. Terms that hit only items which another term hits too: ${formatCount(contained)}, for ${formatCount(dominated)} of them one that is no less precise.`,
    "Other traffic may need what this traffic does not: riskbook cleanup --out writes the smaller package, and riskbook gate says what it would change.",
  ];
}

function area(value: number | null): string {
  return value?.toFixed(4) ?? "no data";
}

type Point = { readonly recall: number; readonly precision: number; readonly terms: number };

/** Precision against recall while one term after the other is removed. */
export const frontierPlot: View = {
  name: "chart frontier",
  summary: "precision and recall of the newest release while terms are removed, best first",
  options: {},
  uses: [],
  needs,
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const { cleanup } = data.packageHealth;
    if (cleanup === null) return h("p", { class: "empty" }, [notAsked]);
    const points = pointsOf(cleanup);
    const [whole] = points;
    if (whole === undefined) return h("p", { class: "empty" }, ["No term hits a labelled violation."]);
    const cut = points.findLast(({ recall }) => recall >= 0.99) ?? whole;
    const { best, byPrecision, byHits, random } = cleanup.areas;
    return figure(h, drawFrontier(points, document), {
      title: `${formatCount(cut.terms)} of ${formatCount(whole.terms)} terms that hit keep 99 % of the recall; precision goes from ${formatShare(whole.precision)} to ${formatShare(cut.precision)}`,
      subtitle: `precision against the share of the package's own true positives, one term removed at a time · mean precision ${area(best)}; worst precision first ${area(byPrecision)}, fewest hits first ${area(byHits)}, at random ${area(random)}`,
      rows: dataTable(h, points, { caption: "Terms left, recall kept and precision", columns: pointColumns }),
    });
  },
};

function pointsOf({ frontier }: CleanupFacts): Point[] {
  const all = frontier[0]?.[1] ?? 0;
  return frontier
    .filter(([, tp, fp]) => all > 0 && tp + fp > 0)
    .map(([terms, tp, fp]) => ({ terms, recall: tp / all, precision: tp / (tp + fp) }));
}

const pointColumns: readonly Column<Point>[] = [
  { label: "Terms", numeric: true, cell: ({ terms }) => formatCount(terms) },
  { label: "Recall kept", numeric: true, cell: ({ recall }) => formatShare(recall) },
  { label: "Precision", numeric: true, cell: ({ precision }) => formatShare(precision) },
];

function drawFrontier(points: readonly Point[], document: Document): Element {
  return Plot.plot({
    ...plotSize,
    document,
    height: 260,
    marginLeft: 64,
    x: { label: "recall kept", grid: true, domain: [0, 1], ticks: 5, tickFormat: formatWhole },
    y: { label: "precision", grid: true, zero: false, nice: true, tickFormat: formatShare },
    marks: [
      Plot.line(points, { x: "recall", y: "precision", stroke: stateColours.better, strokeWidth: 1.5 }),
      Plot.dot(points, {
        x: "recall",
        y: "precision",
        r: 2.5,
        fill: stateColours.better,
        title: ({ terms, recall, precision }: Point) =>
          `${formatCount(terms)} terms: ${formatShare(recall)} of the recall, precision ${formatShare(precision)}`,
      }),
    ],
  });
}

/** `0.2` → `20 %`. */
function formatWhole(share: number): string {
  return formatShare(share).replace(".0 %", " %");
}

/** Size by kind and churn of every release. */
export const healthTable: View = {
  name: "table package health",
  summary: "releases of the package with size by kind, and terms added, removed and changed",
  options: {},
  uses: [],
  needs: ["report.json", ...needs],
  render(_options, { document, data }) {
    const { releases } = data.packageHealth;
    const rows = data.report.releases.map((release, index) => ({ ...release, health: releases[index] }));
    const kinds = [...new Set(releases.flatMap((release) => Object.keys(release.kinds)))].toSorted();
    return dataTable(elementsOf(document), rows.toReversed(), {
      caption: "Releases, newest first (times in UTC)",
      empty: "There is no package.",
      columns: [
        { label: "Release", cell: ({ label }) => label },
        {
          label: "In force from",
          cell: ({ releasedAt }) => new Date(releasedAt).toISOString().slice(0, 10),
        },
        ...kinds.map((kind) => count(`${kind} terms`, (health) => health.kinds[kind] ?? 0)),
        count("Added", ({ added }) => added),
        count("Removed", ({ removed }) => removed),
        count("Changed", ({ changed }) => changed, "Terms whose flags changed"),
      ],
    });
  },
};

type HealthRow = { readonly health: ReleaseHealth | undefined };

function count<Row extends HealthRow>(
  label: string,
  of: (health: ReleaseHealth) => number,
  title = label,
): Column<Row> {
  return {
    label,
    numeric: true,
    title,
    cell: ({ health }) => formatCount(health === undefined ? 0 : of(health)),
  };
}
