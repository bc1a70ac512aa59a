import { canonical } from "../../src/matcher/canonical.js";
import { groupCells } from "../../src/metrics/cells.js";
import { nearPairs } from "../../src/mining/nearPairs.js";
import type { DecidedText, NearCluster } from "../../src/mining/nearPairs.js";
import { nearTexts, sortedShingles } from "../../src/mining/nearTexts.js";
import { passageReader } from "../../src/mining/passages.js";
import { productColumn } from "../../src/model/cube.js";
import { quoteName } from "../engine/quote.js";
import { fileColumn, rowsSql } from "./dataset.js";
import type { DataFile, Dataset } from "./dataset.js";
import { duplicateGroupSql, finalsSql } from "./duplicateCube.js";
import type { KeptQueries } from "./keptQueries.js";
import type { Row } from "./sumRows.js";

/**
 * Pairs of near-duplicates by their canonical texts that are no duplicates, as a cube over the dimensions of the items;
 * none unless the workspace asks for them. Texts are compared over all days, O(shingles), when an item or an event
 * changed, and the result is kept while none does; the shingles of a partition are kept while its items stay.
 */
export async function queryNearDuplicates(dataset: Dataset, kept: KeptQueries): Promise<Row[]> {
  const { dimensions, files, workspace } = dataset;
  if (!workspace.nearDuplicates) return [];
  const parts: (() => Promise<PartShingles>)[] = [];
  for (const file of files.item) {
    const { partition, rowsHash } = file.entry;
    const inputs = { tables: [], settings: [rowsHash] };
    parts.push(await kept.hold(`shingles-${partition}`, inputs, () => readShingles(dataset, file)));
  }
  const inputs = { tables: ["item", "review_event"], settings: [dimensions, workspace.decisions] } as const;
  return kept.keep("nearDuplicates", inputs, async () =>
    countNearDuplicates(dataset, await Promise.all(parts.map((read) => read()))),
  );
}

/** The shingles of the texts of a partition. */
type PartShingles = {
  /** Of each text, once. */
  readonly shingles: readonly (readonly number[])[];
  /** Row of the items' file → place in `shingles`. */
  readonly textOf: readonly number[];
};

async function readShingles({ engine, workspace }: Dataset, file: DataFile): Promise<PartShingles> {
  const { rows } = await engine.query(
    `SELECT "text" FROM (${rowsSql(workspace, "item", [file])}) ORDER BY file_row_number`,
  );
  const passagesOf = passageReader();
  const places = new Map<string, number>();
  const textOf = rows.map(([text]) => {
    const own = canonical(textOrNull(text) ?? "");
    const place = places.get(own) ?? places.size;
    places.set(own, place);
    return place;
  });
  return { shingles: Array.from(places.keys(), (text) => sortedShingles(text, passagesOf)), textOf };
}

async function countNearDuplicates(dataset: Dataset, parts: readonly PartShingles[]): Promise<Row[]> {
  const names = Object.keys(dataset.dimensions);
  const { rows } = await dataset.engine.query(decidedSql(dataset));
  const { setOf, pairs } = nearTexts(parts.flatMap(({ shingles }) => shingles));
  let texts = 0;
  const firstOf = parts.map(({ shingles }) => (texts += shingles.length) - shingles.length);
  const items = rows.flatMap(([file, row, group, version, violating, ...values]): DecidedText[] => {
    const at = Number(file);
    const set = setOf[(firstOf[at] ?? 0) + (parts[at]?.textOf[Number(row)] ?? 0)] ?? -1;
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

/** Items with a final decision: file and row, group, version of the policy, verdict and dimensions. */
function decidedSql({ dimensions, uses }: Dataset): string {
  const columns = Object.values(dimensions).map((column) => `, i.${quoteName(column)}`);
  return `
    SELECT i.${quoteName(fileColumn)}, i.file_row_number, ${duplicateGroupSql(uses)}, f.policy_version, f.violating ${columns.join("")}
    FROM item i JOIN (${finalsSql}) f
      ON f.item_id = i.item_id AND f.item_version IS NOT DISTINCT FROM i.item_version`;
}
