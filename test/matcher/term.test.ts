import { expect, test } from "vitest";
import { fnv1a, termIdOf } from "../../src/matcher/term.js";

const published: [text: string, hash: string][] = [
  ["", "cbf29ce484222325"],
  ["a", "af63dc4c8601ec8c"],
  ["foobar", "85944171f73967e8"],
];
test.each(published)("fnv1a(%j) is the published %s", (text, hash) => {
  expect(fnv1a(new TextEncoder().encode(text))).toBe(hash);
});

test("fnv1a(bytes) equals the definition in whole numbers of any size", () => {
  const bytes = new TextEncoder().encode("Übergröße 🙂 grün");
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  expect(fnv1a(bytes)).toBe(hash.toString(16).padStart(16, "0"));
});

test("termIdOf(languages, raw) depends on the set of languages and the raw term only", () => {
  expect(termIdOf(["pt", "DE"], "plum")).toBe(termIdOf(["de", "pt", "de"], "plum"));
  expect(termIdOf(["de"], "plum")).not.toBe(termIdOf([], "plum"));
  expect(termIdOf(["de"], "plum")).not.toBe(termIdOf(["de"], "Plum"));
  expect(termIdOf([], "plum")).toMatch(/^[0-9a-f]{16}$/);
});

test("termIdOf(languages, raw) is fnv1a() of both, in ASCII or not, short or long", () => {
  for (const raw of ["plum", "pl\u00fcm", "p".repeat(255), "p".repeat(1000), "🙂"])
    expect(termIdOf(["de"], raw)).toBe(fnv1a(new TextEncoder().encode(`de\n${raw}`)));
});
