import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../../metrics/format.js";
import type { Report } from "../../model/report.js";
import type { Slice } from "../../rca/changeCube.js";
import type { Bounds } from "../../stats/wilson.js";
import { rateBasis, rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { stageLabel } from "../stageWords.js";
import type { ChangeMoment } from "./changeMoment.js";
import type { DayWindow } from "./changeWindows.js";
import type { SliceCause, WindowChange } from "./windowChange.js";

type Names = Pick<Report, "policies">;

/** From what to what a metric went, and by how much: the first sentence of a change. */
export function movedWords({ metric, stage, before, after, answer }: WindowChange): string {
  return `${metric.label} of ${stageLabel(stage)} went from ${formatShare(before.value)} to ${formatShare(after.value)}: ${formatPoints(answer.test.difference)}, 95 % interval ${formatPointsInterval(answer.test.interval)}.`;
}

/** What both windows rest on. */
export function basisWords({ metric, windows, before, after }: WindowChange): string {
  const unit = metric.denominatorLabel;
  return `After, ${spanWords(windows.later)}: ${rateBasis(after, unit)}. Before, ${spanWords(windows.earlier)}: ${rateBasis(before, unit)}.`;
}

/** `on 2024-01-03` or `from 2024-01-01 to 2024-01-03`. */
export function spanWords({ from, to }: Pick<DayWindow, "from" | "to">): string {
  return from === to ? `on ${from}` : `from ${from} to ${to}`;
}

/** The verdict of the gate, and which test it rests on. */
export function verdictWords(change: WindowChange): string {
  const { verdict, isExact, pValue, metric } = change;
  const test = isExact
    ? ` Exact test (the binomial tail, given the counts of both), since fewer than five ${metric.numeratorLabel} or of the others are expected in a window: p ${pWords(pValue)}.`
    : "";
  return `${verdictSentences(change)[verdict]}${test}`;
}

function verdictSentences({
  causes,
  metric,
  before,
  after,
  answer,
}: WindowChange): Readonly<Record<WindowChange["verdict"], string>> {
  const named = foundWords(causes);
  return {
    "no-evidence":
      "That is not distinguishable from noise, so there is nothing to explain; the slices below are the best candidates all the same.",
    "cannot-tell": `Cannot tell: effective n is ${sizeWords(before.effectiveN)} before and ${sizeWords(after.effectiveN)} after, where this metric needs ${metric.minN} in each.`,
    "mix-shift": "A mix shift: slices grew or shrank, and none of their own rates changed distinguishably.",
    everywhere: "All slices changed alike: look for what they share.",
    unlocated: "It stands out from noise, but in no slice: what changed lies across them.",
    cause: answer.test.distinguishable
      ? `That stands out from noise. ${named}`
      : `The whole does not stand out from noise, but its slices moved apart. ${named}`,
  };
}

/** How many named causes changed, and how many are new. */
function foundWords(causes: readonly SliceCause[]): string {
  const named = causes.filter((cause) => cause.named);
  const fresh = named.filter(isNew).length;
  const changed = named.length - fresh;
  const sentences = [
    changed === 0 ? "" : `${changed === 1 ? "One slice" : `${changed} slices`} changed beyond chance.`,
    fresh === 0
      ? ""
      : `${fresh === 1 ? "One new slice is" : `${fresh} new slices are`} unlike the rest beyond chance.`,
  ];
  return sentences.filter((text) => text !== "").join(" ");
}

/** Whether a slice has no units in the earlier window. */
function isNew({ before }: SliceCause): boolean {
  return before.value === undefined;
}

function sizeWords(effectiveN: number): string {
  return formatCount(Math.round(effectiveN));
}

/** How much is mix and how much rate, and whether slices and whole moved apart. */
export function mixWords({ answer }: WindowChange): string {
  const { split } = answer;
  const parts = `Over the cells of all dimensions together, ${formatPoints(split.rate)} come from cells that are decided differently (rate) and ${formatPoints(split.mix)} from a different mix of cells.`;
  const against = [
    ...(split.simpson ? ["every cell"] : []),
    ...answer.dimensions.filter(({ simpson }) => simpson).map(({ dimension }) => `every ${dimension}`),
  ];
  return against.length === 0
    ? parts
    : `${parts} Simpson's paradox: ${against.join(" and ")} moved the other way, so that the whole moved by its mix alone.`;
}

const mostNamed = 5;

/** Values that only one of the windows has: their part of the change is mix; `undefined` without any. */
export function newcomerWords({ answer }: WindowChange, report: Names): string | undefined {
  const only = (side: "from" | "to"): string[] =>
    answer.dimensions.flatMap(({ dimension, parts }) =>
      parts
        .filter(({ onlyIn }) => onlyIn === side)
        .map(({ key }) => `${dimension} ${valueLabel(dimension, key, report)}`),
    );
  const found = [listWords("Only after:", only("to")), listWords("Only before:", only("from"))];
  const said = found.filter((text) => text !== undefined).join(" ");
  return said === "" ? undefined : `${said} What only one window has counts as mix.`;
}

function listWords(begun: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return `${begun} ${names.slice(0, mostNamed).join("; ")}${more}.`;
}

/** `language French, market BR`; `all` for no dimension. */
export function sliceWords(slice: Slice, report: Names): string {
  const parts = Object.entries(slice).map(
    ([name, value]) => `${wordOf(name)} ${valueLabel(name, value, report)}`,
  );
  return parts.join(", ") || "all";
}

function wordOf(dimension: string): string {
  return dimension === "labelSource" ? "label of" : dimension;
}

/** What a slice did, in a sentence. */
export function causeWords(
  cause: SliceCause,
  { metric, answer, after }: WindowChange,
  report: Names,
): string {
  const { slice, before, after: now, excess, interval } = cause;
  const more = excess >= 0 ? "more" : "fewer";
  const was =
    before.value === undefined
      ? "new, so held against what the rest had before"
      : `${formatShare(before.value)} before (${formatCount(before.count)} of ${formatCount(before.total)})`;
  const share = shareOfChange(cause, { answer, after });
  const part = share === undefined ? "" : `, ${Math.round(share * 100)} % of the change`;
  return `${sliceWords(slice, report)}: ${rateWords(now, metric.denominatorLabel)}, ${was}; about ${formatCount(Math.round(Math.abs(excess)))} ${more} ${metric.numeratorLabel} than expected (95 % interval ${excessWords(interval)})${part}.`;
}

/** The part of the whole's change that a cause's excess makes; `undefined` where the whole did not move. */
export function shareOfChange(
  { excess }: Pick<SliceCause, "excess">,
  { answer, after }: Pick<WindowChange, "answer" | "after">,
): number | undefined {
  const change = answer.test.difference;
  return Math.abs(change) < 1e-9 || !answer.test.distinguishable ? undefined : excess / after.total / change;
}

/** `−12 to 40`: an interval of counts. */
export function excessWords([low, high]: Bounds): string {
  return `${formatCount(Math.round(low))} to ${formatCount(Math.round(high))}`;
}

/** Since when it holds, and the event that fits it with the chance that this is a coincidence. */
export function momentWords({ day, range, event, events }: ChangeMoment): string {
  const [first, last] = range;
  const sure = first === last ? "" : ` (likely from ${first} to ${last})`;
  const held = `It holds since about ${day}${sure}.`;
  if (event === undefined) {
    return events === 0
      ? `${held} No release or guideline version is known within these windows.`
      : `${held} No event stands out: of ${formatCount(events)} releases and guideline versions within these windows, none that can be behind it fits its days.`;
  }
  const on = new Date(event.atMs).toISOString().slice(0, 10);
  return `${held} The ${event.label} of ${on} fits: with all events moved to other days, one fits as well with p ${pWords(event.pValue)}.`;
}

/** `0.0312` → `0.031`; what is below 0.001 is said to be. */
export function pWords(p: number): string {
  return p < 0.001 ? "below 0.001" : String(Number(p.toPrecision(2)));
}
