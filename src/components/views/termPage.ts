import { rejects } from "../../matcher/rejects.js";
import { formatCount, formatInterval, formatPoints, formatShare } from "../../metrics/format.js";
import { dataTable } from "../dataTable.js";
import { hitCountColumns, recentChange } from "../hitCounts.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { maskedTerm, maskedText } from "../mask.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { basisWords, costsOf, measuredWords, microseconds, roundsWords } from "../termCosts.js";
import { findTerm, termPrecision } from "../terms.js";
import { costWords, termStandings, wrongCosts } from "../termStanding.js";
import { recentWords } from "./termViews.js";
import { termView } from "./termView.js";
import type { HitCounts } from "../../model/packageHealth.js";
import type { TermPolicyRow, TermRow } from "../../model/artefact.js";
import type { ViewContext } from "../view.js";

/** What to do about the term and why, and what it does, in sentences. */
export const termNote = termView("note term", "what the page's term does and what to do about it", {
  needs: ["report.json", "decisions.arrow", "terms.arrow"],
  render(term, context) {
    const h = elementsOf(context.document);
    const standing = termStandings(context.data).find((one) => one.term.termId === term.termId);
    const proposal =
      standing === undefined
        ? removedWords(h, term, context)
        : [h("strong", {}, [`Proposal: ${standing.proposal}.`]), ` ${capitalised(standing.reason)}.`];
    return h("div", { class: "finding" }, [
      h("p", {}, proposal),
      h("p", {}, [maskedTerm(h, term.term), ...termSentences(term, context)]),
    ]);
  },
});

/** A term without a standing is not in the newest release. */
function removedWords(h: ElementMaker, { lastRelease }: TermRow, { data }: ViewContext): Child[] {
  const { releases } = data.report;
  return [
    h("strong", {}, ["Retired."]),
    ` Release ${releases[lastRelease + 1]?.label ?? "after it"} removed this term, so that nothing is proposed; what follows is what it hits as ${releases[lastRelease]?.label ?? "its last release"} had it.`,
  ];
}

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
      ["Advertisers of its labelled items, items of none counted each", formatCount(term.advertisers)],
      ["Items hit in the last days, and as many as its usual share would be", recentWords(term, data)],
      ["Precision of the last days against the days before", recentChange(term, data)],
      [
        "What its labelled good items were expected to earn: expected impressions × average revenue of a delivered impression in the currency, not their own delivery; most impressions first",
        costWords(wrongCosts(data)(term)),
      ],
      ["What it costs to be looked for in 1,000 items", searchCostWords(term, data)],
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

/** With machine and date, without which a time says nothing; "" where it was not measured. */
function searchCostWords({ termId }: TermRow, data: ViewContext["data"]): string {
  const [cost, measured] = [costsOf(data).get(termId), data.packageHealth.costs];
  if (cost === undefined || measured === undefined) return "";
  return `${microseconds(cost)} µs (${roundsWords(cost)}), ${basisWords[cost.basis]}; ${measuredWords(measured)}`;
}

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
    ` (${language}${actionWords(term)}, ${held}) hits ${formatCount(term.hits)} of ${formatCount(data.report.items.total)} items. `,
    precisionSentence(term),
    `${formatCount(term.uniqueHits)} items are hit by no other term${withoutWords(term)}.`,
  ];
}

function withoutWords({ action, uniqueTp, uniqueFp }: TermRow): string {
  const [violating, good] = [formatCount(uniqueTp), formatCount(uniqueFp)];
  return rejects(action)
    ? `: without it the package would let ${violating} violating items pass and free ${good} good ones`
    : `, ${violating} violating and ${good} good ones: if it rejected it would catch these`;
}

/** Nothing of a term that rejects. */
function actionWords({ action }: TermRow): string {
  return rejects(action) ? "" : `, action ${action}`;
}

function precisionSentence(term: TermRow): string {
  return term.labelled === 0
    ? "Its precision is not known: none of them has a label. "
    : `Its precision is ${precisionWords(term)}. `;
}

/** Where labels weigh differently the counts beside the rate do not make it. */
function precisionWords(term: TermRow): string {
  const rate = termPrecision(term);
  if (term.effectiveN === undefined || rate.value === undefined) return rateWords(rate, "labelled hits");
  const basis = `effective n ${formatCount(Math.round(rate.effectiveN))}, 95 % interval ${formatInterval(rate.interval)}`;
  return `${formatShare(rate.value)} (${formatCount(term.tp)} of ${formatCount(term.labelled)} labelled hits, each counted as many times as its sample stands for and those of an advertiser as one cluster; ${basis})`;
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
        ...hitCountColumns(term),
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
        ...hitCountColumns(term),
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
        ...hitCountColumns(term),
      ],
    });
  },
});

type SliceSums = HitCounts & { readonly value: string };

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
