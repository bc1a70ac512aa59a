import type { GroupSums } from "../../src/metrics/groupSums.js";
import { quoteName } from "../engine/quote.js";
import { queryClusterSums } from "./clusterSums.js";
import type { Dataset } from "./dataset.js";
import { dayOfTime } from "./dayOfTime.js";
import { itemDims, oneRowAnItem } from "./itemDims.js";
import type { KeptQueries } from "./keptQueries.js";

/** Days that an early warning looks at, and those before that it holds them against. */
export const windowDays = { recent: 7, before: 28 } as const;

type FeedbackSums = Readonly<Record<"all" | "recent" | "before", GroupSums[]>>;

/** What `adHealth` is made of; only where there is delivery. It is kept while none of its tables changes. */
export function queryFeedbackSums(dataset: Dataset, kept: KeptQueries): Promise<FeedbackSums> {
  const { asOf, timeZone, dimensions } = dataset.workspace;
  const inputs = {
    tables: ["item", "delivery", "feedback"],
    settings: [asOf, timeZone, dimensions],
  } as const;
  return kept.keep("feedback", inputs, () => sumFeedback(dataset));
}

async function sumFeedback(dataset: Dataset): Promise<FeedbackSums> {
  const { engine, workspace } = dataset;
  const dims = await itemDims(dataset);
  await engine.query(`CREATE OR REPLACE TABLE feedback_fact AS ${factsSql(dims)}`); // read three times
  const end = workspace.asOf;
  const [recentFrom, beforeFrom] = [
    end - windowDays.recent * dayMs,
    end - (windowDays.recent + windowDays.before) * dayMs,
  ];
  const split = { all: "'all'", ...columnsOf(dims) };
  const sumsOf = (where: string, dimensions: Readonly<Record<string, string>>): Promise<GroupSums[]> =>
    queryClusterSums(engine, { units: `SELECT * FROM feedback_fact WHERE ${where}`, dimensions, ratios });
  return {
    all: await sumsOf("true", { ...split, day: dayOfTime("given_at", workspace.timeZone) }),
    recent: await sumsOf(between(recentFrom, end), split),
    before: await sumsOf(between(beforeFrom, recentFrom), split),
  };
}

function between(from: number, to: number): string {
  return `given_at >= epoch_ms(${from}) AND given_at < epoch_ms(${to})`;
}

const dayMs = 86_400_000;

const ratios = {
  negative: { a: "hide + report", b: "impressions" },
  hide: { a: "hide", b: "impressions" },
  report: { a: "report", b: "impressions" },
  complaint: { a: "complaint", b: "conversions" },
  refund: { a: "refund", b: "conversions" },
  chargeback: { a: "chargeback", b: "conversions" },
  rating: { a: "rating", b: "rated" },
};

const kinds = ["hide", "report", "complaint", "refund", "chargeback"] as const;

/**
 * A row for each day that an item was shown and each piece of feedback. Feedback on an advertiser alone belongs to it
 * and to no market; a complaint counts on the day on which it was made, not on that of the purchase.
 */
function factsSql(dims: readonly string[]): string {
  const own = dims.map((name) => `, i.${quoteName(name)}`).join("");
  const counts = kinds.map((kind) => `(f.kind = '${kind}')::INT AS ${kind}`).join(", ");
  const noCounts = kinds.map((kind) => `0 AS ${kind}`).join(", ");
  return `
    WITH one_item AS (${oneRowAnItem(dims)})
    SELECT i.cluster ${own}, d.day::TIMESTAMP AS given_at, d.impressions, coalesce(d.conversions, 0) AS conversions,
      ${noCounts}, 0 AS rating, 0 AS rated
    FROM delivery d JOIN one_item i ON i.item_id = d.item_id
    UNION ALL
    SELECT coalesce(i.cluster, f.advertiser_id) ${own}, f.given_at::TIMESTAMP, 0, 0,
      ${counts}, coalesce(f.rating::DOUBLE, 0), (f.rating IS NOT NULL)::INT
    FROM feedback f LEFT JOIN one_item i ON i.item_id = f.item_id`;
}

function columnsOf(dims: readonly string[]): Record<string, string> {
  return Object.fromEntries(dims.map((name) => [name, quoteName(name)]));
}
