import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../metrics/format.js";
import type { FlipMoney, GateMetrics, GateResult } from "./gateChange.js";
import { flipCounts } from "./gateJson.js";
import type { TermNamer } from "./gateJson.js";
import type { FlipTally } from "./itemFlips.js";
import { printable } from "./printable.js";
import type { RateChange } from "./rateEstimate.js";
import type { ResponsibleTerm } from "./responsibleTerms.js";
import { unenforcedSentence } from "./unenforced.js";

const mostTerms = 20;

/** The result for people on a terminal: the verdict first. */
export function gateText(result: GateResult, nameOf: TermNamer): string {
  const { verdict, rules, flips, metrics, terms, advice } = result;
  const lines = [
    `${verdict}  ${packageName(result.from)} → ${packageName(result.to)} on ${formatCount(metrics.items)} items`,
    "",
    ...rules.map(
      ({ outcome, rule, sentence }) =>
        `${outcome.padEnd(13)} ${rule.padEnd(7)} ${printable(sentence, { most: 1000 })}`,
    ),
    "",
    flipSentence(flips),
    ...rateSentences(metrics),
    ...moneySentences(metrics),
    `Terms: ${terms.added.length} added, ${terms.removed.length} removed, ${terms.changed.length} changed.`,
    ...termLines(terms.responsible, {
      nameOf,
      heading: "Terms responsible (+ of the second package, − of the first)",
    }),
    ...unenforcedLines(result, nameOf),
    ...(advice.length === 0 ? [] : ["", ...advice.map((text) => printable(text, { most: 1000 }))]),
  ];
  return `${lines.join("\n")}\n`;
}

/** What changes, in items. */
export function flipSentence(flips: FlipTally): string {
  const { gainedTP, lostTP, newFP, fixedFP, unlabelled } = flipCounts(flips);
  const counts = [
    `${formatCount(gainedTP)} violations newly caught`,
    `${formatCount(lostTP)} violations no longer caught`,
    `${formatCount(newFP)} good items newly rejected`,
    `${formatCount(fixedFP)} good items no longer rejected`,
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

/** The revenue of changed items, a sentence each currency in which there is any. */
export function moneySentences({ money }: GateMetrics): string[] {
  return money.flatMap(moneySentence);
}

function moneySentence({ currency, ...amounts }: FlipMoney): string[] {
  const { gainedTP, newFP, lostTP, fixedFP, unlabelled } = flipCounts(amounts);
  const name = printable(currency ?? "without a currency");
  const parts = [
    { amount: newFP, of: "good items newly rejected" },
    { amount: gainedTP, of: "violating ones newly rejected" },
    { amount: fixedFP, of: "good items no longer rejected" },
    { amount: lostTP, of: "violating ones no longer caught" },
    { amount: unlabelled, of: "items without a label" },
  ].filter(({ amount }) => amount !== 0);
  if (parts.length === 0) return [];
  return [
    `Revenue (${name}): ${parts.map(({ amount, of }) => `${formatCount(amount)} of ${of}`).join(", ")}.`,
  ];
}

/** A package as it was named: paths may be long, and their ends tell them apart. */
function packageName(name: string): string {
  return printable(name, { most: 300 });
}

function unenforcedLines({ unenforced }: GateResult, nameOf: TermNamer): string[] {
  if (unenforced === undefined) return [];
  const heading = "Terms that only watch or flag, as rejections";
  return ["", unenforcedSentence(unenforced), ...termLines(unenforced.terms, { nameOf, heading })];
}

function termLines(
  terms: readonly ResponsibleTerm[],
  { nameOf, heading }: { readonly nameOf: TermNamer; readonly heading: string },
): string[] {
  const shown = terms.slice(0, mostTerms);
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
  const rest = terms.length - shown.length;
  return [
    "",
    `${heading}: id, name, flips alone, violating, good, no label`,
    ...rows,
    ...(rest > 0 ? [`… and ${formatCount(rest)} more`] : []),
  ];
}
