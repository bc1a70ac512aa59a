import * as Plot from "npm:@observablehq/plot";
import { formatCount, formatPoints, formatShare } from "../../metrics/format.js";
import { rateOf } from "../../metrics/rates.js";
import { findMetric } from "../../metrics/findMetric.js";
import type { Rate } from "../../model/rate.js";
import { confusionBySnapshot, flips, flipsBy } from "../../replay/flips.js";
import type { FlipCounts } from "../../replay/flips.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { labelWidth, plotSize, shortLabel, stateColours } from "../plotStyle.js";
import { chosenPair, noPair } from "../releasePair.js";
import type { ReleasePair } from "../releasePair.js";
import { valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

const uses = ["from", "to"];
const needs = ["report.json", "decisions.arrow"] as const;

const { better, worse, unknown } = stateColours;

/** Labelled decisions that differ, in the words of the reader; sign +1 means more rejections. */
const kinds = [
  { name: "gainedTP", label: "newly caught violations", short: "gained TP", sign: 1, fill: better },
  { name: "newFP", label: "newly rejected good items", short: "new FP", sign: 1, fill: worse },
  { name: "lostTP", label: "violations no longer caught", short: "lost TP", sign: -1, fill: worse },
  { name: "fixedFP", label: "good items no longer rejected", short: "fixed FP", sign: -1, fill: better },
] as const;

/** Those without a label, drawn behind the others. */
const unlabelledKinds = [
  { name: "unlabelledGained", short: "newly rejected, no label", sign: 1, fill: unknown },
  { name: "unlabelledLost", short: "no longer rejected, no label", sign: -1, fill: unknown },
] as const;

const allKinds = [...kinds, ...unlabelledKinds];

function unlabelledIn({ unlabelledGained, unlabelledLost }: FlipCounts): number {
  return unlabelledGained + unlabelledLost;
}

function changedIn(counts: FlipCounts): number {
  return allKinds.reduce((sum, { name }) => sum + counts[name], 0);
}

/** What would have changed between two releases, in sentences. */
export const flipsNote: View = {
  name: "note flips",
  summary: "what changes between the two chosen releases, in sentences",
  options: {},
  uses,
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const pair = chosenPair(context);
    const texts = pair === undefined ? [noPair] : flipSentences(pair, context);
    return h(
      "div",
      { class: "finding", "aria-live": "polite" },
      texts.map((text) => h("p", {}, [text])),
    );
  },
};

function flipSentences(pair: ReleasePair, { data }: ViewContext): string[] {
  const counts = flips(data.decisions, pair);
  const changed = changedIn(counts);
  const items = formatCount(data.report.items.total);
  if (changed === 0) {
    return [`Package ${pair.toLabel} decides all ${items} items as package ${pair.fromLabel} did.`];
  }
  const parts = kinds.map(({ name, label }) => `${formatCount(counts[name])} ${label}`).join(", ");
  const unlabelled = unlabelledIn(counts);
  const rest = unlabelled === 0 ? "" : `, and ${formatCount(unlabelled)} items without a truth label`;
  return [
    `From package ${pair.fromLabel} to ${pair.toLabel}, ${formatCount(changed)} of ${items} decisions change: ${parts}${rest}.`,
    `${movement("recall", pair, data)}; ${movement("fpr", pair, data)}; ${movement("fdr", pair, data)}.`,
  ];
}

function movement(id: string, pair: ReleasePair, data: ViewContext["data"]): string {
  const metric = findMetric(data.report.metrics, id);
  const at = (index: number) => {
    const cube = confusionBySnapshot(data.decisions, index, []);
    return rateOf(cube, cube.cells, metric);
  };
  const [before, after] = [at(pair.from), at(pair.to)];
  const basis = `${countOf(before)}, then ${countOf(after)} ${metric.denominatorLabel}`;
  if (before.value === undefined || after.value === undefined) return `${metric.label}: no data`;
  const moved = formatPoints(after.value - before.value);
  return `${metric.label} moves by ${moved}, from ${formatShare(before.value)} to ${formatShare(after.value)} (${basis})`;
}

function countOf({ count, total }: Rate): string {
  return `${formatCount(count)} of ${formatCount(total)}`;
}

/** Changed decisions by the values of a dimension: more rejections to the right, fewer to the left. */
export const flipsPlot: View = {
  name: "chart bars flips",
  summary: "changed decisions between the two chosen releases by a dimension",
  options: { by: { type: "dimension" } },
  uses,
  needs,
  render(options, context) {
    const h = elementsOf(context.document);
    const pair = chosenPair(context);
    if (pair === undefined) return h("p", { class: "empty" }, [noPair]);
    const by = option(options, "by");
    const rows = changedSlices(pair, by, context);
    if (rows.length === 0) return h("p", { class: "empty" }, [`No decision changes, so none by ${by}.`]);
    const bars = rows.flatMap(({ label, counts }) =>
      allKinds
        .filter(({ name }) => counts[name] > 0)
        .map(({ name, short, sign, fill }) => ({
          slice: shortLabel(label),
          kind: short,
          fill,
          items: sign * counts[name],
        })),
    );
    const drawing = Plot.plot({
      ...plotSize,
      document: context.document,
      height: 44 + rows.length * 24,
      marginLeft: labelWidth,
      x: { label: null, grid: true, tickFormat: (value: number) => formatCount(Math.abs(value)) },
      y: { label: null, domain: rows.map(({ label }) => shortLabel(label)) },
      marks: [
        Plot.barX(bars, {
          y: "slice",
          x: "items",
          fill: (bar: { fill: string }) => bar.fill,
          title: (bar: { slice: string; kind: string; items: number }) =>
            `${bar.slice}: ${formatCount(Math.abs(bar.items))} ${bar.kind}`,
        }),
        Plot.ruleX([0]),
      ],
    });
    return figure(h, drawing, {
      title: `Changed decisions by ${by}: most for ${rows[0]?.label ?? ""}`,
      subtitle: `items, package ${pair.fromLabel} to ${pair.toLabel} · right: newly rejected, left: no longer rejected · blue: right decisions (violations caught, good items freed), orange: wrong ones, grey: no label`,
      rows: flipsRows(rows, by, context),
    });
  },
};

/** The same as a table. */
export const flipsTable: View = {
  name: "table flips",
  summary: "changed decisions between the two chosen releases by a dimension, as a table",
  options: { by: { type: "dimension" } },
  uses,
  needs,
  render(options, context) {
    const h = elementsOf(context.document);
    const pair = chosenPair(context);
    if (pair === undefined) return h("p", { class: "empty" }, [noPair]);
    return flipsRows(changedSlices(pair, option(options, "by"), context), option(options, "by"), context);
  },
};

type SliceFlips = { readonly label: string; readonly counts: FlipCounts };

function changedSlices(pair: ReleasePair, by: string, { data }: ViewContext): SliceFlips[] {
  return flipsBy(data.decisions, pair, by)
    .map(({ key, flips: counts }) => ({ label: valueLabel(by, key, data.report), counts }))
    .filter(({ counts }) => changedIn(counts) > 0)
    .toSorted((a, b) => changedIn(b.counts) - changedIn(a.counts));
}

function flipsRows(rows: readonly SliceFlips[], by: string, context: ViewContext): HTMLElement {
  return dataTable(elementsOf(context.document), rows, {
    caption: `Changed decisions by ${by}`,
    empty: "No decision changes.",
    columns: [
      { label: by, cell: ({ label }) => label },
      ...kinds.map(({ name, short, label }) => ({
        label: short,
        title: label,
        numeric: true,
        cell: ({ counts }: SliceFlips) => formatCount(counts[name]),
      })),
      {
        label: "no label",
        title: "changed items without a truth label",
        numeric: true,
        cell: ({ counts }) => formatCount(unlabelledIn(counts)),
      },
    ],
  });
}
