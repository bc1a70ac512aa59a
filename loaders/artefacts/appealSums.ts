import { appealDays } from "../../src/metrics/appeals.js";
import type { GroupSums } from "../../src/metrics/groupSums.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { queryClusterSums } from "./clusterSums.js";
import type { Dataset } from "./dataset.js";
import { dayOfTime } from "./dayOfTime.js";
import { itemDims } from "./itemDims.js";
import type { KeptQueries } from "./keptQueries.js";

/** What `appealsOf` is made of; only where there are appeals. It is kept while no item and no event changes. */
export function queryAppealSums(dataset: Dataset, kept: KeptQueries): Promise<GroupSums[]> {
  const { decisions, timeZone, dimensions } = dataset.workspace;
  const inputs = { tables: ["item", "review_event"], settings: [decisions, timeZone, dimensions] } as const;
  return kept.keep("appeals", inputs, () => sumAppeals(dataset));
}

async function sumAppeals(dataset: Dataset): Promise<GroupSums[]> {
  const dims = await itemDims(dataset);
  const split = Object.fromEntries(dims.map((name) => [name, quoteName(name)]));
  const day = dayOfTime("decided_at", dataset.workspace.timeZone);
  const days = Object.entries(appealDays).map(([stage, name]) => [
    name,
    `CASE stage WHEN ${quoteText(stage)} THEN ${day} END`,
  ]);
  return queryClusterSums(dataset.engine, {
    units: rejectionsSql(dims),
    dimensions: {
      all: "'all'",
      stage: "stage",
      policy: "policy",
      reason: "reason",
      ...split,
      ...Object.fromEntries(days),
    },
    ratios: {
      appealed: { a: "is_appealed", b: "1" },
      overturned: { a: "is_overturned", b: "is_decided" },
      lost: { a: "is_overturned", b: "1" },
      ourError: { a: "is_ours", b: "is_decided" },
    },
  });
}

/**
 * A row for each item version in a market whose last final decision, of the automatic stage or of people, rejects it,
 * with the last appeal that came after. An appeal that is not decided yet counts among the appealed alone.
 */
function rejectionsSql(dims: readonly string[]): string {
  const columns = dims.map((name) => `, i.${quoteName(name)}`).join("");
  return `
    WITH last AS (
      SELECT e.*, m.violating FROM review_event e JOIN meaning m USING (decision)
      WHERE stage IN ('auto', 'human') AND violating IS NOT NULL AND coalesce(outcome_state, 'final') = 'final'
      QUALIFY row_number() OVER (
        PARTITION BY item_id, item_version, market ORDER BY ended_at DESC NULLS LAST, stage = 'human' DESC, event_id
      ) = 1
    ),
    appeal AS (
      SELECT e.*, m.violating FROM review_event e JOIN meaning m USING (decision) WHERE stage = 'appeal'
      QUALIFY row_number() OVER (
        PARTITION BY item_id, item_version, market ORDER BY ended_at DESC NULLS LAST, event_id
      ) = 1
    ),
    rejection AS (
      SELECT coalesce(i.advertiser_id, i.item_id) AS cluster, l.stage, l.ended_at AS decided_at, coalesce(l.policy_id, i.policy_id) AS policy,
        (a.event_id IS NOT NULL)::INT AS is_appealed,
        (a.violating IS NOT NULL AND coalesce(a.outcome_state, 'final') = 'final')::INT AS is_decided,
        (is_decided = 1 AND NOT a.violating)::INT AS turned, a.overturn_reason AS why ${columns}
      FROM last l
      JOIN item i ON i.item_id = l.item_id AND i.item_version IS NOT DISTINCT FROM l.item_version
        AND i.market IS NOT DISTINCT FROM coalesce(l.market, i.market)
      LEFT JOIN appeal a ON a.item_id = l.item_id AND a.item_version IS NOT DISTINCT FROM l.item_version
        AND a.market IS NOT DISTINCT FROM l.market
      WHERE l.violating
    )
    SELECT *, coalesce(turned, 0) AS is_overturned, (coalesce(turned, 0) = 1 AND why IS NOT DISTINCT FROM 'our_error')::INT AS is_ours,
      if(turned = 1, why, NULL) AS reason
    FROM rejection`;
}
