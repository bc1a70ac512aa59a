import { formatCount, formatShare, formatValue } from "../../metrics/format.js";
import { formulaOf, intervalWords } from "../../metrics/formula.js";
import { formatIssue } from "../../model/dataError.js";
import type { Metric } from "../../model/metric.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { valueLabel } from "../selection.js";
import { currentTerms } from "../terms.js";
import type { View, ViewContext } from "../view.js";

/** A view of fixed content that the reader's choices do not change. */
function fixedView(
  name: string,
  summary: string,
  parts: { needs?: View["needs"]; render: (h: ElementMaker, context: ViewContext) => Element },
): View {
  const { needs = ["report.json"] } = parts;
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs,
    render: (_options, context) => parts.render(elementsOf(context.document), context),
  };
}

/** What the data is and what it cannot show. */
export const aboutNote = fixedView("note about", "what the workspace's data is and cannot show", {
  render: (h, { data }) =>
    h(
      "div",
      { class: "remark" },
      data.report.workspace.about.map((text) => h("p", {}, [text])),
    ),
});

/** How much of the newest package is at work on this traffic. */
export const packageNote = fixedView("note package", "how much of the newest package hits this traffic", {
  needs: ["report.json", "terms.arrow"],
  render(h, { data }) {
    const release = data.report.releases.at(-1);
    if (release === undefined) return h("p", { class: "empty" }, ["There is no package."]);
    const hitting = currentTerms(data);
    const never = release.terms - hitting.length;
    const unique = hitting.filter(({ uniqueHits }) => uniqueHits > 0).length;
    return h("div", { class: "finding" }, [
      h("p", {}, [
        `${formatCount(hitting.length)} of the ${formatCount(release.terms)} terms of package ${release.label} hit this traffic; ${formatCount(never)} never fired. `,
        `${formatCount(unique)} terms hit items that no other term hits.`,
      ]),
    ]);
  },
});

/** Terms by language: how many fire, and which languages the traffic does not have. */
export const termLanguagesTable = fixedView(
  "table term languages",
  "terms of the newest release by language, and how many fire",
  {
    needs: ["report.json", "terms.arrow", "decisions.arrow"],
    render(h, { data }) {
      const inTraffic = new Set(data.decisions.map(({ slice }) => slice["language"]));
      const hitting = countBy(currentTerms(data).map(({ language }) => language));
      const rows = Object.entries(data.report.termsByLanguage)
        .map(([language, terms]) => ({ language, terms, fired: hitting.get(language) ?? 0 }))
        .toSorted((a, b) => b.fired - a.fired || b.terms - a.terms);
      return dataTable(h, rows, {
        caption: "Terms of the newest release by language",
        columns: [
          { label: "Language", cell: ({ language }) => valueLabel("language", language, data.report) },
          { label: "Terms", numeric: true, cell: ({ terms }) => formatCount(terms) },
          { label: "Fired", numeric: true, cell: ({ fired }) => formatCount(fired) },
          { label: "Never fired", numeric: true, cell: ({ terms, fired }) => formatCount(terms - fired) },
          {
            label: "",
            cell: ({ language }) =>
              inTraffic.has(language) || language === "" ? "" : "no items in this language",
          },
        ],
      });
    },
  },
);

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The dictionary: each metric with its definition and both ends of the fraction. */
export const metricsTable = fixedView("table metrics", "the dictionary of metrics", {
  render: (h, { data }) =>
    h(
      "div",
      { class: "dictionary" },
      data.report.metrics.map((metric) => entry(h, metric)),
    ),
});

function entry(h: ElementMaker, metric: Metric): Child {
  const other = metric.notToBeConfusedWith;
  return h("section", { id: metric.id }, [
    h("h3", {}, [metric.label === metric.short ? metric.label : `${metric.label} (${metric.short})`]),
    h("p", {}, [metric.definition]),
    h("dl", {}, [
      ...(metric.kind === "ratio" ? [] : [h("dt", {}, ["Kind"]), h("dd", {}, [metric.kind])]),
      h("dt", {}, ["Formula"]),
      h("dd", {}, [
        metric.kind === "ratio"
          ? `${metric.numeratorLabel} ÷ ${metric.denominatorLabel}, i.e. (${metric.numerator.join(" + ")}) ÷ (${metric.denominator.join(" + ")}), as a ratio of sums at every grain`
          : `${metric.numeratorLabel}: ${formulaOf(metric)}`,
      ]),
      h("dt", {}, ["Better"]),
      h("dd", {}, [metric.good === "up" ? "higher" : "lower"]),
      h("dt", {}, ["Interval"]),
      h("dd", {}, [
        metric.kind === "ratio"
          ? `95 % Wilson score on the effective n; drawn hollow below an effective n of ${metric.minN}`
          : `95 %, ${intervalWords(metric)}; too small to judge below an n of ${metric.minN}`,
      ]),
      ...(metric.target === undefined
        ? []
        : [h("dt", {}, ["Target"]), h("dd", {}, [formatValue(metric.target, metric.unit)])]),
      ...(other === undefined ? [] : [h("dt", {}, ["Not to be confused with"]), h("dd", {}, [other])]),
    ]),
  ]);
}

/** Rows read and rejected, source by source. */
export const sourcesTable = fixedView("table sources", "rows read and rejected, by source", {
  render: (h, { data }) =>
    dataTable(h, data.report.sources, {
      caption: "Sources",
      columns: [
        { label: "Source", cell: ({ source }) => source },
        { label: "Files", numeric: true, cell: ({ files }) => formatCount(files) },
        { label: "Rows", numeric: true, cell: ({ rows }) => formatCount(rows) },
        { label: "Rejected", numeric: true, cell: ({ rejected }) => formatCount(rejected) },
      ],
    }),
});

/** Rows by table. */
export const tablesTable = fixedView("table tables", "rows stored, by table", {
  render: (h, { data }) =>
    dataTable(h, data.report.tables, {
      caption: "Tables",
      columns: [
        { label: "Table", cell: ({ table }) => table },
        { label: "Rows", numeric: true, cell: ({ rows }) => formatCount(rows) },
        { label: "Partitions", numeric: true, cell: ({ partitions }) => formatCount(partitions) },
      ],
    }),
});

/** Rows that were not used, with the reason. */
export const rejectedTable = fixedView(
  "table rejected",
  "rows that were not used, with file, line and reason",
  {
    render: (h, { data }) =>
      dataTable(h, data.report.rejected, {
        caption: "Rejected rows",
        empty: "No row was rejected.",
        columns: [{ label: "Where and why", cell: (issue) => formatIssue(issue) }],
      }),
  },
);

/** Items with and without a truth label. */
export const labelsNote = fixedView("note labels", "how many items have a truth label", {
  render(h, { data }) {
    const { total, labelled } = data.report.items;
    const share = total === 0 ? undefined : (total - labelled) / total;
    return h("p", {}, [
      `${formatCount(labelled)} of ${formatCount(total)} items have a truth label; ${formatCount(total - labelled)} (${formatShare(share)}) have none and stand in no rate.`,
    ]);
  },
});

/** Releases with their content; equal contents share a hash. */
export const releasesTable = fixedView("table releases", "the releases of the package, with content hash", {
  render(h, { data }) {
    const { releases } = data.report;
    const columns: Column<(typeof releases)[number]>[] = [
      { label: "Release", cell: ({ label }) => label },
      {
        label: "In force from",
        cell: ({ releasedAt }) => new Date(releasedAt).toISOString().slice(0, 16).replace("T", " "),
      },
      { label: "Terms", numeric: true, cell: ({ terms }) => formatCount(terms) },
      {
        label: "Content",
        cell: ({ snapshotId }) => h("code", { title: snapshotId }, [snapshotId.slice(0, 12)]),
      },
      {
        label: "Same as",
        cell: (release) =>
          releases.find((other) => other !== release && other.snapshotId === release.snapshotId)?.label ?? "",
      },
    ];
    return dataTable(h, releases, { caption: "Releases of the package (times in UTC)", columns });
  },
});

/** Policies with their titles. */
export const policiesTable = fixedView("table policies", "policies and what they mean", {
  render: (h, { data }) =>
    dataTable(h, Object.keys(data.report.policies).toSorted(), {
      caption: "Policies",
      columns: [
        { label: "Policy", cell: (id) => h("code", {}, [id]) },
        { label: "Meaning", cell: (id) => valueLabel("policy", id, data.report) },
      ],
    }),
});

/** Whether days and languages can be told apart. */
export const confoundedNote = fixedView(
  "note confounded",
  "says when days and languages cannot be told apart",
  {
    needs: ["report.json", "reviewDaily.arrow"],
    render(h, { data }) {
      const languagesByDay = new Map<string, Set<string>>();
      for (const { slice } of data.reviewDaily.cells) {
        const day = slice["day"] ?? "undated";
        languagesByDay.set(day, (languagesByDay.get(day) ?? new Set()).add(slice["language"] ?? "none"));
      }
      if (languagesByDay.size === 0)
        return h("p", { class: "empty" }, [
          "No decision of people carries a day here, so nothing is shown over days.",
        ]);
      const all = new Set([...languagesByDay.values()].flatMap((languages) => [...languages])).size;
      const partial = [...languagesByDay.values()].filter(({ size }) => size < all).length;
      const text =
        partial === 0
          ? `All ${all} languages were judged on each of the ${languagesByDay.size} days.`
          : `Days and languages are confounded: on ${partial} of ${languagesByDay.size} days not all ${all} languages were judged, so a move from day to day may be a change of language. Read one language at a time.`;
      return h("p", { class: "remark" }, [text]);
    },
  },
);

/** What this site was made from. */
export const provenanceTable = fixedView(
  "table provenance",
  "hashes and versions that this site was made from",
  {
    render: (h, { data }) =>
      dataTable(h, Object.entries(data.report.provenance), {
        caption: "Provenance",
        columns: [
          { label: "What", cell: ([name]) => name },
          { label: "Value", cell: ([, value]) => h("code", {}, [value]) },
        ],
      }),
  },
);
