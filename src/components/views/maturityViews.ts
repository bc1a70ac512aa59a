import { formatCount, formatShare } from "../../metrics/format.js";
import { scoredStages } from "../../metrics/verdict.js";
import { dayMs } from "../../model/duration.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { View, ViewContext } from "../view.js";

/** By which designs labels were drawn, and with what probabilities. */
export const designsTable: View = {
  name: "table designs",
  summary: "sample designs of the labels, with the probabilities of being drawn",
  options: {},
  uses: [],
  needs: ["report.json", "samples.arrow"],
  render(_options, { data, document }) {
    const names = new Set(data.samples.map(({ stage, design }) => JSON.stringify([stage, design])));
    const rows = [...names].map((name) => {
      const own = data.samples.filter(({ stage, design }) => JSON.stringify([stage, design]) === name);
      return {
        stage: own[0]?.stage ?? "",
        design: own[0]?.design ?? "not named",
        labels: own.reduce((sum, { labels }) => sum + labels, 0),
        chances: own.flatMap(({ chance }) => chance ?? []),
        unknown: own.reduce((sum, { chance, labels }) => sum + (chance === null ? labels : 0), 0),
      };
    });
    return dataTable(elementsOf(document), rows, {
      caption: "How labels were drawn",
      empty:
        "No label says how it was drawn (columns sample_design_id and incl_prob): each counts as one, as if all had been labelled.",
      columns: [
        { label: "Labels by", cell: ({ stage }) => stage },
        { label: "Design", cell: ({ design }) => design },
        { label: "Labels", numeric: true, cell: ({ labels }) => formatCount(labels) },
        { label: "Probability", numeric: true, cell: ({ chances }) => rangeWords(chances) },
        { label: "Without one", numeric: true, cell: ({ unknown }) => formatCount(unknown) },
      ],
    });
  },
};

function rangeWords(chances: readonly number[]): string {
  if (chances.length === 0) return "not given";
  const [low, high] = [Math.min(...chances), Math.max(...chances)];
  return low === high ? formatShare(low) : `${formatShare(low)} to ${formatShare(high)}`;
}

const ages = [
  { words: "under 2 days", from: 0, to: 2 },
  { words: "2 to 6 days", from: 2, to: 7 },
  { words: "7 to 13 days", from: 7, to: 14 },
  { words: "14 to 27 days", from: 14, to: 28 },
  { words: "28 days and more", from: 28, to: Infinity },
];

/** How many decisions have their label, by how old they are at the data date: the young ones are still to be labelled. */
export const maturityTable: View = {
  name: "table maturity",
  summary: "labelled share of decisions by their age, so that young ones are not read as final",
  options: {},
  uses: [],
  needs: ["report.json", "coverage.arrow"],
  render(_options, context) {
    const rows = scoredStages.flatMap((stage) => maturityOf(stage, context));
    return dataTable(elementsOf(context.document), rows, {
      caption: "Decisions by age at the data date",
      empty: "No decision carries a time, so that their ages are not known.",
      columns: [
        { label: "Stage", cell: ({ stage }) => stage },
        { label: "Age", cell: ({ words }) => words },
        { label: "Decisions", numeric: true, cell: ({ decisions }) => formatCount(decisions) },
        { label: "Labelled", numeric: true, cell: ({ labelled }) => formatCount(labelled) },
        {
          label: "Coverage",
          numeric: true,
          cell: ({ decisions, labelled }) => formatShare(labelled / decisions),
        },
      ],
    });
  },
};

type Maturity = {
  readonly stage: string;
  readonly words: string;
  readonly decisions: number;
  readonly labelled: number;
};

/** Days are counted back from the data date; a stage without times has none. */
function maturityOf(stage: string, { data }: ViewContext): Maturity[] {
  const ageOf = (day: string): number => Math.floor((data.report.workspace.asOf - Date.parse(day)) / dayMs);
  const own = data.coverage.flatMap(({ stage: name, day, ...counts }) =>
    name === stage && day !== null ? [{ age: ageOf(day), ...counts }] : [],
  );
  return ages.flatMap(({ words, from, to }) => {
    const found = own.filter(({ age }) => age >= from && age < to);
    const decisions = found.reduce((sum, row) => sum + row.decisions, 0);
    const labelled = found.reduce((sum, row) => sum + row.labelled, 0);
    return decisions === 0 ? [] : [{ stage, words, decisions, labelled }];
  });
}
