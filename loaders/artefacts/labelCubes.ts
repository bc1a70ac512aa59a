import type { QueryColumns } from "../engine/duckdb.js";
import { quoteName } from "../engine/quote.js";
import { binsPerDoubling } from "../../src/metrics/lags.js";
import { fileColumn, placeColumns } from "./dataset.js";
import type { Dataset } from "./dataset.js";

/**
 * How labels come: how late, for how many decisions of a day, and by which samples. Their first column is the place of
 * the items' file.
 */
export type LabelCubes = {
  readonly labelLags: QueryColumns;
  readonly coverage: QueryColumns;
  readonly samples: QueryColumns | undefined;
};

/** The tables of the open items' labels; `unlabelled` must have been made. */
export async function queryLabels(dataset: Dataset): Promise<LabelCubes> {
  const { engine, uses } = dataset;
  const isSampled = uses.incl_prob || uses.sample_design_id;
  return {
    labelLags: await engine.queryColumns(lagsSql),
    coverage: await engine.queryColumns(coverageSql),
    samples: isSampled ? await engine.queryColumns(samplesSql) : undefined,
  };
}

const file = quoteName(fileColumn);

/** Labels by the bin of their lag behind the decision that they audit, or behind the item where they audit none. */
const lagsSql = `
  SELECT ${placeColumns}, stage,
    if(minutes < 1, -1, floor(${binsPerDoubling} * log2(greatest(minutes, 1))))::INTEGER::VARCHAR AS bin,
    count(*)::DOUBLE AS labels
  FROM (
    SELECT *, date_diff('second', since::TIMESTAMP, ended_at::TIMESTAMP) / 60 AS minutes
    FROM (SELECT *, coalesce(p.ended_at, created_at) AS since FROM open_label WHERE ended_at IS NOT NULL)
    WHERE since IS NOT NULL
  ) GROUP BY ALL ORDER BY ALL`;

/** Decisions by stage and day, and how many have a label. */
const coverageSql = `
  SELECT ${file}, stage, day::VARCHAR AS day, sum(decisions)::DOUBLE AS decisions, sum(labelled)::DOUBLE AS labelled
  FROM (
    SELECT ${file}, stage, day, 1 AS decisions, 1 AS labelled FROM labelled
    UNION ALL SELECT ${file}, stage, day, decisions, 0 FROM unlabelled
  ) GROUP BY ALL ORDER BY ALL`;

/** Labels by the design and the probability that they were drawn with. */
const samplesSql = `
  SELECT ${file}, stage, sample_design_id AS design, incl_prob::VARCHAR AS chance, count(*)::DOUBLE AS labels
  FROM open_label GROUP BY ALL ORDER BY ALL`;
