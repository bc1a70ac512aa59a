import { broadTerms, countUnenforced } from "../../gate/freshTerms.js";
import { judgeCounts } from "../../gate/judgeCounts.js";
import type { CountedVerdict } from "../../gate/judgeCounts.js";
import type { RuleOutcome } from "../../gate/gateRules.js";
import { formatP } from "../../gate/gateText.js";
import { printable } from "../../gate/printable.js";
import { unenforcedSentence } from "../../gate/unenforced.js";
import { formatCount } from "../../metrics/format.js";
import { actionColumns } from "../actionColumns.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { maskedTerm } from "../mask.js";
import { chosenPair, movedTerms, noPair } from "../releasePair.js";
import type { MovedTerm, ReleasePair } from "../releasePair.js";
import type { View, ViewContext } from "../view.js";

const uses = ["from", "to"];
const needs = ["report.json", "decisions.arrow", "releaseTerms.json"] as const;

function verdictOn(pair: ReleasePair, { data }: ViewContext): CountedVerdict {
  const { gate, p0 } = data.report;
  return judgeCounts(data.decisions, pair, { limits: gate, p0, terms: broadTerms(data.releaseTerms, pair) });
}

const verdictWords = {
  PASS: "may ship",
  FAIL: "may not ship",
  INCONCLUSIVE: "cannot be judged yet: the labels do not decide",
} as const;

/** Whether the second release may stand in the place of the first. */
export const gateNote: View = {
  name: "note gate",
  summary: "the verdict on the change between the two chosen releases, with the rules that decide it",
  options: {},
  uses,
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const pair = chosenPair(context);
    if (pair === undefined) return h("p", { class: "empty" }, [noPair]);
    const { verdict, rules, pValue } = verdictOn(pair, context);
    const unenforced = countUnenforced(context.data.releaseTerms, pair);
    const reasons = rules.filter(({ outcome }) => outcome === verdict && verdict !== "PASS");
    const texts = [
      ...reasons.map(sentenceOf),
      `More right than wrong decisions change, or the other way round? McNemar's exact test: p ${formatP(pValue)}.`,
      "The rules estimate rates for all items: a label stands for the unlabelled items whose decision changes or stays as its own does. The counts below are of labelled items alone. The command riskbook gate also weighs labels by their samples, counts an advertiser's items as one cluster, and judges files that are no release.",
      ...(unenforced === undefined ? [] : [unenforcedSentence(unenforced)]),
    ];
    return h("div", { class: "finding", "aria-live": "polite" }, [
      h("p", {}, [
        h("strong", {}, [verdict]),
        `: ${pair.fromLabel} → ${pair.toLabel} ${verdictWords[verdict]}.`,
      ]),
      ...texts.map((text) => h("p", {}, [text])),
    ]);
  },
};

function sentenceOf({ sentence, labels }: RuleOutcome): string {
  const shown = printable(sentence, { most: 1000 });
  return labels === undefined
    ? shown
    : `${shown} About ${formatCount(labels)} labels of changed decisions would decide it.`;
}

/** What each rule says. */
export const gateTable: View = {
  name: "table gate",
  summary: "what each rule of the gate says of the change between the two chosen releases",
  options: {},
  uses,
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const pair = chosenPair(context);
    if (pair === undefined) return h("p", { class: "empty" }, [noPair]);
    return dataTable(h, verdictOn(pair, context).rules, {
      caption: `Rules of the gate, package ${pair.fromLabel} to ${pair.toLabel}`,
      columns: [
        { label: "Rule", cell: ({ rule }) => ruleNames[rule] },
        { label: "Outcome", cell: ({ outcome }) => outcome },
        { label: "Why", cell: sentenceOf },
      ],
    });
  },
};

const ruleNames: Readonly<Record<RuleOutcome["rule"], string>> = {
  coverage: "Enough items decided",
  labels: "Enough labels",
  recall: "Recall does not fall",
  fpr: "FPR does not rise",
  p0: "P0 policies lose nothing",
  guard: "No term hits too much",
};

const mostTerms = 50;

function countColumn(
  label: string,
  count: (term: MovedTerm["term"]) => number,
  title?: string,
): Column<MovedTerm> {
  const named = title === undefined ? { label } : { label, title };
  return { ...named, numeric: true, cell: ({ term }) => formatCount(count(term)) };
}

/** The terms that came and went between two releases. */
export const movedTermsTable: View = {
  name: "table moved terms",
  summary: "terms that only one of the two chosen releases holds, with what they hit",
  options: {},
  uses,
  needs: ["report.json", "terms.arrow"],
  render(_options, context) {
    const h = elementsOf(context.document);
    const pair = chosenPair(context);
    if (pair === undefined) return h("p", { class: "empty" }, [noPair]);
    const moved = movedTerms(context.data.terms, pair);
    const shown = moved.length > mostTerms ? ` (the first ${mostTerms} of ${formatCount(moved.length)})` : "";
    return dataTable(h, moved.slice(0, mostTerms), {
      caption: `Terms that came or went from ${pair.fromLabel} to ${pair.toLabel} and hit anything${shown}; items, each term as of the newest release that holds it`,
      empty: "No term that hits anything came or went.",
      columns: [
        {
          label: "Term",
          cell: ({ term }) => h("a", { href: `./terms/${term.termId}.html` }, [maskedTerm(h, term.term)]),
        },
        { label: "Change", cell: ({ side }) => side },
        ...actionColumns(moved, ({ term }) => term),
        countColumn("Items hit", ({ hits }) => hits),
        countColumn("alone", ({ uniqueHits }) => uniqueHits, "items that no other term of that release hits"),
        countColumn("violating", ({ tp }) => tp),
        countColumn("good", ({ fp }) => fp),
        countColumn("no label", ({ hits, labelled }) => hits - labelled),
      ],
    });
  },
};
