import { formatCount } from "../../metrics/format.js";
import type { ExposureCost } from "../../metrics/overkill.js";
import { elementsOf } from "../element.js";
import type { PageData } from "../pageData.js";
import { ratesTable } from "../ratesTable.js";
import type { RateRow } from "../ratesTable.js";
import { rateWords } from "../rateWords.js";
import type { View } from "../view.js";

const needs = ["report.json", "overkill.json"] as const;
const minN = 30;

const stageWords: Readonly<Record<string, string>> = {
  auto: "the automatic stage",
  human: "people",
};

/** What slips through, by items and by how often it was seen. */
export const leakageNote: View = {
  name: "note leakage",
  summary: "violating items among the approved ones, by items and by impressions",
  options: {},
  uses: [],
  needs,
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const { overkill, cost } = data.overkill;
    const sentences = [
      ...Object.entries(overkill?.leakage ?? {}).map(
        ([stage, rate]) =>
          `Of what ${stageWord(stage, data)} approved, ${rateWords(rate, "approved items")} violates (leakage, false omission rate).`,
      ),
      ...(cost?.leaked ?? []).map(
        ({ stage, rate }) =>
          `Of the impressions of what ${stageWord(stage, data)} approved, ${rateWords(rate, "impressions")} were of violating items.`,
      ),
      lackingDelivery(cost),
    ].filter((text) => text !== undefined);
    return h(
      "div",
      { class: "remark" },
      sentences.map((text) => h("p", {}, [text])),
    );
  },
};

function stageWord(stage: string, { overkill, report }: PageData): string {
  if (stage === "auto" && overkill.overkill?.source === "replay")
    return `package ${report.releases.at(-1)?.label ?? ""}, replayed,`;
  return stageWords[stage] ?? stage;
}

/** Which table would switch the money on. */
function lackingDelivery(cost: ExposureCost | null): string | undefined {
  if (cost !== null && cost.leaked.length > 0) return undefined;
  return "How often leaked items were seen and what they earned needs the table delivery (item × day: impressions, revenue, currency), which this workspace does not have.";
}

/** What wrong decisions cost: by currency, since money of several is never added. */
export const exposureTable: View = {
  name: "table overkill money",
  summary: "blocked and leaked exposure and revenue by currency",
  options: {},
  uses: [],
  needs,
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const { cost } = data.overkill;
    if (cost === null) {
      const text =
        "What wrong decisions cost needs labelled decisions with how often their items are expected to be seen (column exposure of the table item) or were seen (table delivery), which this workspace does not have.";
      return h("p", { class: "empty" }, [text]);
    }
    return ratesTable(h, moneyRows(cost), {
      headings: ["Currency", "Share", "Revenue"],
      caption: "Wrong decisions of the automatic stage, weighed by exposure",
    });
  },
};

function moneyRows({ blocked, earned }: ExposureCost): RateRow[] {
  return [
    ...blocked.map(({ currency, rate, lost }) => {
      const money = lost === null ? "not known" : `about ${formatCount(Math.round(lost))} not earned`;
      return {
        cells: [currency ?? "none", "good items, of the expected impressions of rejected ones", money],
        rate,
        minN,
      };
    }),
    ...earned.map(({ currency, rate }) => {
      const money = `${formatCount(Math.round(rate.count))} earned by violating items`;
      return {
        cells: [currency ?? "none", "violating items, of the revenue of approved ones", money],
        rate,
        minN,
      };
    }),
  ];
}
