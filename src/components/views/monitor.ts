import { leastLabels } from "../../gate/liveRate.js";
import type { LiveRate } from "../../gate/liveRate.js";
import type { ReleaseRecord } from "../../gate/monitorReleases.js";
import { formatInterval, formatShare } from "../../metrics/format.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import type { View, ViewContext } from "../view.js";

/** Draws what became of releases, or says how to switch it on. */
function monitorView(
  name: string,
  summary: string,
  draw: (records: readonly ReleaseRecord[], context: ViewContext) => Element,
): View {
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs: ["monitor.json"],
    render(_options, context) {
      const { records, lacking } = context.data.monitor;
      const h = elementsOf(context.document);
      if (records !== null && lacking.length === 0 && records.length > 0) return draw(records, context);
      return h("p", { class: "empty" }, [records === null ? off : missingWords(lacking)]);
    },
  };
}

const off =
  "This needs logged decisions of the automatic stage and monitor: true in workspace.yaml, which this workspace does not have.";

function missingWords(lacking: readonly string[]): string {
  if (lacking.length === 0) return "There is no second release to hold against the one before.";
  return `Releases cannot be held against what was predicted of them: this workspace lacks ${lacking.join(", and ")}.`;
}

/** What the newest release that can be told does, and what to do about it. */
export const monitorNote = monitorView(
  "note monitor",
  "whether the newest release rejects what its replay predicted, and what to do if not",
  (records, { document }) => {
    const h = elementsOf(document);
    const newest = records.at(-1);
    const told = records.findLast(({ outcome }) => outcome !== "cannot tell");
    const silent = newest?.outcome === "cannot tell" ? [whyUntold(newest)] : [];
    const sentences =
      told === undefined ? ["No release can be held against a prediction yet."] : [told.sentence];
    const advice = told === undefined || told.advice === "" ? [] : [told.advice];
    return h(
      "div",
      { class: "finding" },
      [...sentences, ...advice, ...silent].map((text) => h("p", {}, [text])),
    );
  },
);

function whyUntold({ label, daysLive, sentence }: ReleaseRecord): string {
  return daysLive > 0
    ? sentence
    : `No live traffic after release ${label}: its own days have no logged decisions yet, or too few.`;
}

/** Each release but the first: predicted, observed, the interval of a canary day, and advice. */
export const monitorTable = monitorView(
  "table monitor",
  "predicted and observed share of rejected items of each release, with the interval of one canary day and advice",
  (records, { document }) =>
    dataTable(elementsOf(document), records, {
      caption:
        "Share of logged items that each release rejects, against what its replay on the days before predicted",
      columns: [
        { label: "Release", cell: ({ label }) => label },
        { label: "Before", cell: ({ before }) => before },
        { label: "Outcome", cell: outcomeOf },
        ...numbers,
        { label: "Advice, or why not told", cell: (record) => inRoom(elementsOf(document), noteOf(record)) },
      ],
    }),
);

const numbers: Column<ReleaseRecord>[] = [
  { label: "Predicted", numeric: true, cell: ({ predicted }) => formatShare(predicted) },
  {
    label: "95 %",
    numeric: true,
    title: "In which 95 of 100 such periods lie if nothing else changes",
    cell: ({ interval }) => formatInterval(interval),
  },
  { label: "Observed", numeric: true, cell: ({ observed }) => formatShare(observed) },
  {
    label: "Canary",
    numeric: true,
    title: "In which 95 of 100 single days lie: a canary of one day outside of it is a reason to stop",
    cell: ({ canaryInterval }) => formatInterval(canaryInterval),
  },
  {
    label: "FPR",
    numeric: true,
    title:
      "Of the good items of its own days the share that was rejected, by labels weighted by their samples, with the 95 % interval; an advertiser's items are one cluster",
    cell: ({ fpr }) => rateWords(fpr),
  },
  {
    label: "FDR",
    numeric: true,
    title:
      "Of the items that its own days rejected the share that is good, by labels weighted by their samples, with the 95 % interval; an advertiser's items are one cluster",
    cell: ({ fdr }) => rateWords(fdr),
  },
  {
    label: "Days",
    numeric: true,
    title: "Days before the release and of its own that have enough logged decisions",
    cell: ({ daysBefore, daysLive }) => `${daysBefore} + ${daysLive}`,
  },
];

const fewWords = 24;

/** Sentences do not wrap at every word. */
function inRoom(h: ElementMaker, words: string): Child {
  return words.length > fewWords ? h("span", { class: "reason" }, [words]) : words;
}

function rateWords({ count, total, value, effectiveN, interval }: LiveRate): string {
  if (interval === undefined) return `cannot tell: ${total} of at least ${leastLabels} labels`;
  return `${formatShare(value)} (${formatInterval(interval)}), ${count} of ${total} labels, effective n ${Math.round(effectiveN)}`;
}

function outcomeOf({ outcome, daysLive }: ReleaseRecord): string {
  return outcome === "cannot tell" && daysLive === 0 ? "no live traffic" : outcome;
}

function noteOf({ outcome, advice, daysLive, reason }: ReleaseRecord): string {
  return outcome === "cannot tell" && daysLive > 0 ? reason : advice;
}
