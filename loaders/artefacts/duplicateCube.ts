import { cubeSql } from "../engine/cubeSql.js";
import { quoteName } from "../engine/quote.js";
import type { Dataset } from "./dataset.js";
import type { KeptQueries } from "./keptQueries.js";
import type { Row } from "./sumRows.js";

const measures = {
  differing_duplicates: "rejected * (items - rejected)",
  duplicate_pairs: "items * (items - 1) / 2",
};

/**
 * Pairs of duplicates with a final decision, as a cube over the dimensions of the items; none where items name neither
 * groups nor content hashes, and then nothing is asked of the engine. A group that crosses a dimension has no value
 * there. Groups cross days, so that this reads the decisions of all days anew, O(events), when an item or an event
 * changed, and is kept while none does.
 */
export async function queryDuplicates(dataset: Dataset, kept: KeptQueries): Promise<Row[]> {
  const { uses, dimensions, workspace } = dataset;
  if (!uses.dup_group && !uses.content_hash) return [];
  const inputs = {
    tables: ["item", "review_event"],
    settings: [dimensions, workspace.decisions],
  } as const;
  return kept.keep("duplicates", inputs, () => countDuplicates(dataset));
}

async function countDuplicates(dataset: Dataset): Promise<Row[]> {
  const { engine, dimensions } = dataset;
  const { columns, rows } = await engine.query(
    cubeSql({
      units: groupsSql(dataset),
      cluster: "cluster",
      dimensions: Object.fromEntries(Object.keys(dimensions).map((name) => [name, name])),
      measures,
    }),
  );
  return rows.map((values) =>
    Object.fromEntries(
      columns.map((name, index): [string, string | number | null] => {
        const value = values[index] ?? null;
        return [name, value === null || typeof value === "string" ? value : Number(value)];
      }),
    ),
  );
}

/** One row per group and version of the policy with two final decisions or more. */
function groupsSql({ dimensions, uses }: Dataset): string {
  const group = duplicateGroupSql(uses);
  const shared = Object.entries(dimensions).map(
    ([name, column]) =>
      `, if(min(${quoteName(column)}) = max(${quoteName(column)}) AND count(${quoteName(column)}) = count(*), min(${quoteName(column)}), NULL) AS ${quoteName(name)}`,
  );
  const columns = [...new Set(Object.values(dimensions))].map((column) => `, i.${quoteName(column)}`);
  return `
    SELECT "group" || '|' || coalesce(policy_version, '') AS cluster, count(*) AS items,
      count(*) FILTER (violating) AS rejected ${shared.join("")}
    FROM (
      SELECT ${group} AS "group", f.policy_version, f.violating ${columns.join("")}
      FROM item i JOIN (${finalsSql}) f
        ON f.item_id = i.item_id AND f.item_version IS NOT DISTINCT FROM i.item_version
      WHERE ${group} IS NOT NULL
    ) GROUP BY "group", policy_version HAVING count(*) > 1`;
}

/** SQL of what the duplicates of an item `i` share. */
export function duplicateGroupSql(uses: Dataset["uses"]): string {
  return uses.dup_group ? "coalesce(i.dup_group, i.content_hash)" : "i.content_hash";
}

/** The final decision of each item: that of people where there is one, else that of the automatic stage; the newest. */
export const finalsSql = `
  SELECT item_id, item_version,
    max_by(policy_version, place) AS policy_version, max_by(violating, place) AS violating
  FROM (
    SELECT item_id, item_version, coalesce(policy_version, '') AS policy_version, m.violating,
      (e.stage = 'human', coalesce(ended_at::TIMESTAMP, 'epoch'::TIMESTAMP), event_id) AS place
    FROM review_event e JOIN meaning m USING (decision)
    WHERE e.stage IN ('auto', 'human') AND m.violating IS NOT NULL
      AND coalesce(e.round, 1) = 1 AND coalesce(e.outcome_state, 'final') = 'final'
  ) GROUP BY item_id, item_version`;
