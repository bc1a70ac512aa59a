import { formatPoints } from "../metrics/format.js";
import { formatTime } from "../model/time.js";
import type { MoveAnswer, MoveDay, MoveKind } from "./explainMove.js";
import { answerFields, formatAnswer, rateWords } from "./formatAnswer.js";
import type { Labels } from "./formatAnswer.js";

/**
 * An answer as one JSON object on a line: the fields of `toAnswerJson`, then kind, slice, since, event, and the rate as it is
 * published in both windows; what is not there is null.
 */
export function toMoveJson(move: MoveAnswer): string {
  return `${JSON.stringify(moveFields(move))}\n`;
}

/** The fields of `toMoveJson`, in its order. */
export function moveFields({ kind, answer, slice, from, to, since, event }: MoveAnswer) {
  const named =
    event === undefined
      ? null
      : { id: event.id, kind: event.kind, at: formatTime(event.atMs), pValue: event.pValue };
  return {
    ...answerFields(answer),
    kind,
    slice: slice ?? null,
    since: since ?? null,
    event: named,
    from,
    to,
  };
}

/** How an answer speaks of its metric. */
export type MoveLabels = Labels & { readonly metric: string; readonly windows: string };

/** An answer in words and a table, for a terminal; ends with a line break. */
export function formatMove(move: MoveAnswer, { metric, windows, ...labels }: MoveLabels): string {
  const { kind, answer, from, to, since, event } = move;
  const moved = to.count / to.total - from.count / from.total;
  const lines = [
    `${metric}, ${windows}: ${rateWords(from)} before, ${rateWords(to)} after: ${formatPoints(moved)}`,
    `${kind}: ${kindWords[kind]}`,
    ...(since === undefined ? [] : [sinceWords(since)]),
    event === undefined
      ? "No event stands out."
      : `Event: ${event.kind} ${event.id}, ${formatTime(event.atMs)} (p = ${event.pValue.toFixed(2)} that it is a coincidence).`,
  ];
  if (kind === "logging-fault") return `${lines.join("\n")}\n`;
  const note = "Below, a unit is worth one independent decision: weighted labels in units of effective n.";
  return `${[...lines, "", note].join("\n")}\n${formatAnswer(answer, labels)}`;
}

const kindWords: Readonly<Record<MoveKind, string>> = {
  cause: "slices changed beyond chance.",
  everywhere: "all slices changed alike: look for what they share.",
  "mix-shift": "slices grew or shrank, their rates did not change distinguishably.",
  unlocated: "rates changed, in no slice that stands out.",
  "no-evidence": "not distinguishable from noise.",
  "logging-fault": "no answer; counts exceed their units, or work due is missing in the log or doubled.",
  "sampling-change":
    "the raw rate of the labels jumped, the weighted did not: another sampling, not another quality.",
  "duplicates-of-one-advertiser": "the rate of items jumped, that of advertisers did not.",
};

function sinceWords({ day, range: [first, last] }: MoveDay): string {
  return `Since ${day}${first === last ? "" : ` (likely from ${first} to ${last})`}.`;
}
