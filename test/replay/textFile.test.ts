import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readItemTimes, readTextFile, toTextColumns, writeTextFile } from "../../loaders/replay/textFile.js";
import { recordText, utf8Column } from "../../src/matcher/utf8Column.js";
import { readFileSync } from "node:fs";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "riskbook-text-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const rows = Array.from({ length: 19 }, (_, i) => ({
  itemId: `item ${i}`,
  language: i % 3 === 0 ? null : "de",
  market: i % 2 === 0 ? "DE" : null,
  text: "Größe ".repeat(i),
}));

test("readTextFile(path) gives back what writeTextFile(path, columns) wrote, and no other file is left", () => {
  const columns = toTextColumns(rows);
  writeTextFile(join(dir, "a.arrow"), columns);
  const read = readTextFile(join(dir, "a.arrow"));
  expect({ ...read, text: null }).toEqual({ ...columns, text: null });
  expect(rows.map((_, i) => recordText(read.text, i))).toEqual(rows.map((_, i) => "grösse ".repeat(i)));
  expect(readdirSync(dir)).toEqual(["a.arrow"]);
});

test("readItemTimes(path) gives the times of items, NaN without one, and nothing where no item has any", () => {
  const times = [1_700_000_000_000, null, -1, 0];
  const dated = toTextColumns(times.map((createdAt, i) => ({ ...plainRow, itemId: `${i}`, createdAt })));
  writeTextFile(join(dir, "dated.arrow"), dated);
  expect(readItemTimes(join(dir, "dated.arrow"))).toEqual(Float64Array.of(1_700_000_000_000, NaN, -1, 0));
  expect(readTextFile(join(dir, "dated.arrow")).createdAt).toEqual(dated.createdAt);
  writeTextFile(join(dir, "undated.arrow"), toTextColumns([{ ...plainRow, createdAt: null }]));
  expect(readItemTimes(join(dir, "undated.arrow"))).toBeUndefined();
  rmSync(join(dir, "dated.arrow"));
  rmSync(join(dir, "undated.arrow"));
});

const plainRow = { itemId: "1", language: null, market: null, text: "a" };

test("readTextFile(path) joins the batches of a file", () => {
  const columns = toTextColumns(rows);
  writeTextFile(join(dir, "one.arrow"), columns);
  const table = tableFromIPC(readFileSync(join(dir, "one.arrow")));
  const joined = table.slice(0, 4).concat(table.slice(4));
  expect(joined.batches).toHaveLength(2);
  writeFileSync(join(dir, "two.arrow"), tableToIPC(joined, "file"));
  const { text, itemId } = readTextFile(join(dir, "two.arrow"));
  expect(rows.map((_, i) => [itemId[i], recordText(text, i)])).toEqual(
    rows.map((row, i) => [row.itemId, "grösse ".repeat(i)]),
  );
});

test("writeTextFile(path, columns) takes no items", () => {
  writeTextFile(join(dir, "none.arrow"), toTextColumns([]));
  expect(readTextFile(join(dir, "none.arrow")).itemId).toEqual([]);
});

test("writeTextFile(path, columns) refuses columns of different lengths", () => {
  const columns = { itemId: ["1"], language: [], market: [null], text: utf8Column(["a"]) };
  expect(() => writeTextFile(join(dir, "x.arrow"), columns)).toThrow(
    new TypeError("Expected `language` to have 1 entries, one per text, got 0"),
  );
});

test("readTextFile(path) names the column that a file lacks", () => {
  writeFileSync(join(dir, "other.arrow"), tableToIPC(tableFromArrays({ item_id: [1, 2] }), "file"));
  expect(() => readTextFile(join(dir, "other.arrow"))).toThrow(
    `${join(dir, "other.arrow")}: item_id: expected a Utf8 column, got none`,
  );
});
