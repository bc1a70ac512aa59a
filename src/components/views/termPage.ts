import { formatCount, formatShare } from "../../metrics/format.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import { maskedTerm, maskedText } from "../mask.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { findTerm, termPrecision } from "../terms.js";
import type { TermRow } from "../../model/artefact.js";
import type { View, ViewContext } from "../view.js";

/** A view of a term page: drawn for the term in the page's path, or a sentence when there is none. */
function termView(
  name: string,
  summary: string,
  parts: { needs: View["needs"]; render: (term: TermRow, context: ViewContext) => Element },
): View {
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs: parts.needs,
    render(_options, context) {
      const term = findTerm(context.data, context.params["termId"]);
      const h = elementsOf(context.document);
      return term === undefined ? h("p", { class: "empty" }, ["No such term."]) : parts.render(term, context);
    },
  };
}

/** What the term does, in sentences. */
export const termNote = termView("note term", "what the page's term does, in sentences", {
  needs: ["report.json", "terms.arrow"],
  render(term, context) {
    const h = elementsOf(context.document);
    return h("div", { class: "finding" }, [
      h("p", {}, [maskedTerm(h, term.term), ...termSentences(term, context)]),
    ]);
  },
});

function termSentences(term: TermRow, { data }: ViewContext): Child[] {
  const { releases } = data.report;
  const first = releases[term.firstRelease]?.label ?? "";
  const last = releases[term.lastRelease]?.label ?? "";
  const held =
    term.lastRelease === releases.length - 1
      ? `in the package since ${first}`
      : `in the package from ${first} to ${last}`;
  const language = valueLabel("language", term.language, data.report);
  return [
    ` (${language}, ${held}) hits ${formatCount(term.hits)} of ${formatCount(data.report.items.total)} items. `,
    `Its precision is ${rateWords(termPrecision(term), "labelled hits")}. `,
    `${formatCount(term.uniqueHits)} items are hit by no other term: without it the package would let ${formatCount(term.uniqueTp)} violating items pass and free ${formatCount(term.uniqueFp)} good ones.`,
  ];
}

/** Items hit under each policy. */
export const termPoliciesTable = termView("table term policies", "the page's term by policy", {
  needs: ["report.json", "terms.arrow", "termPolicies.arrow"],
  render(term, { data, document }) {
    const rows = data.termPolicies
      .filter(({ termId }) => termId === term.termId)
      .toSorted((a, b) => b.hits - a.hits);
    return dataTable(elementsOf(document), rows, {
      caption: "Items hit by policy",
      columns: [
        { label: "Policy", cell: ({ policy }) => valueLabel("policy", policy, data.report) },
        { label: "Items hit", numeric: true, cell: ({ hits }) => formatCount(hits) },
        { label: "TP", numeric: true, cell: ({ tp }) => formatCount(tp) },
        { label: "FP", numeric: true, cell: ({ fp }) => formatCount(fp) },
        {
          label: "Precision",
          numeric: true,
          cell: ({ tp, fp }) => formatShare(termPrecision({ tp, labelled: tp + fp }).value),
        },
      ],
    });
  },
});

/** Terms that hit the same items. */
export const termOverlapsTable = termView(
  "table term overlaps",
  "terms that hit the same items as the page's term",
  {
    needs: ["report.json", "terms.arrow", "termOverlaps.arrow"],
    render(term, { data, document }) {
      const h = elementsOf(document);
      const rows = data.termOverlaps
        .filter(({ termId }) => termId === term.termId)
        .toSorted((a, b) => b.items - a.items);
      return dataTable(h, rows, {
        caption: "Terms that hit the same items",
        empty: "No other term of the release hits the same items.",
        columns: [
          {
            label: "Term",
            cell: ({ otherId }) =>
              h("a", { href: `./${otherId}` }, [maskedTerm(h, findTerm(data, otherId)?.term ?? "")]),
          },
          { label: "Items in common", numeric: true, cell: ({ items }) => formatCount(items) },
          {
            label: "Share of this term's",
            numeric: true,
            cell: ({ items }) => formatShare(items / term.hits),
          },
          {
            label: "Share of the other's",
            numeric: true,
            cell: ({ items, otherId }) => formatShare(items / (findTerm(data, otherId)?.hits ?? items)),
          },
        ],
      });
    },
  },
);

/** A few items that the term hit; masked until the reader asks. */
export const termExamplesTable = termView(
  "table term examples",
  "some items that the page's term hit, masked",
  {
    needs: ["report.json", "terms.arrow", "termExamples.arrow"],
    render(term, { data, document }) {
      const h = elementsOf(document);
      return dataTable(
        h,
        data.termExamples.filter(({ termId }) => termId === term.termId),
        {
          caption: "Items that it hit",
          columns: [
            { label: "Item", cell: ({ itemId }) => itemId },
            { label: "Truth", cell: ({ truth }) => truth },
            { label: "Policy", cell: ({ policy }) => valueLabel("policy", policy, data.report) },
            { label: "Text", cell: ({ text }) => maskedText(h, text) },
          ],
        },
      );
    },
  },
);
