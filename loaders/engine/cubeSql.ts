import { productColumn } from "../../src/model/cube.js";
import { quoteName } from "./quote.js";

/** A cube as declared: which units, how they belong together, what they are split by and what is counted. */
export type CubeSpec = {
  /** SQL that gives one row a unit. */
  readonly units: string;
  /** Column of the units that names the cluster. */
  readonly cluster: string;
  /** Dimension → column of the units. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Measure → SQL number of a unit. */
  readonly measures: Readonly<Record<string, string>>;
  /** What is summed beside the measures and stands in no product: name → SQL number of a unit. */
  readonly counts?: Readonly<Record<string, string>>;
};

/**
 * SQL of a cube: one row a cell, ordered by its dimensions, with the sum of every measure and count and of every product of two
 * measures over the clusters of the cell; no row without units.
 */
export function cubeSql({ units, cluster, dimensions, measures, counts = {} }: CubeSpec): string {
  const names = Object.keys(dimensions).map(quoteName);
  const split = Object.entries(dimensions).map(
    ([name, column]) => `${quoteName(column)} AS ${quoteName(name)}`,
  );
  const sums = Object.entries({ ...measures, ...counts }).map(
    ([name, sql]) => `sum(${sql}) AS ${quoteName(name)}`,
  );
  const measureNames = Object.keys(measures);
  const products = measureNames.flatMap((a, index) =>
    measureNames
      .slice(index)
      .map((b) => `sum(${quoteName(a)} * ${quoteName(b)})::DOUBLE AS ${quoteName(productColumn(a, b))}`),
  );
  const totals = [...measureNames, ...Object.keys(counts)].map(
    (name) => `sum(${quoteName(name)})::DOUBLE AS ${quoteName(name)}`,
  );
  // Without columns to group by SQL makes a row of nothing.
  const groups = names.length === 0 ? "HAVING count(*) > 0" : `GROUP BY ${names.join(", ")}`;
  const order = names.length === 0 ? "" : `ORDER BY ${names.map((name) => `${name} NULLS LAST`).join(", ")}`;
  return `
    WITH unit AS (${units}),
    clustered AS (
      SELECT ${[...split, ...sums].join(", ")} FROM unit
      GROUP BY ${[cluster, ...Object.values(dimensions)].map(quoteName).join(", ")}
    )
    SELECT ${[...names, ...totals, ...products].join(", ")} FROM clustered
    ${groups} ${order}`;
}
