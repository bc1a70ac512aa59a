import * as Plot from "npm:@observablehq/plot";
import type { AdHealth, FeedbackGroup } from "../../metrics/adHealth.js";
import { feedbackKinds } from "../../metrics/feedbackKinds.js";
import type { FeedbackKind } from "../../metrics/feedbackKinds.js";
import { exposureCounts, exposureInterval, formatExposure } from "../../metrics/formatExposure.js";
import { formatCount } from "../../metrics/format.js";
import { leastClusters } from "../../metrics/groupSums.js";
import type { AdHealthFacts } from "../../metrics/pageFacts.js";
import type { ClusterMean } from "../../stats/clusterMean.js";
import type { ExposureRate } from "../../stats/exposureRate.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { figure } from "../figure.js";
import { plotSize, stateColours } from "../plotStyle.js";
import { valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

const needs = ["report.json", "adHealth.json"] as const;

/** The note says which tables it takes; the blocks below it do not say it again. */
const lackingFeedback = {
  note: "This needs the tables delivery (item × day: impressions, conversions) and feedback (kind, time), which this workspace does not have.",
  other: "Nothing to show without delivery and feedback.",
};

/** Draws what has the health of ads, or says which tables it takes. */
function healthView(
  what: Pick<View, "name" | "summary"> & Partial<Pick<View, "subject" | "options">>,
  draw: (health: AdHealth, options: Parameters<View["render"]>[0], context: ViewContext) => Element,
): View {
  return {
    options: {},
    ...what,
    uses: [],
    needs,
    render(options, context) {
      const { health } = context.data.adHealth;
      if (health !== null) return draw(health, options, context);
      const text = what.name.startsWith("note") ? lackingFeedback.note : lackingFeedback.other;
      return elementsOf(context.document)("p", { class: "empty" }, [text]);
    },
  };
}

const kindWords: Readonly<Record<FeedbackKind, string>> = {
  negative: "Hides and reports",
  hide: "Hides",
  report: "Reports",
  complaint: "Complaints",
  refund: "Refunds",
  chargeback: "Chargebacks",
};

/** Negative feedback of all ads in a sentence, and how many groups were looked at for a rise. */
export const feedbackNote = healthView(
  { name: "note feedback", summary: "negative feedback of all ads, and whether it rose anywhere" },
  (health, _options, { document, data }) => {
    const h = elementsOf(document);
    const total = health.groups.find(({ dimension }) => dimension === "all");
    const sentences = [
      total === undefined ? "Too few advertisers to show anything." : totalWords(total),
      warningWords(health, data.adHealth),
      data.adHealth.hasAdvertisers ? undefined : "Items name no advertisers, so each item counts as one.",
    ];
    return h(
      "div",
      { class: "finding" },
      sentences.filter((text) => text !== undefined).map((text) => h("p", {}, [text])),
    );
  },
);

function totalWords({ rates, rating }: FeedbackGroup): string {
  const { negative, complaint } = rates;
  const stars =
    rating.value === undefined
      ? ""
      : ` Surveys give ${ratingWords(rating)} on average (${formatCount(rating.n)} ratings).`;
  return (
    `Ads are hidden or reported ${formatExposure(negative.value, "impressions")} times in 1,000 impressions (${exposureCounts(negative)}, 95 % interval ${exposureInterval(negative, "impressions")}); ` +
    `complaints make up ${formatExposure(complaint.value, "conversions")} of conversions (${exposureCounts(complaint)}, 95 % interval ${exposureInterval(complaint, "conversions")}).${stars}`
  );
}

function ratingWords({ value, interval }: ClusterMean): string {
  const range = interval === undefined ? "" : ` (${interval[0].toFixed(2)}–${interval[1].toFixed(2)})`;
  return `${value?.toFixed(2) ?? "no data"}${range}`;
}

function warningWords({ warnings, tested }: AdHealth, { recentDays, beforeDays }: AdHealthFacts): string {
  const [first] = warnings;
  const against = `in the last ${recentDays} days against the ${beforeDays} before`;
  if (first === undefined)
    return `No kind of feedback has risen ${against} in any of ${tested} tests (groups × kinds, false discovery rate 5 %).`;
  return `Feedback has risen ${against} in ${warnings.length} of ${tested} tests; the list below has them.`;
}

/** Groups in which a kind of feedback has risen. */
export const warningsTable = healthView(
  { name: "table early warnings", summary: "groups in which a kind of feedback has risen" },
  (health, _options, { document, data }) =>
    dataTable(elementsOf(document), health.warnings, {
      caption: "Early warnings, largest surprise first",
      empty: `Nothing has risen beyond chance (${health.tested} tests).`,
      columns: [
        {
          label: "Group",
          cell: ({ dimension, value }) =>
            dimension === "all" ? "all" : `${dimension}: ${valueLabel(dimension, value, data.report)}`,
        },
        { label: "Kind", cell: ({ kind }) => kindWords[kind] },
        {
          label: "Before",
          numeric: true,
          cell: (row) => rateCell(elementsOf(document), row.before, row.kind),
        },
        {
          label: "Recent",
          numeric: true,
          cell: (row) => rateCell(elementsOf(document), row.recent, row.kind),
        },
        {
          label: "Times as high",
          numeric: true,
          cell: ({ recent, before }) => ((recent.value ?? 0) / (before.value ?? 1)).toFixed(1),
        },
        {
          label: "Adjusted p",
          numeric: true,
          title: "One-sided, adjusted for all tests (Benjamini and Hochberg)",
          cell: ({ adjustedP }) => (adjustedP < 0.001 ? "< 0.001" : adjustedP.toFixed(3)),
        },
      ],
    }),
);

function rateCell(h: ElementMaker, rate: ExposureRate, kind: FeedbackKind): Child {
  const per = feedbackKinds[kind];
  return h("span", {}, [
    formatExposure(rate.value, per),
    h("br"),
    h("small", {}, [exposureCounts(rate), h("br"), exposureInterval(rate, per)]),
  ]);
}

/** Feedback by a dimension of the ads. */
export const feedbackTable = healthView(
  {
    name: "table feedback",
    summary: "feedback over impressions and conversions by a dimension of the ads",
    subject: "by",
    options: {
      by: {
        type: "choice",
        choices: ["market", "vertical", "tier", "language", "product_line"],
        fallback: "market",
      },
    },
  },
  (health, options, { document, data }) => {
    const h = elementsOf(document);
    const by = option(options, "by");
    const groups = health.groups.filter(({ dimension }) => dimension === by);
    const hidden = health.hidden.find(({ dimension }) => dimension === by)?.groups ?? 0;
    const table = dataTable(h, groups, {
      caption: `Feedback by ${by}: hides and reports per 1,000 impressions, the others per conversion`,
      empty:
        hidden === 0 ? `The items of this workspace have no ${by}.` : "Every group is too small to show.",
      columns: [
        { label: by, cell: ({ value }) => valueLabel(by, value, data.report) },
        { label: "Advertisers", numeric: true, cell: ({ advertisers }) => formatCount(advertisers) },
        ...kindNames.map((kind): Column<FeedbackGroup> => ({
          label: kindWords[kind],
          numeric: true,
          cell: ({ rates }) => rateCell(h, rates[kind], kind),
        })),
        {
          label: "Rating",
          numeric: true,
          cell: ({ rating }) =>
            h("span", {}, [
              ratingWords(rating),
              h("br"),
              h("small", {}, [`${formatCount(rating.n)} surveys`]),
            ]),
        },
      ],
    });
    return hidden === 0 ? table : h("div", {}, [table, h("p", { class: "empty" }, [hiddenWords(hidden)])]);
  },
);

const kindNames = ["hide", "report", "complaint", "refund", "chargeback"] as const;

/** Why groups are missing from a table, or days from a chart. */
export function hiddenWords(groups: number, unit: "group" | "outcome" | "day" = "group"): string {
  const which = groups === 1 ? `1 ${unit} is` : `${groups} ${unit}s are`;
  return `${which} not shown: fewer than ${leastClusters} advertisers, or one that the others would give away.`;
}

/** Hides and reports day by day. */
export const feedbackDays = healthView(
  { name: "chart feedback days", summary: "hides and reports per 1,000 impressions by day" },
  (health, _options, { document }) => {
    const h = elementsOf(document);
    const days = health.groups
      .filter(({ dimension, value }) => dimension === "day" && value !== null)
      .flatMap(({ value, rates: { negative } }) =>
        negative.value === undefined || negative.interval === undefined || value === null
          ? []
          : [
              {
                day: value,
                rate: negative,
                value: negative.value * 1000,
                low: negative.interval[0] * 1000,
                high: negative.interval[1] * 1000,
              },
            ],
      );
    if (days.length === 0) return h("p", { class: "empty" }, ["No day has enough advertisers to be shown."]);
    return figure(h, drawDays(document, days), {
      title: `Hides and reports per 1,000 impressions, ${days.length} days`,
      subtitle: `All ads · band: 95 % interval · by the day of the feedback · from ${days[0]?.day ?? ""} to ${days.at(-1)?.day ?? ""}`,
      rows: dataTable(h, days, {
        caption: "Hides and reports by day",
        columns: [
          { label: "Day", cell: ({ day }) => day },
          {
            label: "Per 1,000",
            numeric: true,
            cell: ({ rate }) => formatExposure(rate.value, "impressions"),
          },
          { label: "Counts", numeric: true, cell: ({ rate }) => exposureCounts(rate) },
          {
            label: "95 % interval",
            numeric: true,
            cell: ({ rate }) => exposureInterval(rate, "impressions"),
          },
        ],
      }),
    });
  },
);

type Day = { readonly day: string; readonly value: number; readonly low: number; readonly high: number };

function drawDays(document: Document, days: readonly Day[]): Element {
  const x = ({ day }: Day): Date => new Date(`${day}T00:00:00Z`);
  return Plot.plot({
    ...plotSize,
    document,
    height: 240,
    x: { type: "utc", label: null },
    y: { label: null, grid: true, zero: true },
    marks: [
      Plot.ruleY([0]),
      Plot.areaY(days, { x, y1: "low", y2: "high", fill: stateColours.better, fillOpacity: 0.2 }),
      Plot.lineY(days, { x, y: "value", stroke: stateColours.better }),
    ],
  });
}
