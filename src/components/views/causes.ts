import type { DimensionSplit } from "../../rca/analyseChange.js";
import { formatCount, formatPoints, formatShare } from "../../metrics/format.js";
import type { ArtefactName } from "../../model/artefact.js";
import type { Rate } from "../../model/rate.js";
import { causeEvidence, evidenceNeeds } from "../change/causeEvidence.js";
import { causeLinks } from "../change/causeLinks.js";
import { changeMoment } from "../change/changeMoment.js";
import {
  basisWords,
  causeWords,
  excessWords,
  mixWords,
  momentWords,
  movedWords,
  newcomerWords,
  shareOfChange,
  sliceWords,
  verdictWords,
} from "../change/changeWords.js";
import { changeChoices, chosenChange } from "../change/chosenChange.js";
import type { SliceCause, WindowChange } from "../change/windowChange.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { figure } from "../figure.js";
import { shortLabel } from "../plotStyle.js";
import { rateDots } from "../rateDots.js";
import type { View, ViewContext } from "../view.js";

const needs: readonly ArtefactName[] = ["report.json", "reviewDaily.arrow"];

/** A view of the chosen change, or of the sentence that says why there is none. */
function changeView(
  name: string,
  summary: string,
  draw: (change: WindowChange, context: ViewContext) => Element,
): View {
  return {
    name,
    summary,
    options: {},
    uses: changeChoices,
    needs,
    render(_options, context) {
      const change = chosenChange(context);
      if (typeof change !== "string") return draw(change, context);
      return elementsOf(context.document)("p", { class: "empty" }, [change]);
    },
  };
}

const sentencesNote = changeView(
  "note causes",
  "why the chosen metric moved between the chosen windows, as sentences",
  (change, { document, data }) => {
    const { report } = data;
    const h = elementsOf(document);
    const moment = changeMoment(change, data);
    const named = change.causes.filter((cause) => cause.named);
    const sentences = [movedWords(change), verdictWords(change), basisWords(change)];
    const after = [
      hasMoved(change) ? mixWords(change) : undefined,
      newcomerWords(change, report),
      moment === undefined ? undefined : momentWords(moment),
      named.length === 0 ? undefined : restWords(change),
    ];
    const item = (cause: SliceCause): Child =>
      h("li", {}, [
        causeWords(cause, change, report),
        ...causeLinks(cause.slice, change, { report, moment }).flatMap(({ href, label }) => [
          " ",
          h("a", { href }, [label]),
        ]),
        ...causeEvidence(h, cause.slice, { ...change, data }),
      ]);
    return h("div", { class: "finding", "aria-live": "polite" }, [
      ...paragraphs(h, sentences),
      named.length === 0 ? undefined : h("ol", { class: "findings" }, named.map(item)),
      ...paragraphs(h, after),
    ]);
  },
);

/** The answer in words: noise or not, mix or rate, the causes, since when, and what is left. */
export const causesNote: View = { ...sentencesNote, needs: [...needs, ...evidenceNeeds] };

function hasMoved({ verdict }: WindowChange): boolean {
  return verdict !== "no-evidence" && verdict !== "cannot-tell";
}

function paragraphs(h: ElementMaker, texts: readonly (string | undefined)[]): Child[] {
  return texts.filter((text) => text !== undefined).map((text) => h("p", {}, [text]));
}

function restWords({ unexplained, metric }: WindowChange): string {
  return `Unexplained rest: the named causes leave an excess of ${formatCount(Math.round(unexplained))} ${metric.numeratorLabel}.`;
}

/** The causes and the best candidates by their excess, each with its interval. */
export const causesPlot = changeView(
  "chart causes",
  "causes and candidates of the chosen change by their excess, with intervals",
  (change, context) => {
    const h = elementsOf(context.document);
    const { metric, causes } = change;
    if (causes.length === 0) return h("p", { class: "empty" }, [fewUnits]);
    const dots = causes.map((cause, at) => ({
      label: `${at + 1}. ${sliceWords(cause.slice, context.data.report)}`,
      value: cause.excess,
      interval: cause.interval,
      isHollow: !cause.named,
    }));
    const drawing = rateDots(context.document, dots, (value) => formatCount(Math.round(value)));
    return figure(h, drawing, {
      title: titleOf(change, context),
      subtitle: `${metric.numeratorLabel} beyond those that the rates before give, a slice a line · line: 95 % interval · filled: a cause, hollow: a candidate that lost · slices overlap, so that candidates do not add up`,
      rows: causeRows(change, context),
    });
  },
);

const fewUnits = "No slice has enough units to be looked at: 30 effective units and 5 counts.";

function titleOf({ causes }: WindowChange, { data: { report } }: ViewContext): string {
  const named = causes.filter((cause) => cause.named);
  const [first] = named;
  if (first === undefined) return "No slice stands out; the best candidates";
  const others = named.length === 1 ? "" : ` and ${named.length - 1} more`;
  return `Cause: ${shortLabel(sliceWords(first.slice, report))}${others}`;
}

/** The causes, then the best candidates, with the counts that they rest on. */
export const causesTable = changeView(
  "table causes",
  "causes and candidates of the chosen change, best first, with counts",
  causeRows,
);

function causeRows(change: WindowChange, { document, data: { report } }: ViewContext): HTMLElement {
  const { metric } = change;
  return dataTable(elementsOf(document), change.causes, {
    caption: `Causes and candidates: ${metric.label}, best first`,
    empty: fewUnits,
    columns: [
      { label: "Slice", cell: ({ slice }) => sliceWords(slice, report) },
      { label: "Is a cause", cell: ({ named }) => (named ? "yes" : "no") },
      {
        label: "Excess",
        numeric: true,
        title: `${metric.numeratorLabel} beyond those that the rates before give`,
        cell: ({ excess }) => formatCount(Math.round(excess)),
      },
      { label: "95 % interval", numeric: true, cell: ({ interval }) => excessWords(interval) },
      {
        label: "Of the change",
        numeric: true,
        title: "Part of the change of the whole; it can pass 100 % where other slices moved the other way",
        cell: (cause) => {
          const share = shareOfChange(cause, change);
          return share === undefined ? "" : `${Math.round(share * 100)} %`;
        },
      },
      { label: "Before", numeric: true, cell: ({ before }) => sidesWords(before) },
      { label: "After", numeric: true, cell: ({ after }) => sidesWords(after) },
    ],
  });
}

function sidesWords({ value, count, total }: Rate): string {
  if (value === undefined) return "none";
  return `${formatShare(value)} (${formatCount(count)} of ${formatCount(total)})`;
}

/** Mix and rate by each dimension alone, that with the largest part of rate first. */
export const splitsTable = changeView(
  "table splits",
  "mix and rate of the chosen change by each dimension",
  ({ answer, metric }, { document }) => {
    const rows: { dimension: string; split: Omit<DimensionSplit, "dimension"> }[] = [
      { dimension: "all together", split: answer.split },
      ...answer.dimensions
        .filter(({ parts }) => parts.length > 1)
        .map(({ dimension, ...split }) => ({ dimension, split })),
    ];
    return dataTable(elementsOf(document), rows, {
      caption: `Mix and rate of the change of ${metric.label}, by the dimension that it is split by`,
      columns: [
        { label: "Split by", cell: ({ dimension }) => dimension },
        { label: "Slices", numeric: true, cell: ({ split }) => formatCount(split.parts.length) },
        { label: "Rate", numeric: true, cell: ({ split }) => formatPoints(split.rate) },
        { label: "Mix", numeric: true, cell: ({ split }) => formatPoints(split.mix) },
        { label: "Sum", numeric: true, cell: ({ split }) => formatPoints(split.change) },
      ],
    });
  },
);
