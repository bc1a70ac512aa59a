import type { Report } from "../../src/model/report.js";
import type { Dataset } from "./dataset.js";

/** What pages need to know of the policies. */
type PolicyFacts = Pick<Report, "policies" | "p0" | "guidelines">;

export const noPolicies: PolicyFacts = { policies: {}, p0: [], guidelines: [] };

/** Titles, policies that cannot wait by any of their versions, and when versions came into force. */
export async function policyFacts({ engine }: Dataset): Promise<PolicyFacts> {
  const titles = await engine.query(
    "SELECT policy_id, title FROM policy WHERE title IS NOT NULL ORDER BY policy_id",
  );
  const urgent = await engine.query("SELECT DISTINCT policy_id FROM policy WHERE p0 ORDER BY policy_id");
  const versions = await engine.query(
    `SELECT version, epoch_ms(effective_from::TIMESTAMP), count(*) FROM policy
     WHERE version IS NOT NULL AND effective_from IS NOT NULL GROUP BY ALL ORDER BY 2, 1`,
  );
  return {
    policies: Object.fromEntries(
      titles.rows.flatMap(([id, title]) =>
        typeof id === "string" && typeof title === "string" ? [[id, title]] : [],
      ),
    ),
    p0: urgent.rows.flatMap(([id]) => (typeof id === "string" ? [id] : [])),
    guidelines: versions.rows.flatMap(([version, effectiveFrom, policies]) =>
      typeof version === "string"
        ? [{ version, effectiveFrom: Number(effectiveFrom), policies: Number(policies) }]
        : [],
    ),
  };
}
