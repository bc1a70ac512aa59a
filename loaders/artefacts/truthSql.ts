import { truthStages } from "../../src/metrics/verdict.js";
import type { ScoredStage } from "../../src/metrics/verdict.js";
import { stages } from "../../src/model/stages.js";
import type { Stage } from "../../src/model/stages.js";
import { quoteText } from "../engine/quote.js";

/**
 * SQL of the truth by scored stage: one row per stage and labelled item, with the best later label there is (gold before
 * ATA before QA, the newest of a stage), the stage that it comes from, and its weight.
 *
 * The weight is one over the probability with which the item came to be labelled at all: along the events that a label
 * audits (`prior_event_id`), the probabilities of all samples after the scored stage up to the first that labels. An ATA
 * label of a QA verdict on a human decision thus weighs as the QA sample does when people are scored, since every item
 * of that sample is labelled, and as the ATA sample does when QA is scored. A missing probability is 1.
 */
export function truthSql(scored: Iterable<ScoredStage>): string {
  const byStage = Array.from(scored, truthOfStage).join(" UNION ALL ");
  return `WITH chain AS (${chainSql()}) ${byStage}`;
}

/** Stages that label for every scored stage; a human decision is never truth. */
const labelStages = truthStages("human");

/** Labels with the event that each audits and the one before, as ranks of stages and probabilities. */
function chainSql(): string {
  const names = labelStages.map(quoteText).join(", ");
  return `
    SELECT e.item_id, e.item_version, e.stage, e.ended_at, e.event_id, m.violating,
      ${rankSql("e.stage")} AS rank0, e.incl_prob AS pi0,
      ${rankSql("p.stage")} AS rank1, p.incl_prob AS pi1,
      ${rankSql("q.stage")} AS rank2, q.incl_prob AS pi2
    FROM open_event e
    JOIN meaning m USING (decision)
    LEFT JOIN open_event p ON p.event_id = e.prior_event_id
    LEFT JOIN open_event q ON q.event_id = p.prior_event_id
    WHERE e.stage IN (${names}) AND m.violating IS NOT NULL AND coalesce(e.outcome_state, 'final') = 'final'`;
}

function truthOfStage(scored: ScoredStage): string {
  const sources = truthStages(scored).filter((stage) => labelStages.includes(stage));
  const names = sources.map(quoteText).join(", ");
  const lowest = Math.min(...sources.map(rankOf));
  const first = `least(${[0, 1, 2].map((at) => `if(rank${at} >= ${lowest}, rank${at}, NULL)`).join(", ")})`;
  const weights = [0, 1, 2].map(
    (at) => `if(rank${at} > ${rankOf(scored)} AND rank${at} <= ${first}, coalesce(pi${at}::DOUBLE, 1), 1)`,
  );
  return `
    SELECT ${quoteText(scored)} AS stage, item_id, item_version, violating, source, weight FROM (
      SELECT item_id, item_version, violating, stage AS source, 1 / (${weights.join(" * ")}) AS weight,
        row_number() OVER (
          PARTITION BY item_id, item_version
          ORDER BY list_position([${names}], stage), ended_at DESC NULLS LAST, event_id
        ) AS place
      FROM chain WHERE stage IN (${names})
    ) WHERE place = 1`;
}

function rankOf(stage: Stage): number {
  return stages.indexOf(stage);
}

/** The rank of a stage in the chain; NULL where there is none. */
function rankSql(column: string): string {
  return `list_position([${stages.map(quoteText).join(", ")}], ${column}) - 1`;
}
