import fc from "fast-check";
import { expect, test } from "vitest";
import { gramFilter, mayContain } from "../../src/matcher/gramFilter.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test("mayContain() never denies what stands in a text", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const property = fc.property(
    fc.array(text, { maxLength: 6 }),
    fc.nat(),
    fc.nat(),
    (texts, from, length) => {
      const filter = gramFilter(utf8Column(texts));
      const bytes = bytesOf(texts[from % Math.max(1, texts.length)] ?? "");
      const start = bytes.length === 0 ? 0 : from % bytes.length;
      expect(mayContain(filter, bytes.subarray(start, start + 1 + (length % 20)))).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 2000 });
});

test("mayContain() denies nearly every word that does not stand in a text of a megabyte", () => {
  const words = Array.from({ length: 100_000 }, (_, n) => `word${(n * 7919) % 100_000}`);
  const filter = gramFilter(utf8Column(words));
  expect(filter.byteLength).toBe(2 ** 20 / 8);
  const absent = Array.from({ length: 1000 }, (_, n) => bytesOf(`x${n}yz${n}`));
  expect(absent.filter((word) => mayContain(filter, word)).length).toBeLessThan(20);
});

test("a column without text contains nothing but may contain what is too short to tell", () => {
  const filter = gramFilter(utf8Column([]));
  expect([mayContain(filter, bytesOf("plum")), mayContain(filter, bytesOf("fig"))]).toEqual([false, true]);
});
