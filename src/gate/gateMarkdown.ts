import { formatCount, formatPoints, formatPointsInterval } from "../metrics/format.js";
import type { GateResult } from "./gateChange.js";
import { flipCounts } from "./gateJson.js";
import type { TermNamer } from "./gateJson.js";
import { flipSentence, moneySentences, rateSentences } from "./gateText.js";
import { printable } from "./printable.js";
import type { ResponsibleTerm } from "./responsibleTerms.js";
import { unenforcedSentence } from "./unenforced.js";

const [mostTerms, mostSlices] = [10, 10];

/** The result as a comment on a pull request: the verdict first, and nothing of items but counts. */
export function gateMarkdown(result: GateResult, nameOf: TermNamer): string {
  const { verdict, from, to, rules, flips, metrics, terms, advice } = result;
  const sections = [
    `### Package gate: ${verdict}`,
    `${nameCode(from)} → ${nameCode(to)} on ${formatCount(metrics.items)} items, ${formatCount(metrics.labelled)} with a label; ${formatCount(terms.added.length)} terms added, ${formatCount(terms.removed.length)} removed, ${formatCount(terms.changed.length)} changed.`,
    table(
      ["rule", "outcome", "why"],
      rules.map(({ rule, outcome, sentence }) => [rule, outcome, escaped(sentence)]),
    ),
    [flipSentence(flips), ...rateSentences(metrics), ...moneySentences(metrics)]
      .map((text) => `- ${escaped(text)}`)
      .join("\n"),
    sliceTable(result),
    termTable(terms.responsible, nameOf),
    ...unenforcedSections(result, nameOf),
    advice.map((text) => `> ${escaped(text)}`).join("\n>\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function sliceTable({ slices }: GateResult): string {
  const shown = slices.filter(({ dimension }) => ["policy", "market", "language"].includes(dimension));
  if (shown.length === 0) return "";
  const largest = shown.toSorted((a, b) => changedOf(b.flips) - changedOf(a.flips)).slice(0, mostSlices);
  const rows = largest.map(({ dimension, value, flips, recall, fpr }) => {
    const { gainedTP, lostTP, newFP, fixedFP, unlabelled } = flipCounts(flips);
    return [
      `${dimension} ${value === null ? "(none)" : code(value)}`,
      ...[gainedTP, lostTP, newFP, fixedFP, unlabelled].map(formatCount),
      ...[recall, fpr].map(({ change, interval }) =>
        change === undefined ? "–" : `${formatPoints(change)} (${formatPointsInterval(interval)})`,
      ),
    ];
  });
  const columns = ["slice", "gained TP", "lost TP", "new FP", "fixed FP", "no label", "recall", "FPR"];
  return more(table(columns, rows), shown.length - largest.length, "slices");
}

function changedOf(flips: GateResult["flips"]): number {
  return Object.values(flips).reduce((sum, count) => sum + count, 0);
}

function unenforcedSections({ unenforced }: GateResult, nameOf: TermNamer): string[] {
  if (unenforced === undefined) return [];
  const rows = termTable(unenforced.terms, nameOf, { rejects: "would reject" });
  return [escaped(unenforcedSentence(unenforced)), rows];
}

function termTable(
  terms: readonly ResponsibleTerm[],
  nameOf: TermNamer,
  { rejects = "rejects newly" } = {},
): string {
  const shown = terms.slice(0, mostTerms);
  if (shown.length === 0) return "";
  const rows = shown.map(({ termId, term, side, flips, uniqueFlips }) => {
    const { gainedTP, lostTP, newFP, fixedFP, unlabelled } = flipCounts(flips);
    return [
      code(termId),
      code(nameOf(printable(term, { most: 24 }))),
      side === "to" ? rejects : "rejects no longer",
      ...[changedOf(uniqueFlips), gainedTP + lostTP, newFP + fixedFP, unlabelled].map(formatCount),
    ];
  });
  const columns = ["term", "masked", "", "flips alone", "violating", "good", "no label"];
  return more(table(columns, rows), terms.length - shown.length, "terms");
}

function more(text: string, count: number, what: string): string {
  return count > 0 ? `${text}\n\n… and ${formatCount(count)} more ${what}.` : text;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Paths may be long, and their ends tell them apart. */
function nameCode(name: string): string {
  return code(name, { most: 300 });
}

/** As code, where neither markup nor mentions count. */
function code(text: string, { most = 60 } = {}): string {
  return `\`${printable(text, { most }).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** Ids in sentences come from outside: no markup, no HTML, no mention of people. */
function escaped(text: string): string {
  return printable(text, { most: 1000 })
    .replace(/[\\`*_[\]|~#]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "@<!-- -->");
}
