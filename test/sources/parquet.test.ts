import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../loaders/engine/duckdb.js";
import { quoteText } from "../../loaders/engine/quote.js";
import { parquetSource } from "../../loaders/sources/parquet.js";
import { formatIssue } from "../../src/model/dataError.js";
import { id } from "../../src/model/tables/column.js";
import type { SourceSchema } from "../../src/model/workspace.js";
import { readAll, sourceContract } from "./sourceContract.js";
import { issuesOf, tempFolder } from "./tempFolder.js";

async function write(names: readonly string[], rows: readonly (readonly string[])[]): Promise<Buffer> {
  const path = join(await tempFolder({}), "written");
  const engine = await openEngine();
  await engine.writeParquet(path, { columns: Object.fromEntries(names.map((name) => [name, id])), rows });
  engine.close();
  return readFile(path);
}

sourceContract("parquetSource", {
  extension: "parquet",
  open: parquetSource,
  write,
  firstLine: 1,
  headerLine: "",
  empty:
    "expected a Parquet file that can be read, got: Invalid Input Error: File too small to be a Parquet file",
});

/** A folder with the rows of a query as `a.parquet`. */
async function folderOf(sql: string): Promise<string> {
  const dir = await tempFolder({});
  const engine = await openEngine();
  await engine.query(`COPY (${sql}) TO ${quoteText(join(dir, "a.parquet"))} (FORMAT parquet)`);
  engine.close();
  return dir;
}

const openIn = (dir: string, schema: SourceSchema, path = "a.parquet") =>
  parquetSource({ path: join(dir, path), schema });

test("read() gives numbers, truth values and nothing as they are, and whole numbers, dates and times as texts", async () => {
  const dir = await folderOf(`
    SELECT 9007199254740993 AS big, 7::INTEGER AS n, 1.25::DECIMAL(5, 2) AS d, true AS b, NULL::VARCHAR AS t,
      TIMESTAMP '2024-02-01 10:00:00.5' AS local, TIMESTAMPTZ '2024-02-01 10:00:00+01' AS zoned, DATE '2024-02-01' AS day`);
  const schema = {
    big: "string",
    n: "number",
    d: "number",
    b: "boolean",
    t: "string",
    local: "string",
    zoned: "string",
    day: "string",
  } as const;
  const [batch] = await readAll(openIn(dir, schema));
  expect(batch?.columns).toEqual({
    big: ["9007199254740993"],
    n: [7],
    d: [1.25],
    b: [true],
    t: [null],
    local: ["2024-02-01T10:00:00.500000"],
    zoned: ["2024-02-01T09:00:00.000000Z"],
    day: ["2024-02-01"],
  });
});

test("read() refuses columns of another type, all at once, and rejects numbers that are not exact", async () => {
  const dir = await folderOf("SELECT 'x' AS n, 1.5::DOUBLE AS t, [1] AS l");
  expect(await issuesOf(dir, () => readAll(openIn(dir, { n: "number", t: "string", l: "string" })))).toEqual([
    "a.parquet: n: expected a column that holds a number, got VARCHAR",
    "a.parquet: t: expected a column that holds a string, got DOUBLE",
    "a.parquet: l: expected a column that holds a string, got INTEGER[]",
  ]);
  const big = await folderOf("SELECT * FROM (VALUES (1), (9007199254740993), (3)) AS v(n)");
  const [batch] = await readAll(openIn(big, { n: "number" }));
  expect([batch?.columns["n"], batch?.lines]).toEqual([
    [1, 3],
    [1, 3],
  ]);
  expect((batch?.rejected ?? []).map((issue) => formatIssue(issue).replace(`${big}/`, ""))).toEqual([
    "a.parquet:2: n: expected a number up to 2⁵³, got 9007199254740993; declare the column as string",
  ]);
});

test("read() refuses what is no Parquet file, also one that was cut off", async () => {
  const dir = await folderOf("SELECT 1 AS n");
  const bytes = await readFile(join(dir, "a.parquet"));
  await writeFile(join(dir, "a.parquet"), bytes.subarray(0, bytes.length - 9));
  expect(await issuesOf(dir, () => readAll(openIn(dir, { n: "number" })))).toEqual([
    "a.parquet: expected a Parquet file that can be read, got: Invalid Input Error: No magic bytes found at end of file",
  ]);
});

/** `day=2024-02-01/zone=a/a.parquet` and the next day, two rows in all. */
async function hiveFolder(): Promise<string> {
  const dir = await folderOf("SELECT 'x' AS id");
  for (const folder of ["day=2024-02-01/zone=a%3Ab", "day=2024-02-02/zone=__HIVE_DEFAULT_PARTITION__"]) {
    await mkdir(join(dir, folder), { recursive: true });
    await writeFile(join(dir, folder, "a.parquet"), await readFile(join(dir, "a.parquet")));
  }
  return dir;
}

test("folders named day=… become columns of their files, in the order of the folders", async () => {
  const dir = await hiveFolder();
  const source = openIn(dir, { zone: "string", id: "string", day: "string" }, "day=*/zone=*/*.parquet");
  const batches = await readAll(source);
  expect(batches.map(({ columns }) => columns)).toEqual([
    { zone: ["a:b"], id: ["x"], day: ["2024-02-01"] },
    { zone: [null], id: ["x"], day: ["2024-02-02"] },
  ]);
  const spelled = openIn(dir, { zone: "string", id: "string" }, "day=2024-02-01/zone=*/*.parquet");
  expect((await readAll(spelled)).map(({ columns }) => columns)).toEqual([{ zone: ["a:b"], id: ["x"] }]);
});

test("a column of folders that is undeclared, of another type or in the file too is refused", async () => {
  const dir = await hiveFolder();
  const issues = (schema: SourceSchema, path = "day=2024-02-01/*/*.parquet") =>
    issuesOf(dir, () => readAll(openIn(dir, schema, path)));
  expect(await issues({ id: "string" })).toEqual([
    'day=2024-02-01/zone=a%3Ab/a.parquet: zone: expected only declared columns, got "zone"',
  ]);
  expect(await issues({ id: "string", zone: "string", day: "number" })).toEqual([
    'day=2024-02-01/zone=a%3Ab/a.parquet: day: expected folders named by a number, got "day=2024-02-01"',
  ]);
  await rename(join(dir, "day=2024-02-01"), join(dir, "id=2024-02-01"));
  expect(await issues({ id: "string", zone: "string" }, "id=*/zone=*/*.parquet")).toEqual([
    "id=2024-02-01/zone=a%3Ab/a.parquet: id: expected each column once, got it twice",
  ]);
});
