import { canonical } from "../../src/matcher/canonical.js";
import { groupCells } from "../../src/metrics/cells.js";
import { nearPairs } from "../../src/mining/nearPairs.js";
import type { DecidedText, NearCluster } from "../../src/mining/nearPairs.js";
import { nearTexts } from "../../src/mining/nearTexts.js";
import { passageReader } from "../../src/mining/passages.js";
import { productColumn } from "../../src/model/cube.js";
import { quoteName } from "../engine/quote.js";
import type { Dataset } from "./dataset.js";
import { duplicateGroupSql, finalsSql } from "./duplicateCube.js";
import type { KeptQueries } from "./keptQueries.js";
import type { Row } from "./sumRows.js";

/**
 * Pairs of near-duplicates by their canonical texts that are no duplicates, as a cube over the dimensions of the items;
 * none unless the workspace asks for them. Texts are compared over all days, O(texts), when an item or an event changed;
 * the result is kept while none does.
 */
export async function queryNearDuplicates(dataset: Dataset, kept: KeptQueries): Promise<Row[]> {
  const { dimensions, workspace } = dataset;
  if (!workspace.nearDuplicates) return [];
  const inputs = {
    tables: ["item", "review_event"],
    settings: [dimensions, workspace.decisions],
  } as const;
  return kept.keep("nearDuplicates", inputs, () => countNearDuplicates(dataset));
}

async function countNearDuplicates(dataset: Dataset): Promise<Row[]> {
  const names = Object.keys(dataset.dimensions);
  const { rows } = await dataset.engine.query(decidedSql(dataset));
  const numbers = new Map<string, number>();
  const numbered = rows.map(([text]) => {
    const own = canonical(textOrNull(text) ?? "");
    const number = numbers.get(own) ?? numbers.size;
    numbers.set(own, number);
    return number;
  });
  const { setOf, pairs } = nearTexts([...numbers.keys()], passageReader());
  const items = rows.flatMap(([, group, version, violating, ...values], at): DecidedText[] => {
    const set = setOf[numbered[at] ?? -1] ?? -1;
    if (set < 0) return [];
    const slice = Object.fromEntries(names.map((name, place) => [name, textOrNull(values[place])]));
    return [
      {
        set,
        group: textOrNull(group),
        version: textOrNull(version) ?? "",
        violating: violating === true,
        slice,
      },
    ];
  });
  return toRows(nearPairs(items, pairs), names);
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A row for each slice, with the sums over its clusters and of their products. */
function toRows(clusters: readonly NearCluster[], dimensions: readonly string[]): Row[] {
  const [differing, pairs] = ["differing_near_duplicates", "near_duplicate_pairs"];
  return groupCells({ dimensions, cells: clusters }, dimensions).flatMap(({ slice, cells }) => {
    const sum = (value: (cluster: NearCluster) => number): number =>
      cells.reduce((total, cluster) => total + value(cluster), 0);
    if (cells.length === 0) return [];
    return [
      {
        ...slice,
        [differing]: sum((one) => one.differing),
        [pairs]: sum((one) => one.pairs),
        [productColumn(differing, differing)]: sum((one) => one.differing ** 2),
        [productColumn(differing, pairs)]: sum((one) => one.differing * one.pairs),
        [productColumn(pairs, pairs)]: sum((one) => one.pairs ** 2),
      },
    ];
  });
}

/** Items with a text and a final decision: text, group, version of the policy, verdict and dimensions. */
function decidedSql({ dimensions, uses }: Dataset): string {
  const columns = Object.values(dimensions).map((column) => `, i.${quoteName(column)}`);
  return `
    SELECT i."text", ${duplicateGroupSql(uses)}, f.policy_version, f.violating ${columns.join("")}
    FROM item i JOIN (${finalsSql}) f
      ON f.item_id = i.item_id AND f.item_version IS NOT DISTINCT FROM i.item_version
    WHERE i."text" IS NOT NULL`;
}
