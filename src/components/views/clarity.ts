import {
  formatCount,
  formatInterval,
  formatPoints,
  formatPointsInterval,
  formatShare,
} from "../../metrics/format.js";
import type { Clarity } from "../../metrics/policyClarity.js";
import type { Rate } from "../../model/rate.js";
import type { Report } from "../../model/report.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import { figure } from "../figure.js";
import { maskedText } from "../mask.js";
import type { PageData } from "../pageData.js";
import { rateDots } from "../rateDots.js";
import { ratesTable } from "../ratesTable.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import type { View, ViewContext } from "../view.js";

const minN = 30;

/** Draws what has labelled decisions of people, or says what it takes. */
function clarityView(
  name: string,
  summary: string,
  draw: (policies: PageData["policies"], context: ViewContext) => Element,
): View {
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs: ["report.json", "policies.json"],
    render(_options, context) {
      const { policies } = context.data;
      if (policies.policies.length > 0) return draw(policies, context);
      const text =
        "This needs decisions of people with labels of later stages (table review_event, stages human and qa, ata or gold), which this workspace does not have.";
      return elementsOf(context.document)("p", { class: "empty" }, [text]);
    },
  };
}

/** The policy that people and labels agree on least, in a sentence. */
export const clarityNote = clarityView(
  "note clarity",
  "the policy that people and labels agree on least",
  ({ policies, cells }, { document, data: { report } }) => {
    const h = elementsOf(document);
    const [worst] = policies;
    const [cell] = cells;
    const sentences = [
      worst === undefined
        ? undefined
        : `Least clear: ${sliceWords(worst, report)}. People decide as the label says in ${rateWords(worst.same, "judgments")}.`,
      cell === undefined || !report.dimensions.includes("language")
        ? undefined
        : `Least clear in one language: ${sliceWords(cell, report)}, ${rateWords(cell.same, "judgments")}.`,
    ];
    return h(
      "div",
      { class: "finding" },
      sentences.filter((text) => text !== undefined).map((text) => h("p", {}, [text])),
    );
  },
);

function sliceWords({ slice }: Pick<Clarity, "slice">, report: Report): string {
  const words = Object.entries(slice).map(([name, value]) => valueLabel(name, value, report));
  return words.length === 0 ? "all" : words.join(", ");
}

/** Agreement by policy, least clear first. */
export const clarityDots = clarityView(
  "chart clarity",
  "agreement of people with the label by policy, least clear first",
  ({ policies }, { document, data: { report } }) => {
    const h = elementsOf(document);
    const wrong = policies.map(({ slice, same }) => ({
      label: valueLabel("policy", slice["policy"] ?? null, report),
      value: 1 - (same.value ?? 1),
      interval:
        same.interval === undefined ? undefined : ([1 - same.interval[1], 1 - same.interval[0]] as const),
      isHollow: same.effectiveN < minN,
    }));
    const rows = policies.flatMap((clarity) => [
      { cells: [sliceWords(clarity, report), "same decision and policy"], rate: clarity.same, minN },
      { cells: [sliceWords(clarity, report), "same decision"], rate: clarity.decided, minN },
    ]);
    return figure(h, rateDots(document, wrong, formatShare), {
      title: `Least clear: ${wrong[0]?.label ?? "none"}, ${formatShare(wrong[0]?.value)} of judgments differ from the label`,
      subtitle: `Share of human judgments whose decision or policy the label corrects · sorted by the lower end of the 95 % interval · hollow: effective n below ${minN}`,
      rows: ratesTable(h, rows, {
        headings: ["Policy", "Agreement"],
        caption: "Agreement with the label by policy",
      }),
    });
  },
);

/** Policies by language, least clear first. */
export const clarityTable = clarityView(
  "table clarity",
  "agreement of people with the label by policy and language, least clear first",
  ({ cells }, { document, data: { report } }) => {
    const rows = cells.map(({ slice, same }) => ({
      cells: ["policy", "language"].map((name) => valueLabel(name, slice[name] ?? null, report)),
      rate: same,
      minN,
    }));
    return ratesTable(elementsOf(document), rows, {
      headings: ["Policy", "Language"],
      caption: `Same decision and policy as the label, the ${cells.length} least clear`,
    });
  },
);

/** Which policy is taken for which. */
export const mistakenTable = clarityView(
  "table mistaken",
  "which policy people take for which, by the labels",
  ({ mistaken }, { document, data: { report } }) => {
    const name = (value: string | null): string =>
      value === null ? "no violation" : valueLabel("policy", value, report);
    const h = elementsOf(document);
    if (mistaken.length === 0) return h("p", { class: "empty" }, ["No label corrects a decision of people."]);
    const rows = mistaken.map(({ given, meant, policy, judgments, rate }) => ({
      cells: [name(given), name(meant), name(policy), formatCount(judgments)],
      rate,
      minN,
    }));
    return ratesTable(h, rows, {
      headings: ["People said", "The label says", "Item judged under", "Judgments"],
      caption:
        "What people said and what the label says, of all judgments under the policy, most frequent first",
    });
  },
);

/** What editions of the guideline did to agreement. */
export const editionsTable = clarityView(
  "table editions",
  "agreement with the label before and after each edition of the guideline",
  ({ changes, tested }, { document, data: { report } }) => {
    const h = elementsOf(document);
    const cell = (rate: Rate): Child =>
      h("span", {}, [
        formatShare(rate.value),
        h("br"),
        h("small", {}, [
          `${formatInterval(rate.interval)}, effective n ${formatCount(Math.round(rate.effectiveN))}`,
        ]),
      ]);
    return dataTable(h, changes, {
      caption: `Editions of the guideline (${tested} comparisons; of one policy or language only those beyond chance)`,
      empty:
        tested === 0
          ? "No two editions of the guideline (column policy_version of review_event) have enough labelled judgments to be compared."
          : "No edition changed anything beyond chance.",
      columns: [
        { label: "Edition", cell: ({ version, previous }) => `${previous} → ${version}` },
        { label: "Of", cell: (change) => sliceWords(change, report) },
        { label: "Before", numeric: true, cell: ({ before }) => cell(before) },
        { label: "After", numeric: true, cell: ({ after }) => cell(after) },
        { label: "Change", numeric: true, cell: ({ comparison }) => formatPoints(comparison.difference) },
        {
          label: "95 % interval (Newcombe)",
          numeric: true,
          cell: ({ comparison }) => formatPointsInterval(comparison.interval),
        },
        {
          label: "Adjusted p",
          numeric: true,
          cell: ({ adjustedP }) => (adjustedP < 0.001 ? "< 0.001" : adjustedP.toFixed(3)),
        },
      ],
    });
  },
);

/** The most contested items, blind: votes and label show when the reader asks. */
export const contestedTable = clarityView(
  "table contested",
  "items about which people disagree most; votes and label are hidden until asked for",
  ({ contested }, { document, data: { report } }) => {
    const h = elementsOf(document);
    if (contested === null) {
      const text =
        "Items are shown only where texts may be published (publish.exampleTexts in workspace.yaml).";
      return h("p", { class: "empty" }, [text]);
    }
    return dataTable(h, contested, {
      caption: "Most contested items; judge first, then look",
      empty: "Nobody disagreed about an item.",
      columns: [
        { label: "Text", cell: ({ text }) => maskedText(h, text) },
        { label: "Policy", cell: ({ policy }) => valueLabel("policy", policy, report) },
        { label: "Language", cell: ({ language }) => valueLabel("language", language, report) },
        {
          label: "Votes and label",
          cell: ({ itemId, rejecting, approving, votes, label }) =>
            h("details", {}, [
              h("summary", {}, ["Show"]),
              `${rejecting} reject, ${approving} approve: ${votes}. Label: ${label === "" ? "none" : label}. Item ${itemId}.`,
            ]),
        },
      ],
    });
  },
);
