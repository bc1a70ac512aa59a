import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../metrics/format.js";
import type { FlipMoney, GateMetrics, GateResult } from "./gateChange.js";
import { flipCounts } from "./gateJson.js";
import type { TermNamer } from "./gateJson.js";
import type { FlipTally } from "./itemFlips.js";
import { printable } from "./printable.js";
import type { RateChange } from "./rateEstimate.js";

const mostTerms = 20;

/** The result for people on a terminal: the verdict first. */
export function gateText(result: GateResult, nameOf: TermNamer): string {
  const { verdict, rules, flips, metrics, terms, advice } = result;
  const lines = [
    `${verdict}  ${printable(result.from)} → ${printable(result.to)} on ${formatCount(metrics.items)} items`,
    "",
    ...rules.map(
      ({ outcome, rule, sentence }) =>
        `${outcome.padEnd(13)} ${rule.padEnd(7)} ${printable(sentence, { most: 1000 })}`,
    ),
    "",
    flipSentence(flips),
    ...rateSentences(metrics),
    ...metrics.money.map(moneySentence),
    `Terms: ${terms.added.length} added, ${terms.removed.length} removed, ${terms.changed.length} changed.`,
    ...termLines(result, nameOf),
    ...(advice.length === 0 ? [] : ["", ...advice.map((text) => printable(text, { most: 1000 }))]),
  ];
  return `${lines.join("\n")}\n`;
}

/** What changes, in items. */
export function flipSentence(flips: FlipTally): string {
  const { gainedTP, lostTP, newFP, fixedFP, unlabelled } = flipCounts(flips);
  const counts = [
    `${formatCount(gainedTP)} violations newly caught`,
    `${formatCount(lostTP)} no longer caught`,
    `${formatCount(newFP)} good items newly rejected`,
    `${formatCount(fixedFP)} no longer rejected`,
    `${formatCount(unlabelled)} changed without a label`,
  ];
  return `Items: ${counts.join(", ")}.`;
}

/** How recall and FPR change, with the paired test. */
export function rateSentences({ recall, fpr, pValues }: GateMetrics): string[] {
  return [
    rateSentence("Recall", recall, pValues.recall),
    rateSentence("FPR", fpr, pValues.fpr),
    `Right against wrong changes: McNemar's exact test p ${formatP(pValues.correctness)}.`,
  ];
}

function rateSentence(name: string, { before, after, change, interval }: RateChange, p: number): string {
  if (change === undefined) return `${name}: cannot be told.`;
  const levels = `${formatShare(before)} → ${formatShare(after)}`;
  return `${name}: ${levels}, ${formatPoints(change)} (95 % ${formatPointsInterval(interval)}), McNemar p ${formatP(p)}.`;
}

/** `0.0431` → `0.043`; what is smaller than a thousandth says so. */
export function formatP(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** The revenue of changed items. */
export function moneySentence({ currency, ...amounts }: FlipMoney): string {
  const { gainedTP, newFP, lostTP, fixedFP, unlabelled } = flipCounts(amounts);
  const name = printable(currency ?? "without a currency");
  const parts = [
    `${formatCount(newFP)} of good items newly rejected`,
    `${formatCount(gainedTP)} of violating ones newly rejected`,
    `${formatCount(fixedFP + lostTP)} of items no longer rejected`,
    `${formatCount(unlabelled)} of items without a label`,
  ];
  return `Revenue (${name}): ${parts.join(", ")}.`;
}

function termLines({ terms }: GateResult, nameOf: TermNamer): string[] {
  const shown = terms.responsible.slice(0, mostTerms);
  if (shown.length === 0) return [];
  const rows = shown.map(({ termId, term, side, flips, uniqueFlips }) => {
    const all = flipCounts(flips);
    const alone = flipCounts(uniqueFlips);
    const unique = Object.values(alone).reduce((sum, count) => sum + count, 0);
    const sign = side === "to" ? "+" : "−";
    const [right, wrong] = side === "to" ? [all.gainedTP, all.newFP] : [all.lostTP, all.fixedFP];
    return [
      sign,
      printable(termId),
      printable(nameOf(term), { most: 24 }),
      unique,
      right,
      wrong,
      all.unlabelled,
    ].join("\t");
  });
  const rest = terms.responsible.length - shown.length;
  return [
    "",
    "Terms responsible (+ of the second package, − of the first): id, name, flips alone, violating, good, no label",
    ...rows,
    ...(rest > 0 ? [`… and ${formatCount(rest)} more`] : []),
  ];
}
