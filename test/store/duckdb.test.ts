import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../loaders/engine/duckdb.js";
import { quoteName, quoteText } from "../../loaders/engine/quote.js";
import type { Engine } from "../../loaders/engine/duckdb.js";
import { flag, id, moment, share, whole } from "../../src/model/tables/column.js";
import type { Value } from "../../src/model/tables/column.js";
import { tempFolder } from "../sources/tempFolder.js";

const columns = { name: id, round: whole, confidence: share, blind: flag, at: moment };

async function withEngine<T>(run: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine();
  try {
    return await run(engine);
  } finally {
    engine.close();
  }
}

test("writeParquet() then query() gives the rows back, in order, times as UTC ms", async () => {
  const dir = await tempFolder({});
  const path = join(dir, "it's.parquet");
  const rows: Value[][] = [
    ["größer 中文 😀", 2147483647, 0.5, true, 1643643152000],
    ["a", -1, null, false, -1],
    ["", null, 1, null, null],
  ];
  const found = await withEngine(async (engine) => {
    await engine.writeParquet(path, { columns, rows });
    return engine.query(`SELECT * FROM ${quoteText(path)}`);
  });
  expect(found).toEqual({ columns: ["name", "round", "confidence", "blind", "at"], rows });
});

test("writeParquet() keeps the order of 10,000 rows and writes the same bytes again", async () => {
  const dir = await tempFolder({});
  const rows = Array.from({ length: 10_000 }, (_, n): Value[] => [
    `row ${(n * 7919) % 10_000}`,
    n,
    null,
    null,
    n,
  ]);
  const found = await withEngine(async (engine) => {
    for (const name of ["a", "b"]) await engine.writeParquet(join(dir, name), { columns, rows });
    return engine.query(`SELECT name FROM read_parquet(${quoteText(join(dir, "a"))})`);
  });
  expect(found.rows.map(([name]) => name)).toEqual(rows.map(([name]) => name));
  expect(await readFile(join(dir, "a"))).toEqual(await readFile(join(dir, "b")));
});

test("query() takes named parameters and gives plain values: whole numbers as numbers while they are exact", async () => {
  const found = await withEngine((engine) =>
    engine.query(
      `SELECT $word AS ${quoteName('a "word"')}, sum(n) AS s, 9007199254740993 AS big, [1, 2] AS l FROM range(5) t(n)`,
      {
        word: "turnip",
      },
    ),
  );
  expect(found).toEqual({
    columns: ['a "word"', "s", "big", "l"],
    rows: [["turnip", 10, 9007199254740993n, [1, 2]]],
  });
});
