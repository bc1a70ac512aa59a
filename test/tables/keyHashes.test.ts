import fc from "fast-check";
import { expect, test } from "vitest";
import { keyReader, packHashes, shortHash, unpackHashes } from "../../loaders/tables/keyHashes.js";
import { id, text } from "../../src/model/tables/column.js";

test("shortHash() is a whole number below 2⁵³, equal for equal texts", () => {
  fc.assert(
    fc.property(fc.string(), (word) => {
      expect(Number.isSafeInteger(shortHash(word)) && shortHash(word) >= 0).toBe(true);
      expect(shortHash(word)).toBe(shortHash(`${word}x`.slice(0, -1)));
    }),
  );
  const hashes = Array.from({ length: 100_000 }, (_, n) => shortHash(`e${n}`));
  expect(new Set(hashes).size).toBe(100_000);
});

test("unpackHashes() gives back what packHashes() was given", () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat()), (hashes) => {
      expect([...unpackHashes(packHashes(hashes))]).toEqual(hashes);
    }),
  );
});

test("keyReader() gives one text for equal keys only", () => {
  const columns = { note: text, item_id: id, market: text };
  const textOf = keyReader(columns, ["item_id", "market"]);
  expect(textOf(["x", "a", null])).toBe(textOf(["y", "a", null]));
  const others = [
    ["x", "a", ""],
    ["x", "a", "null"],
    ["x", 'a",null', null],
    ["x", "b", null],
  ] as const;
  for (const row of others) expect(textOf(row)).not.toBe(textOf(["x", "a", null]));
});
