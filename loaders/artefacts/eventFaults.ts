import { quoteName } from "../engine/quote.js";
import type { QueryResult } from "../engine/duckdb.js";
import { fileColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import type { Row } from "./sumRows.js";

/** Kinds of events that are right by themselves and cannot be right beside other rows, and what to say of them. */
const kinds = {
  early: {
    of: "e.ended_at::TIMESTAMP < i.created_at::TIMESTAMP",
    words: "decisions were made before their item was created",
    remedy: "the zones of both times may differ",
  },
  unknownPolicy: {
    of: "e.policy_version IS NOT NULL AND EXISTS (FROM policy) AND NOT EXISTS (FROM policy p WHERE p.policy_id = e.policy_id AND p.version = e.policy_version)",
    words: "decisions name a policy version that the table policy does not hold",
    remedy: "add the version or correct the decision",
  },
  twoFinals: {
    of: `e.outcome_state = 'final' AND e.policy_id IS NOT NULL AND e.ended_at IS NOT NULL AND count(*) FILTER (e.outcome_state = 'final') OVER (
      PARTITION BY e.item_id, e.item_version, e.market, e.policy_id, e.stage, e.ended_at) > 1`,
    words: "final decisions stand beside another one of the same item version, market, policy and time",
    remedy: "all of them are counted; keep one as final",
  },
} as const;

/** Events of the open items that contradict other rows: file, kind, how many, and the id of the first. */
export function queryEventFaults({ engine }: Dataset): Promise<QueryResult> {
  const file = quoteName(fileColumn);
  const flags = Object.entries(kinds).map(([kind, { of }]) => `coalesce(${of}, false) AS ${quoteName(kind)}`);
  const counts = Object.keys(kinds).map(
    (kind) => `
      SELECT ${file}, '${kind}' AS kind, count(*) AS events, min(event_id) AS example
      FROM flagged WHERE ${quoteName(kind)} GROUP BY ${file}`,
  );
  return engine.query(`
    WITH flagged AS (
      SELECT i.${file}, e.event_id, ${flags.join(", ")}
      FROM open_event e
      JOIN open_item i ON i.item_id = e.item_id AND i.item_version IS NOT DISTINCT FROM e.item_version
    )
    ${counts.join(" UNION ALL ")}`);
}

/** A sentence for each kind of contradiction among the rows, with its number and an example. */
export function eventAlerts(rows: readonly Row[]): string[] {
  return Object.entries(kinds).flatMap(([kind, { words, remedy }]) => {
    const found = rows.filter((row) => row["kind"] === kind);
    const events = found.reduce((sum, row) => sum + Number(row["events"]), 0);
    const [example] = found.map((row) => String(row["example"])).toSorted();
    return example === undefined ? [] : [`${events} ${words} (e.g. event ${example}): ${remedy}.`];
  });
}
