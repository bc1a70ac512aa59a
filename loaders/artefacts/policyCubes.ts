import { truthStages } from "../../src/metrics/verdict.js";
import { cubeSql } from "../engine/cubeSql.js";
import type { QueryColumns } from "../engine/duckdb.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { fileColumn, sliceColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { bucketSql } from "./openItems.js";

/** Cases of a partition that are kept as its most contested. */
const contestedKept = 10;

const labelStages = truthStages("human").map(quoteText).join(", ");

export type PolicyCubes = {
  /** Human decisions by policy, language and guideline version: how many agree with the label. */
  readonly clarity: QueryColumns;
  /** Those whose policy or decision the label corrects: which was taken for which. */
  readonly mistaken: QueryColumns;
  /** Items about which people disagree most, with their votes. */
  readonly contested: QueryColumns;
};

/** How clear the policies are to people, by the labels of later stages; of the open items. `voted` must have been made. */
export async function queryPolicyCubes(dataset: Dataset): Promise<PolicyCubes> {
  const { engine } = dataset;
  await engine.query(`CREATE OR REPLACE TABLE named AS ${namedSql}`); // read twice
  return {
    clarity: await engine.queryColumns(
      cubeSql({
        units: "SELECT * FROM named",
        cluster: "cluster",
        dimensions: {
          [fileColumn]: fileColumn,
          policy: "policy",
          language: "language",
          version: "version",
          bucket: "bucket",
        },
        measures: {
          same: "if(given IS NOT DISTINCT FROM meant, weight, 0)",
          decided: "if((given IS NULL) = (meant IS NULL), weight, 0)",
          judgments: "weight",
        },
      }),
    ),
    mistaken: await engine.queryColumns(`
      SELECT "${fileColumn}", policy, given, meant, sum(weight)::DOUBLE AS weight, count(*) AS judgments
      FROM named WHERE given IS DISTINCT FROM meant GROUP BY ALL ORDER BY ALL NULLS LAST`),
    contested: await engine.queryColumns(contestedSql(dataset)),
  };
}

/** Measures of the cube of clarity. */
export const clarityMeasures = ["same", "decided", "judgments"] as const;

/**
 * A row for each labelled human decision: the policy that it was given and the one that the label means, NULL where
 * nothing was found to violate. A label that names no policy means the one that it corrects.
 */
const namedSql = `
    SELECT item AS cluster, ${bucketSql} AS bucket, "${fileColumn}", weight,
      coalesce(meant, given, own, '') AS policy, language, version,
      if(violating, coalesce(given, own, ''), NULL) AS given, if(truly, coalesce(meant, given, own, ''), NULL) AS meant
    FROM (
      SELECT e.* EXCLUDE (policy_id, policy_version), e.policy_id AS given, e.policy_version AS version,
        s.policy_id AS own, s.language
      FROM labelled e JOIN slice s USING (${quoteName(sliceColumn)})
      WHERE e.stage = 'human'
    )`;

/** Votes under one version of the guideline; the more of the smaller side, the more contested. Ties fall by a hash. */
function contestedSql({ workspace }: Dataset): string {
  const text = workspace.publishTexts ? "i.text" : "NULL::VARCHAR";
  return `
    WITH counted AS (
      SELECT item, coalesce(policy_version, '') AS version, rejecting, approving
      FROM voted WHERE rejecting > 0 AND approving > 0
    ), chosen AS (
      SELECT i."${fileColumn}", i.item_id, v.*, coalesce(s.policy_id, '') AS policy, coalesce(s.language, '') AS language,
        coalesce(${text}, '') AS "text", md5(i.item_id) AS "order"
      FROM counted v
      JOIN open_item i USING (item)
      JOIN slice s ON s.${quoteName(sliceColumn)} = i.${quoteName(sliceColumn)}
      QUALIFY row_number() OVER (
        PARTITION BY i."${fileColumn}" ORDER BY least(rejecting, approving) DESC, rejecting + approving DESC, "order"
      ) <= ${contestedKept}
    ), listed AS (
      SELECT item, coalesce(policy_version, '') AS version,
        string_agg(stage::VARCHAR || if(violating, ' reject', ' approve'), ', ' ORDER BY ended_at NULLS LAST, event_id) AS votes
      FROM open_event SEMI JOIN chosen USING (item)
      WHERE stage IN ('human', ${labelStages}) AND violating IS NOT NULL
      GROUP BY ALL
    )
    SELECT c."${fileColumn}", c.item_id AS "itemId", policy, language, rejecting, approving, votes,
      coalesce(t.source::VARCHAR || if(t.violating, ' reject', ' approve'), '') AS label, "text", "order"
    FROM chosen c
    JOIN listed l USING (item, version)
    LEFT JOIN truth t ON t.stage = 'human' AND t.item = c.item`;
}
