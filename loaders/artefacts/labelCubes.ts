import type { QueryColumns } from "../engine/duckdb.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { binsPerDoubling } from "../../src/metrics/lags.js";
import { dimensionColumns, fileColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";

/** How labels come: how late, for how many decisions of a day, and by which samples. Their first column is the place of the items' file. */
export type LabelCubes = {
  readonly labelLags: QueryColumns;
  readonly coverage: QueryColumns;
  readonly samples: QueryColumns | undefined;
};

/** Stages whose decisions label earlier ones. */
const labelStages = ["qa", "ata", "gold"];

/** The tables of the open items' labels; `judgment` must have been made. */
export async function queryLabels(dataset: Dataset): Promise<LabelCubes> {
  const { engine, uses } = dataset;
  const isSampled = uses.incl_prob || uses.sample_design_id;
  return {
    labelLags: await engine.queryColumns(lagsSql(dataset)),
    coverage: await engine.queryColumns(coverageSql),
    samples: isSampled ? await engine.queryColumns(samplesSql) : undefined,
  };
}

const file = quoteName(fileColumn);
const isLabel = `e.stage IN (${labelStages.map(quoteText).join(", ")})`;

/** Labels by the bin of their lag behind the decision that they audit, or behind the item where they audit none. */
function lagsSql({ dimensions, uses }: Dataset): string {
  const prior = uses.prior_event_id
    ? "LEFT JOIN open_event p ON p.event_id = e.prior_event_id AND p.item = e.item"
    : "";
  const from = uses.prior_event_id ? "coalesce(p.ended_at, i.created_at)" : "i.created_at";
  const minutes = "date_diff('second', since::TIMESTAMP, ended_at::TIMESTAMP) / 60";
  const named = Object.entries(dimensions).map(
    ([name, column]) => `${quoteName(column)} AS ${quoteName(name)}, `,
  );
  return `
    SELECT ${file}, ${named.join("")} stage,
      if(minutes < 1, -1, floor(${binsPerDoubling} * log2(greatest(minutes, 1))))::INTEGER::VARCHAR AS bin,
      count(*)::DOUBLE AS labels
    FROM (
      SELECT *, ${minutes} AS minutes FROM (
        SELECT e.stage, e.ended_at, ${from} AS since, ${dimensionColumns(dimensions, "i")}
        FROM open_event e ${prior}
        JOIN open_item i ON i.item = e.item
        WHERE ${isLabel} AND e.ended_at IS NOT NULL
      ) WHERE since IS NOT NULL
    ) GROUP BY ALL ORDER BY ALL`;
}

/** Decisions by stage and day, and how many have a label. */
const coverageSql = `
  SELECT ${file}, stage, day::VARCHAR AS day, sum(decisions)::DOUBLE AS decisions, count("labelSource")::DOUBLE AS labelled
  FROM judgment GROUP BY ALL ORDER BY ALL`;

/** Labels by the design and the probability that they were drawn with. */
const samplesSql = `
  SELECT i.${file}, e.stage, e.sample_design_id AS design, e.incl_prob::VARCHAR AS chance, count(*)::DOUBLE AS labels
  FROM open_event e
  JOIN open_item i USING (item)
  WHERE ${isLabel} GROUP BY ALL ORDER BY ALL`;
