import type { ExposureSums } from "../../src/stats/exposureRate.js";
import type { GroupSums } from "../../src/metrics/groupSums.js";
import type { Engine, QueryValue } from "../engine/duckdb.js";
import { quoteName, quoteText } from "../engine/quote.js";

/** Ratios as declared: which facts, how they belong together, what they are split by, and what is over what. */
export type ClusterSpec = {
  /** SQL that gives the facts; the column `cluster` says which belong together. */
  readonly units: string;
  /** Dimension → SQL of its value, over the units. Each is split by on its own, none by another. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Name → SQL numbers of a unit, over the units. */
  readonly ratios: Readonly<Record<string, { readonly a: string; readonly b: string }>>;
};

/** The sums over clusters of every ratio by the values of every dimension, in their order; none without facts. */
export async function queryClusterSums(engine: Engine, spec: ClusterSpec): Promise<GroupSums[]> {
  const { rows } = await engine.query(clusterSumsSql(spec));
  const names = Object.keys(spec.ratios);
  return rows.map(([dimension, value, clusters, ...numbers]) => ({
    dimension: typeof dimension === "string" ? dimension : "",
    value: typeof value === "string" ? value : null,
    clusters: Number(clusters),
    sums: Object.fromEntries(
      names.map((name, at) => [name, sumsOf(numbers.slice(at * sumsEach, (at + 1) * sumsEach))]),
    ),
  }));
}

const sumsEach = 6;

function sumsOf(numbers: readonly QueryValue[]): ExposureSums {
  const [clusters = 0, a = 0, b = 0, aa = 0, ab = 0, bb = 0] = numbers.map(Number);
  return { clusters, a, b, aa, ab, bb };
}

function clusterSumsSql({ units, dimensions, ratios }: ClusterSpec): string {
  const parts = Object.entries(ratios).flatMap(([name, { a, b }]) => [
    `(${a})::DOUBLE AS ${quoteName(`${name} a`)}`,
    `(${b})::DOUBLE AS ${quoteName(`${name} b`)}`,
  ]);
  const sums = Object.keys(ratios).flatMap((name) =>
    [quoteName(`${name} a`), quoteName(`${name} b`)].map((column) => `sum(${column}) AS ${column}`),
  );
  const stacked = Object.entries(dimensions).map(
    ([name, sql]) => `{'dimension': ${quoteText(name)}, 'value': (${sql})::VARCHAR}`,
  );
  const totals = Object.keys(ratios).flatMap((name) => {
    const [a, b] = [quoteName(`${name} a`), quoteName(`${name} b`)];
    const products = [`${a} * ${a}`, `${a} * ${b}`, `${b} * ${b}`];
    return [`count_if(${a} > 0 OR ${b} > 0)`, ...[a, b, ...products].map((sql) => `sum(${sql})`)];
  });
  return `
    WITH unit AS (${units}),
    stacked AS (SELECT cluster, unnest([${stacked.join(", ")}]) AS place, ${parts.join(", ")} FROM unit),
    clustered AS (
      SELECT place.dimension AS dimension, place.value AS "value", cluster, ${sums.join(", ")} FROM stacked GROUP BY ALL
    )
    SELECT dimension, "value", count(*), ${totals.join(", ")} FROM clustered
    GROUP BY dimension, "value" ORDER BY dimension, "value" NULLS LAST`;
}
