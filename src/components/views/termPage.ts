import { formatCount, formatPoints, formatShare } from "../../metrics/format.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import { maskedTerm, maskedText } from "../mask.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { findTerm, termPrecision } from "../terms.js";
import { termStandings, wrongCost } from "../termStanding.js";
import { costWords, recentWords } from "./termViews.js";
import type { TermPolicyRow, TermRow } from "../../model/artefact.js";
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

/** What to do about the term and why, and what it does, in sentences. */
export const termNote = termView("note term", "what the page's term does and what to do about it", {
  needs: ["report.json", "decisions.arrow", "terms.arrow"],
  render(term, context) {
    const h = elementsOf(context.document);
    const standing = termStandings(context.data).find((one) => one.term.termId === term.termId);
    const proposal =
      standing === undefined
        ? ["The newest release does not hold this term."]
        : [h("strong", {}, [`Proposal: ${standing.proposal}.`]), ` ${capitalised(standing.reason)}.`];
    return h("div", { class: "finding" }, [
      h("p", {}, proposal),
      h("p", {}, [maskedTerm(h, term.term), ...termSentences(term, context)]),
    ]);
  },
});

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What it means to its release beside its precision. */
export const termFactsTable = termView("table term facts", "what the page's term means to its release", {
  needs: ["report.json", "decisions.arrow", "terms.arrow", "overkill.json", "packageHealth.json"],
  render(term, { data, document }) {
    const standing = termStandings(data).find((one) => one.term.termId === term.termId);
    const { releases, workspace } = data.report;
    const ageDays =
      (workspace.asOf - (releases[term.firstRelease]?.releasedAt ?? workspace.asOf)) / 86_400_000;
    const facts: (readonly [string, string])[] = [
      [
        "S/O: precision, were there as many violating items as good ones",
        standing?.spamOverOverall.toFixed(3) ?? "",
      ],
      ["Recall of all terms that would be lost without it", formatPoints(standing?.recallLost)],
      ["What it adds to the precision of all terms", formatPoints(standing?.precisionLost)],
      ["Credit: Σ 1/k over its items, k terms on the item", formatCount(Math.round(term.credit * 10) / 10)],
      ["Items that no other term hits and no model rejected", formatCount(term.aloneHits)],
      ["Items that only the evasive view finds it in", formatCount(term.evasiveHits)],
      ["Advertisers of its labelled items, items of none counted each", formatCount(term.advertisers)],
      ["Items hit in the last days, and as many as its usual share would be", recentWords(term, data)],
      ["What its labelled good items were expected to earn", costWords(wrongCost(data)(term))],
      ["Days in the package", formatCount(Math.max(0, Math.round(ageDays)))],
    ];
    const rows = facts.filter(([, value]) => value !== "");
    return dataTable(elementsOf(document), rows, {
      caption: "What it means to the release",
      columns: [
        { label: "Fact", cell: ([fact]) => fact },
        { label: "Value", numeric: true, cell: ([, value]) => value },
      ],
    });
  },
});

/** What releases did to the term. */
export const termHistoryTable = termView(
  "table term history",
  "releases in which the page's term came, went or changed",
  {
    needs: ["report.json", "terms.arrow", "termHistory.arrow"],
    render(term, { data, document }) {
      const { releases } = data.report;
      const first = { release: 0, change: "in the first release", flags: "" };
      const changes = data.termHistory.filter(({ termId }) => termId === term.termId);
      const rows = changes[0]?.change === "added" ? changes : [first, ...changes];
      return dataTable(elementsOf(document), rows, {
        caption: "Edit history",
        columns: [
          { label: "Release", cell: ({ release }) => releases[release]?.label ?? "" },
          {
            label: "In force from",
            cell: ({ release }) => new Date(releases[release]?.releasedAt ?? 0).toISOString().slice(0, 10),
          },
          { label: "Change", cell: ({ change }) => change },
          { label: "Flags", cell: ({ flags }) => flags },
        ],
      });
    },
  },
);

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
    const rows = data.termPolicies.filter(({ termId }) => termId === term.termId);
    return dataTable(elementsOf(document), sumsBy(rows, "policy"), {
      caption: "Items hit by policy",
      columns: [
        { label: "Policy", cell: ({ value }) => valueLabel("policy", value, data.report) },
        ...sliceColumns,
      ],
    });
  },
});

/** Items hit in each language. */
export const termSpokenTable = termView("table term by language", "the page's term by language of the item", {
  needs: ["report.json", "terms.arrow", "termPolicies.arrow"],
  render(term, { data, document }) {
    const rows = data.termPolicies.filter(({ termId }) => termId === term.termId);
    return dataTable(elementsOf(document), sumsBy(rows, "language"), {
      caption: "Items hit by language",
      columns: [
        { label: "Language", cell: ({ value }) => valueLabel("language", value, data.report) },
        ...sliceColumns,
      ],
    });
  },
});

/** Items hit in each market. */
export const termMarketsTable = termView("table term by market", "the page's term by market of the item", {
  needs: ["report.json", "terms.arrow", "termPolicies.arrow"],
  render(term, { data, document }) {
    const h = elementsOf(document);
    if (!data.report.dimensions.includes("market"))
      return h("p", { class: "empty" }, ["No item of this workspace names a market."]);
    const rows = data.termPolicies.filter(({ termId }) => termId === term.termId);
    return dataTable(h, sumsBy(rows, "market"), {
      caption: "Items hit by market",
      columns: [
        { label: "Market", cell: ({ value }) => valueLabel("market", value, data.report) },
        ...sliceColumns,
      ],
    });
  },
});

type SliceSums = { readonly value: string; readonly hits: number; readonly tp: number; readonly fp: number };

const sliceColumns: readonly Column<SliceSums>[] = [
  { label: "Items hit", numeric: true, cell: ({ hits }) => formatCount(hits) },
  { label: "TP", numeric: true, cell: ({ tp }) => formatCount(tp) },
  { label: "FP", numeric: true, cell: ({ fp }) => formatCount(fp) },
  {
    label: "Precision",
    numeric: true,
    cell: ({ tp, fp }) => formatShare(termPrecision({ tp, labelled: tp + fp }).value),
  },
];

/** Most hits first. */
function sumsBy(rows: readonly TermPolicyRow[], by: "policy" | "language" | "market"): SliceSums[] {
  const sums = new Map<string, SliceSums>();
  for (const row of rows) {
    const known = sums.get(row[by]) ?? { value: row[by], hits: 0, tp: 0, fp: 0 };
    sums.set(row[by], {
      value: row[by],
      hits: known.hits + row.hits,
      tp: known.tp + row.tp,
      fp: known.fp + row.fp,
    });
  }
  return [...sums.values()].toSorted((a, b) => b.hits - a.hits);
}

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
