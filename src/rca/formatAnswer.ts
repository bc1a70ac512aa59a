import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../metrics/format.js";
import type { Bounds } from "../stats/wilson.js";
import type { ChangeAnswer, RefusedAnswer } from "./analyseChange.js";
import type { Slice } from "./changeCube.js";
import type { RankedCause } from "./rankCauses.js";

/** An answer as JSON has it. */
export type AnswerFields = {
  readonly change: number | null;
  readonly verdict: string;
  readonly mix: number | null;
  readonly rate: number | null;
  readonly causes: readonly Pick<RankedCause, "slice" | "excess" | "interval" | "score">[];
  readonly unexplained: number | null;
};

/**
 * An answer as one JSON object on a line: change, verdict, mix, rate, causes and unexplained. Of a refused one only the
 * verdict is there; the numbers are null and causes empty.
 */
export function toAnswerJson(answer: ChangeAnswer | RefusedAnswer): string {
  return `${JSON.stringify(answerFields(answer))}\n`;
}

/** The fields of `toAnswerJson`, in its order. */
export function answerFields(answer: ChangeAnswer | RefusedAnswer): AnswerFields {
  if (answer.verdict === "logging-fault") {
    const nothing = { mix: null, rate: null, causes: [], unexplained: null };
    return { change: null, verdict: answer.verdict, ...nothing };
  }
  const { split, verdict, unexplained } = answer;
  const causes = answer.causes.map(({ slice, excess, interval, score }) => ({
    slice,
    excess,
    interval,
    score,
  }));
  const { change, mix, rate } = split;
  return { change, verdict, mix, rate, causes, unexplained };
}

export type Labels = { readonly numerator: string; readonly denominator: string };

/** An answer in words and a table, for a terminal; ends with a line break. */
export function formatAnswer(answer: ChangeAnswer | RefusedAnswer, labels: Labels): string {
  if (answer.verdict === "logging-fault") {
    const { cells, surplus } = answer.residual;
    return `No answer, a logging fault: in ${formatCount(cells)} cells ${labels.numerator} exceeds ${labels.denominator}, by ${formatCount(surplus)} in all. Counts that are a part of their units cannot: look for units that were lost or counts that were doubled.\n`;
  }
  const { from, to, test, split, causes, unexplained } = answer;
  const lines = [
    `${labels.numerator} of ${labels.denominator}: ${rateWords(from)} before, ${rateWords(to)} after: ${formatPoints(test.difference)}, 95 % interval ${formatPointsInterval(test.interval)}`,
    verdictWords(answer),
    ...causes.filter(({ named }) => named).map(causeSentence),
    `Of the change, ${formatPoints(split.rate)} are rate and ${formatPoints(split.mix)} mix (over the cells of all dimensions).${split.simpson ? " Every cell moved the other way (Simpson's paradox)." : ""}`,
    "",
    ...causeTable(causes),
    "",
    `Excess that no named cause explains: ${formatCount(Math.round(unexplained))} ${labels.numerator}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** `2.1 % (42 of 2,000)`. */
export function rateWords({ count, total }: { readonly count: number; readonly total: number }): string {
  return `${formatShare(count / total)} (${formatCount(count)} of ${formatCount(total)})`;
}

function verdictWords({ verdict, causes }: ChangeAnswer): string {
  const words = {
    cause: `Causes found: ${causes.filter(({ named }) => named).length}.`,
    everywhere: "All slices changed alike: look for what they share.",
    "mix-shift": "A mix shift: slices grew or shrank, their rates did not change distinguishably.",
    unlocated: "Rates changed, in no slice that stands out.",
    "no-evidence": "Not distinguishable from noise. The table lists the best candidates all the same.",
  };
  return words[verdict];
}

/** `language fr, market de`; a missing value reads `none`. */
export function sliceWords(slice: Slice): string {
  return Object.entries(slice)
    .map(([dimension, value]) => `${dimension} ${value ?? "none"}`)
    .join(", ");
}

/** What a cause did, in a sentence. */
function causeSentence({ slice, observed, expected, total, excess, interval }: RankedCause): string {
  const moved = excess >= 0 ? "more" : "fewer";
  return `${sliceWords(slice)}: ${formatShare(observed / total)} instead of ${formatShare(expected / total)}, ${formatCount(Math.round(Math.abs(excess)))} ${moved} than expected (95 % interval ${rangeWords(interval)}).`;
}

function rangeWords(interval: Bounds): string {
  return interval.map((end) => formatCount(Math.round(end))).join(" to ");
}

function causeTable(causes: readonly RankedCause[]): string[] {
  if (causes.length === 0) return ["No slice has enough units to be looked at."];
  const header = ["", "slice", "expected", "found", "excess", "95 % interval", "score"];
  const rows = causes.map((cause) => [
    cause.named ? "CAUSE" : "",
    sliceWords(cause.slice),
    formatShare(cause.expected / cause.total),
    formatShare(cause.observed / cause.total),
    formatCount(Math.round(cause.excess)),
    rangeWords(cause.interval),
    cause.score.toFixed(1),
  ]);
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((text, column) =>
        column < 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
