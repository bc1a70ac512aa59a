import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTextFile, toTextColumns, writeTextFile } from "../../loaders/replay/textFile.js";
import { formatTextIndex, parseTextIndex, textIndex } from "../../loaders/replay/textIndex.js";
import type { TextIndex } from "../../loaders/replay/textIndex.js";
import { readParts, textParts } from "../../loaders/replay/textParts.js";
import { DataError } from "../../src/model/dataError.js";
import { recordText } from "../../src/matcher/utf8Column.js";

let dir = "";
let path = "";
let index: TextIndex;
const rows = Array.from({ length: 500 }, (_, i) => ({
  itemId: `item ${i}`,
  language: i % 3 === 0 ? null : i % 3 === 1 ? "de" : "en",
  market: i % 2 === 0 ? "DE" : null,
  text: `Größe ${i} `.repeat(i % 40),
}));

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "riskbook-parts-"));
  path = join(dir, "a.arrow");
  const columns = toTextColumns(rows);
  index = parseTextIndex(formatTextIndex(textIndex(columns, writeTextFile(path, columns))));
});
afterAll(() => rmSync(dir, { recursive: true }));

test("readParts() reads the same texts, languages and markets as the whole file", () => {
  const whole = readTextFile(path);
  for (const records of [[], [0], [499], [3, 4, 5, 77, 301, 499], rows.map((_, i) => i)]) {
    const parts = textParts(index, Int32Array.from(records));
    const text = readParts(path, parts);
    expect(records.map((_, i) => recordText(text, i))).toEqual(records.map((i) => recordText(whole.text, i)));
    expect(parts.languages).toEqual(records.map((i) => rows[i]?.language));
    expect(parts.markets).toEqual(records.map((i) => rows[i]?.market));
  }
});

test("textParts() of few records names little of the file, and no languages where there are none", () => {
  const parts = textParts(index, Int32Array.of(7, 8));
  expect(parts.blocks).toHaveLength(1);
  expect(parts.blocks[0]?.bytes).toBeLessThan(6000);
  const plain = toTextColumns(rows.map((row) => ({ ...row, language: null, market: null })));
  const { languages, markets } = textParts(textIndex(plain, 0), Int32Array.of(7));
  expect([languages, markets]).toEqual([undefined, undefined]);
});

test("readParts() throws DataError where a bit of a block was flipped, and only there", () => {
  const parts = textParts(index, Int32Array.of(250));
  const elsewhere = textParts(index, Int32Array.of(20));
  const expected = recordText(readParts(path, elsewhere), 0);
  const [{ at, bytes } = { at: 0, bytes: 0 }] = parts.blocks;
  const damaged = join(dir, "damaged.arrow");
  for (const place of [at, at + (bytes >> 1), at + bytes - 1]) {
    const file = readFileSync(path);
    file.writeUInt8(file.readUInt8(place) ^ 0x10, place);
    writeFileSync(damaged, file);
    expect(() => readParts(damaged, parts)).toThrow(DataError);
    expect(() => readParts(damaged, parts)).toThrow(/damaged\.arrow: expected SHA-256 .*changed or damaged/);
    expect(recordText(readParts(damaged, elsewhere), 0)).toBe(expected);
  }
  writeFileSync(damaged, readFileSync(path).subarray(0, at + 1));
  expect(() => readParts(damaged, parts)).toThrow(/changed or damaged/);
  expect(() => readParts(join(dir, "gone.arrow"), parts)).toThrow(/expected this stored file, got none/);
});

test("parseTextIndex(formatTextIndex(index)) of no items is empty, also at an odd place in memory", () => {
  const none = toTextColumns([]);
  const file = formatTextIndex(textIndex(none, writeTextFile(join(dir, "none.arrow"), none)));
  const moved = new Uint8Array(file.length + 1);
  moved.set(file, 1);
  for (const bytes of [file, moved.subarray(1)]) {
    const read = parseTextIndex(bytes);
    expect([read.words.records, read.digests, read.scopes]).toEqual([0, [], []]);
  }
});
