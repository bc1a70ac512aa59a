import { quoteName, quoteText } from "../engine/quote.js";
import type { QueryColumns } from "../engine/duckdb.js";
import { fileColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import type { Row } from "./sumRows.js";

/** Kinds of events that are right by themselves and cannot be right beside other rows, and what to say of them. */
const kinds = {
  early: {
    events: "SELECT * FROM open_event WHERE ended_at IS NOT NULL",
    where: "ended_at::TIMESTAMP < created_at::TIMESTAMP",
    words: "Decisions made before their item was created",
    remedy: "the zones of both times may differ",
  },
  unknownPolicy: {
    events: `
      SELECT * FROM open_event e WHERE policy_version IS NOT NULL AND EXISTS (FROM policy)
        AND NOT EXISTS (FROM policy p WHERE p.policy_id = e.policy_id AND p.version = e.policy_version)`,
    where: "true",
    words: "Decisions that name a policy version which the table policy does not hold",
    remedy: "add the version or correct the decision",
  },
  twoFinals: {
    events: `
      SELECT * FROM open_event
      WHERE outcome_state = 'final' AND policy_id IS NOT NULL AND ended_at IS NOT NULL
      QUALIFY count(*) OVER (PARTITION BY item, market, policy_id, stage, ended_at) > 1`,
    where: "true",
    words: "Final decisions beside another one of the same item version, market, policy and time",
    remedy: "all of them are counted; keep one as final",
  },
  orphans: {
    events: `
      SELECT * FROM open_label WHERE stage IN ('qa', 'ata') AND p IS NULL`,
    where: "true",
    words: "Audits of an event that their item does not have",
    remedy: "they label the item, but count in no audit; correct prior_event_id",
  },
} as const;

/** Events of the open items that contradict other rows: file, kind, how many, and the id of the first. */
export function queryEventFaults({ engine }: Dataset): Promise<QueryColumns> {
  const file = quoteName(fileColumn);
  const counts = Object.entries(kinds).map(
    ([kind, { events, where }]) => `
      SELECT ${file}, ${quoteText(kind)} AS kind, count(*) AS events, min(event_id) AS example
      FROM (${events}) WHERE ${where} GROUP BY ${file}`,
  );
  return engine.queryColumns(counts.join(" UNION ALL "));
}

/** A sentence for each kind of contradiction among the rows, with its number and an example. */
export function eventAlerts(rows: readonly Row[]): string[] {
  return Object.entries(kinds).flatMap(([kind, { words, remedy }]) => {
    const found = rows.filter((row) => row["kind"] === kind);
    const events = found.reduce((sum, row) => sum + Number(row["events"]), 0);
    const [example] = found.map((row) => String(row["example"])).toSorted();
    return example === undefined ? [] : [`${words}: ${events} (e.g. event ${example}); ${remedy}.`];
  });
}
