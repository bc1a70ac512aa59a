import { truthStages } from "../../src/metrics/verdict.js";
import type { ScoredStage } from "../../src/metrics/verdict.js";
import { stages } from "../../src/model/stages.js";
import type { Stage } from "../../src/model/stages.js";
import { enumType, quoteText } from "../engine/quote.js";

/** SQL of the type of stages, whose numbers are their ranks: compared and handed out faster than texts. */
export const stageType = enumType(stages);

/** Stages that label for every scored stage; a human decision is never truth. */
const labelStages = truthStages("human");

/**
 * SQL of the truth by scored stage: one row per stage and labelled item (`open_item.item`), with the best later label
 * there is (gold before ATA before QA, the newest of a stage), the stage that it comes from, the policy that it names,
 * and its weight.
 *
 * The weight is one over the probability with which the item came to be labelled at all: along the events that a label
 * audits (`prior_event_id`), the probabilities of all samples after the scored stage up to the first that labels. An ATA
 * label of a QA verdict on a human decision thus weighs as the QA sample does when people are scored, since every item
 * of that sample is labelled, and as the ATA sample does when QA is scored. A missing probability is 1.
 */
export function truthSql(scored: Iterable<ScoredStage>): string {
  const stagesBySources = new Map<string, ScoredStage[]>();
  for (const stage of scored) {
    const sources = sourcesOf(stage).join(" ");
    stagesBySources.set(sources, [...(stagesBySources.get(sources) ?? []), stage]);
  }
  const groups = [...stagesBySources.values()].map((group, at) => ({ group, name: `best${at}` }));
  const ranked = groups.map(({ group: [first = "auto"], name }) => `${name} AS (${bestSql(first)})`);
  const truths = groups.flatMap(({ group, name }) => group.map((stage) => weighedSql(stage, name)));
  return `WITH chain AS (${chainSql()}), ${ranked.join(", ")} ${truths.join(" UNION ALL ")}`;
}

/**
 * SQL of the events of the stages that label, each with the event `p` that it audits and the event `q` that this audits,
 * as structs that are NULL where the item has no such event. Only events that are audited take part in the joins,
 * which takes a quarter less.
 */
export const labelSql = `
  WITH audited AS MATERIALIZED (
    SELECT item, event_id, prior_event_id,
      struct_pack(stage, violating, incl_prob, policy_id, severity, actor_id, ended_at) AS facts
    FROM open_event e
    SEMI JOIN (SELECT item, prior_event_id FROM open_event WHERE prior_event_id IS NOT NULL) a
      ON a.item = e.item AND a.prior_event_id = e.event_id
  )
  SELECT e.* EXCLUDE (market, round, actor_kind, actor_id, policy_version), p.facts AS p, q.facts AS q
  FROM open_event e
  LEFT JOIN audited p ON p.event_id = e.prior_event_id AND p.item = e.item
  LEFT JOIN audited q ON q.event_id = p.prior_event_id AND q.item = e.item
  WHERE e.stage IN (${labelStages.map(quoteText).join(", ")})`;

/** Labels with the event that each audits and the one before, as ranks of stages and probabilities. */
function chainSql(): string {
  return `
    SELECT item, stage, ended_at, event_id, violating, policy_id,
      ${rankSql("stage")} AS rank0, incl_prob AS pi0,
      ${rankSql("p.stage")} AS rank1, p.incl_prob AS pi1,
      ${rankSql("q.stage")} AS rank2, q.incl_prob AS pi2
    FROM open_label
    WHERE violating IS NOT NULL AND coalesce(outcome_state, 'final') = 'final'`;
}

function sourcesOf(scored: ScoredStage): Stage[] {
  return truthStages(scored).filter((stage) => labelStages.includes(stage));
}

/** The best label of each item among those that may score a stage; stages with the same sources share it. */
function bestSql(scored: ScoredStage): string {
  const names = sourcesOf(scored).map(quoteText).join(", ");
  return `
    SELECT * FROM chain WHERE stage IN (${names})
    QUALIFY row_number() OVER (
      PARTITION BY item
      ORDER BY list_position([${names}], stage::VARCHAR), ended_at DESC NULLS LAST, event_id
    ) = 1`;
}

function weighedSql(scored: ScoredStage, best: string): string {
  const lowest = Math.min(...sourcesOf(scored).map(rankOf));
  const first = `least(${[0, 1, 2].map((at) => `if(rank${at} >= ${lowest}, rank${at}, NULL)`).join(", ")})`;
  const chances = [0, 1, 2].map(
    (at) => `if(rank${at} > ${rankOf(scored)} AND rank${at} <= ${first}, coalesce(pi${at}::DOUBLE, 1), 1)`,
  );
  return `
    SELECT ${quoteText(scored)}::${stageType} AS stage, item, violating, stage AS source, policy_id,
      1 / (${chances.join(" * ")}) AS weight
    FROM ${best}`;
}

function rankOf(stage: Stage): number {
  return stages.indexOf(stage);
}

/** The rank of a stage in the chain; NULL where there is none. */
function rankSql(column: string): string {
  return `enum_code(${column})::INTEGER`;
}
