import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cubeSql } from "../../loaders/engine/cubeSql.js";
import type { CubeSpec } from "../../loaders/engine/cubeSql.js";
import { openEngine } from "../../loaders/engine/duckdb.js";
import { quoteText } from "../../loaders/engine/quote.js";
import type { Engine } from "../../loaders/engine/duckdb.js";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

type Cell = string | null;
type Unit = {
  readonly cluster: string;
  readonly x: Cell;
  readonly y: Cell;
  readonly a: number;
  readonly b: number;
};

/** The units as SQL; `note` is a column that no cube asks for. */
function unitsSql(units: readonly Unit[]): string {
  const rows = units.map(
    ({ cluster, x, y, a, b }) => `(${quoteText(cluster)}, ${cellSql(x)}, ${cellSql(y)}, ${a}, ${b}, 'note')`,
  );
  const none =
    "SELECT ''::VARCHAR AS cluster, ''::VARCHAR AS x, ''::VARCHAR AS y, 0 AS a, 0 AS b, '' AS note WHERE false";
  return units.length === 0
    ? none
    : `SELECT * FROM (VALUES ${rows.join(", ")}) AS t(cluster, x, y, a, b, note)`;
}

function cellSql(value: Cell): string {
  return value === null ? "NULL" : quoteText(value);
}

/** The cube by its definition: for each slice its sums, and the products of the sums of each of its clusters. */
function byDefinition(units: readonly Unit[], columns: readonly ("x" | "y")[]): (Cell | number)[][] {
  const sliceOf = (unit: Unit): string => JSON.stringify(columns.map((name) => unit[name]));
  const rows = [...new Set(units.map(sliceOf))].map((slice) => {
    const own = units.filter((unit) => sliceOf(unit) === slice);
    const clusters = [...new Set(own.map(({ cluster }) => cluster))].map((name) =>
      own.filter(({ cluster }) => cluster === name),
    );
    const sums = clusters.map((members) => ({
      a: total(members.map(({ a }) => a)),
      b: total(members.map(({ b }) => b)),
    }));
    const values: Cell[] = JSON.parse(slice);
    const products = [sums.map(({ a }) => a * a), sums.map(({ a, b }) => a * b), sums.map(({ b }) => b * b)];
    return [...values, total(own.map(({ a }) => a)), total(own.map(({ b }) => b)), ...products.map(total)];
  });
  return rows.toSorted((p, q) => orderOf(p, q, columns.length));
}

function orderOf(p: readonly (Cell | number)[], q: readonly (Cell | number)[], size: number): number {
  for (let i = 0; i < size; i++) {
    const [left = null, right = null] = [p[i], q[i]];
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const measures = { a: "a", b: "b" };

async function cube(units: readonly Unit[], dimensions: CubeSpec["dimensions"]) {
  return engine.query(cubeSql({ units: unitsSql(units), cluster: "cluster", dimensions, measures }));
}

test("cubeSql() sums units by slice, and multiplies within clusters: a case by hand", async () => {
  const units: Unit[] = [
    { cluster: "i", x: "p", y: null, a: 1, b: 1 },
    { cluster: "i", x: "p", y: null, a: 1, b: 1 },
    { cluster: "j", x: "p", y: null, a: 0, b: 3 },
    { cluster: "j", x: null, y: null, a: 5, b: 7 },
  ];
  expect(await cube(units, { x: "x" })).toEqual({
    columns: ["x", "a", "b", "a_x_a", "a_x_b", "b_x_b"],
    rows: [
      ["p", 2, 5, 4, 4, 13], // i: a 2, b 2; j: a 0, b 3
      [null, 5, 7, 25, 35, 49],
    ],
  });
  expect((await cube(units, {})).rows).toEqual([[7, 12, 2 * 2 + 5 * 5, 2 * 2 + 5 * 10, 2 * 2 + 10 * 10]]);
});

test("cubeSql() names a dimension other than its column, also where another column has that name", async () => {
  const units: Unit[] = [
    { cluster: "i", x: "p", y: "v", a: 1, b: 1 },
    { cluster: "i", x: "q", y: "v", a: 1, b: 1 },
    { cluster: "j", x: "q", y: "w", a: 1, b: 1 },
  ];
  const found = await cube(units, { x: "y" });
  expect(found.columns[0]).toBe("x");
  expect(found.rows).toEqual([
    ["v", 2, 2, 4, 4, 4],
    ["w", 1, 1, 1, 1, 1],
  ]);
});

test("cubeSql() gives no cell without units, with and without dimensions", async () => {
  expect((await cube([], { x: "x" })).rows).toEqual([]);
  expect((await cube([], {})).rows).toEqual([]);
});

test("cubeSql() equals its definition on any table, with clusters across slices, nulls and no dimension", async () => {
  const value = fc.option(fc.constantFrom("", "p", "P", "q", "é", "it's"), { nil: null });
  const unit = fc.record({
    cluster: fc.constantFrom("i", "j", "k"),
    x: value,
    y: value,
    a: fc.integer({ min: -3, max: 9 }),
    b: fc.integer({ min: 0, max: 9 }),
  });
  const columns = fc.constantFrom<("x" | "y")[][]>([], ["x"], ["y", "x"]);
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { maxLength: 12 }), columns, async (units, names) => {
      const found = await cube(units, Object.fromEntries(names.map((name) => [name, name])));
      expect(found.rows).toEqual(byDefinition(units, names));
    }),
    { numRuns: 60 },
  );
});
