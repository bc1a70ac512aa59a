import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/matcher/canonical.js";
import { normaliseColumn, normaliserVersion } from "../../src/matcher/normaliseColumn.js";
import { offsetMap, originalSpan } from "../../src/matcher/offsetMap.js";
import { recordText, utf8Column } from "../../src/matcher/utf8Column.js";
import { awkwardText } from "./awkwardText.js";
import { canonicalByDefinition } from "./byDefinition.js";

const shared = new URL("../../../shared/data/", import.meta.url);

/** Every line of every text set, as one text a line. */
function readLines(): string[] {
  const sets = readdirSync(shared).filter((name) => name.startsWith("traffic-"));
  const files = sets.flatMap((set) =>
    readdirSync(new URL(`${set}/`, shared)).map((name) => `${set}/${name}`),
  );
  return files.flatMap((file) => readFileSync(new URL(file, shared), "utf8").split("\n"));
}

describe("normaliseColumn(column)", () => {
  test.skipIf(!existsSync(shared))("equals the definition on every line of the shared text sets", () => {
    const lines = readLines();
    const column = normaliseColumn(utf8Column(lines)).canonical;
    const wrong = lines.filter(
      (line, i) => recordText(column, i) !== canonicalByDefinition(line.toWellFormed()),
    );
    expect(lines.length).toBeGreaterThan(10_000);
    expect(wrong.length).toBe(0);
  });

  test("equals the definition on ASCII, at every alignment", () => {
    const characters = fc.constantFrom(...Array.from("aZz09@[`{~  \t\r\n\u0000\u001f\u007fé"));
    const text = fc.array(characters, { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
        const column = normaliseColumn(utf8Column(texts)).canonical;
        expect(texts.map((_, i) => recordText(column, i))).toEqual(texts.map(canonicalByDefinition));
      }),
      { numRuns: 5000, seed: 19 },
    );
  });

  test("reads a column that begins in the middle of a buffer", () => {
    const { bytes, offsets } = utf8Column(["Plum  É", "ＴＡＲＴ"]);
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    const column = normaliseColumn({ bytes: shifted, offsets }).canonical;
    expect([recordText(column, 0), recordText(column, 1)]).toEqual(["plum é", "tart"]);
  });

  test("reads bytes that are not UTF-8 as a TextDecoder does", () => {
    const heads = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc1,
      0xc3,
      0xcc,
      0xe0,
      0xe2,
      0xed,
      0xef,
      0xf0,
      0xf1,
      0xf4,
      0xf8,
      0xff,
    );
    const tails = fc.constantFrom(0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xa9, 0xbf, 0xbd, 0x20);
    const bytes = fc
      .array(fc.oneof(heads, tails), { maxLength: 12 })
      .map((values) => Uint8Array.from(values));
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        const column = {
          bytes: Uint8Array.from([...first, ...second]),
          offsets: Int32Array.of(0, first.length, first.length + second.length),
        };
        const view = normaliseColumn(column).canonical;
        const expected = [first, second].map((part) => canonicalByDefinition(decoder.decode(part)));
        expect([recordText(view, 0), recordText(view, 1)]).toEqual(expected);
      }),
      { numRuns: 10_000, seed: 41 },
    );
  });

  test.each([
    [0xe0, 0x9f, 0xbf, 0x41],
    [0xed, 0xa0, 0x80, 0x41],
  ])("reads overlong forms and surrogates as U+FFFD: %i %i", (...bytes) => {
    const column = { bytes: Uint8Array.from(bytes), offsets: Int32Array.of(0, bytes.length) };
    const expected = utf8Column(["\ufffd\ufffd\ufffda"]).bytes;
    expect(normaliseColumn(column).canonical.bytes).toEqual(expected);
  });

  test("puts a hundred thousand marks on one letter in order", () => {
    const text = `e${"\u0323\u0301\u0334".repeat(33_000)}x`;
    const column = normaliseColumn(utf8Column([text]));
    const expected = `ẹ${"\u0334".repeat(33_000)}${"\u0323".repeat(32_999)}${"\u0301".repeat(33_000)}x`;
    expect(recordText(column.canonical, 0) === expected.normalize("NFC")).toBe(true);
    const end = column.canonical.bytes.length;
    expect(originalSpan(offsetMap(column, 0), end - 1, end)).toEqual([198_001, 198_002]);
  });

  test("grows for texts that expand", () => {
    const text = "\ufdfa\u0390ŉ".repeat(500);
    expect(recordText(normaliseColumn(utf8Column([text])).canonical, 0)).toBe(canonicalByDefinition(text));
  });

  test("normaliserVersion names the data", () => {
    expect(normaliserVersion).toBe("1-unicode-17.0-confusables-13.0.0");
  });
});

describe("originalSpan(map, start, end)", () => {
  test("leads each canonical character to original text whose canonical text holds it", () => {
    fc.assert(
      fc.property(awkwardText, fc.nat(), fc.nat(), (text, a, b) => {
        const column = normaliseColumn(utf8Column([text]));
        const characters = Array.from(recordText(column.canonical, 0));
        const [from = 0, to = 0] = [a % (characters.length + 1), b % (characters.length + 1)].toSorted(
          (x, y) => x - y,
        );
        fc.pre(from < to);
        const [before, part] = [characters.slice(0, from).join(""), characters.slice(from, to).join("")];
        const start = Buffer.byteLength(before);
        const span = originalSpan(offsetMap(column, 0), start, start + Buffer.byteLength(part));
        const original = Buffer.from(column.original.bytes.subarray(...span)).toString();
        expect(canonical(original)).toContain(part);
      }),
      { numRuns: 10_000, seed: 43 },
    );
  });
});
