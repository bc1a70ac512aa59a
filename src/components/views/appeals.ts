import { appealDays } from "../../metrics/appeals.js";
import type { AppealGroup, Appeals } from "../../metrics/appeals.js";
import { formatCount } from "../../metrics/format.js";
import { toRate } from "../../metrics/rate.js";
import { allDays } from "../../trends/dayGroups.js";
import type { DayRate } from "../../trends/dayGroups.js";
import { judgeDays } from "../../trends/judgeDays.js";
import { provisionalFrom } from "../../trends/provisional.js";
import type { DaySeries } from "../daySeries.js";
import { elementsOf } from "../element.js";
import { ratesTable } from "../ratesTable.js";
import type { RateRow } from "../ratesTable.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { stageLabel } from "../stageWords.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";
import { drawSeries } from "./daysPlot.js";
import { hiddenWords } from "./feedback.js";

const needs = ["report.json", "adHealth.json"] as const;
const minN = 30;

const lackingAppeals = {
  note: "This needs appeals (table review_event, stage appeal, with overturn_reason), which this workspace does not have.",
  other: "Nothing to show without appeals.",
};

function appealView(
  what: Pick<View, "name" | "summary"> & Partial<Pick<View, "subject" | "options">>,
  draw: (appeals: Appeals, options: Parameters<View["render"]>[0], context: ViewContext) => Element,
): View {
  return {
    options: {},
    ...what,
    uses: [],
    needs,
    render(options, context) {
      const { appeals } = context.data.adHealth;
      if (appeals !== null) return draw(appeals, options, context);
      const text = what.name.startsWith("note") ? lackingAppeals.note : lackingAppeals.other;
      return elementsOf(context.document)("p", { class: "empty" }, [text]);
    },
  };
}

/** How many rejections are appealed and overturned, and that it says nothing about accuracy. */
export const appealsNote = appealView(
  { name: "note appeals", summary: "how many rejections are appealed and overturned" },
  (appeals, _options, { document }) => {
    const h = elementsOf(document);
    const total = appeals.groups.find(({ dimension }) => dimension === "all");
    const sentences =
      total === undefined
        ? ["Too few advertisers to show anything."]
        : [
            `${rateWords(total.appealed, "rejected items")} were appealed; ${rateWords(total.overturned, "decided appeals")} of the appeals overturned the rejection, and ${rateWords(total.ourError, "decided appeals")} did so because the rejection was our own error.`,
            "Who appeals is no sample of the rejected items, so none of this is an accuracy.",
          ];
    return h(
      "div",
      { class: "remark" },
      sentences.map((text) => h("p", {}, [text])),
    );
  },
);

/** Appeals by stage, policy or a dimension of the ads. */
export const appealsTable = appealView(
  {
    name: "table appeals",
    summary: "rejections appealed and overturned by stage, policy or a dimension of the ads",
    subject: "by",
    options: {
      by: {
        type: "choice",
        choices: ["stage", "policy", "market", "vertical", "tier", "language"],
        fallback: "stage",
      },
    },
  },
  (appeals, options, { document, data }) => {
    const h = elementsOf(document);
    const by = option(options, "by");
    const rows = appeals.groups
      .filter(({ dimension }) => dimension === by)
      .flatMap((group) => rowsOf(group, valueLabel(by, group.value, data.report)));
    const table = ratesTable(h, rows, { headings: [by, "Rate"], caption: `Appeals by ${by} (no accuracy)` });
    const notes = [
      ...wordsOfHidden(appeals.hidden, by, "group"),
      ...wordsOfHidden(appeals.hiddenOutcomes, by, "outcome"),
    ];
    return notes.length === 0
      ? table
      : h("div", {}, [table, ...notes.map((text) => h("p", { class: "empty" }, [text]))]);
  },
);

/** None where a dimension hides nothing. */
function wordsOfHidden(hidden: Appeals["hidden"], by: string, unit: "group" | "outcome" | "day"): string[] {
  const count = hidden.find(({ dimension }) => dimension === by)?.groups ?? 0;
  return count === 0 ? [] : [hiddenWords(count, unit)];
}

function rowsOf({ appealed, overturned, lost, ourError }: AppealGroup, label: string): RateRow[] {
  return [
    { cells: [label, "appealed, of rejections"], rate: appealed, minN },
    { cells: [label, "overturned, of decided appeals"], rate: overturned, minN },
    { cells: [label, "overturned as our own error, of decided appeals"], rate: ourError, minN },
    { cells: [label, "overturned, of rejections"], rate: lost, minN },
  ];
}

/** Appeals over rejections, or those overturned over those decided, by the day of the rejection. */
export const appealsDays = appealView(
  {
    name: "chart appeals",
    summary: "rejections appealed, or decided appeals overturned, by the day of the rejection",
    subject: "what",
    options: {
      what: { type: "choice", choices: ["appealed", "overturned"], fallback: "appealed" },
      stage: { type: "choice", choices: ["auto", "human"], fallback: "auto" },
    },
  },
  ({ days, hidden, hiddenOutcomes }, options, context) => {
    const what = option(options, "what") === "overturned" ? "overturned" : "appealed";
    const stage = option(options, "stage") === "human" ? "human" : "auto";
    const own = days.filter((day) => day.stage === stage).map((day) => ({ day: day.day, rate: day[what] }));
    const { asOf } = context.data.report.workspace;
    const chart = drawSeries(
      seriesOf(own, provisionalFrom({ maturesAfter }, asOf)),
      {
        ...dayWords[what],
        minN,
        watched: false,
        stage,
        by: [],
        pending: `appeals come in for ${maturesAfter}`,
        lacking: `Too few days to draw ${dayWords[what].label} of ${stageLabel(stage)}.`,
      },
      context,
    );
    const h = elementsOf(context.document);
    const notes = [
      ...wordsOfHidden(hidden, appealDays[stage], "day"),
      ...(what === "overturned" ? wordsOfHidden(hiddenOutcomes, appealDays[stage], "outcome") : []),
    ];
    return notes.length === 0
      ? chart
      : h("div", {}, [chart, ...notes.map((text) => h("p", { class: "empty" }, [text]))]);
  },
);

/** For how long appeals of a rejection, and their outcomes, are reckoned to come in. */
const maturesAfter = "14d";

const dayWords = {
  appealed: {
    label: "Rejections appealed (no accuracy)",
    short: "Appealed rejections",
    denominatorLabel: "rejected items",
    units: "rejected items",
  },
  overturned: {
    label: "Decided appeals overturned (no accuracy)",
    short: "Overturned appeals",
    denominatorLabel: "decided appeals",
    units: "decided appeals by the day of the rejection",
  },
} as const;

/** One series from the first day to the last; none unless two days have a unit. */
function seriesOf(known: readonly DayRate[], provisional: string | undefined): DaySeries[] {
  const total = known.reduce((sum, { rate }) => sum + rate.total, 0);
  const rates = new Map(known.map(({ day, rate }) => [day, rate]));
  if (known.filter(({ rate }) => rate.total > 0).length < 2) return [];
  const days = allDays([...rates.keys()]).map((day) => ({ day, rate: rates.get(day) ?? toRate(0, 0) }));
  return [
    {
      slice: {},
      label: "all",
      days: judgeDays(days, { minN, provisionalFrom: provisional }),
      total,
      alert: undefined,
    },
  ];
}

const reasonWords: Readonly<Record<string, string>> = {
  our_error: "our own error",
  new_evidence: "new evidence",
  item_edited: "the item was edited",
  policy_changed: "the policy changed",
};

/** Why appeals overturned rejections. */
export const overturnsTable = appealView(
  { name: "table overturns", summary: "why appeals overturned rejections" },
  (appeals, _options, { document }) => {
    const rows = appeals.reasons.map(({ reason, rate }) => ({
      cells: [reason === null ? "not said" : (reasonWords[reason] ?? reason)],
      rate,
      minN,
    }));
    const overturned = appeals.reasons[0]?.rate.total ?? 0;
    return ratesTable(elementsOf(document), rows, {
      headings: ["Why"],
      caption: `Why appeals overturned ${formatCount(overturned)} rejections`,
    });
  },
);
