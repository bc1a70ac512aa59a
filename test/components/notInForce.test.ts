import { expect, test } from "vitest";
import { notInForceWords } from "../../src/components/whatIf/notInForce.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

test.each([
  [0, "3 terms are not in force today: 3 begin later."],
  [1, "2 terms are not in force today: 2 begin later."],
  [2, "1 term is not in force today: 1 begins later."],
  [3, "2 terms are not in force today: 1 expired, 1 begins later."],
  [5, "1 term is not in force today: 1 expired."],
])("notInForceWords(terms, %d) tells how many terms do not count and why", (at, words) => {
  const terms = [
    { validFrom: 1, validTo: null },
    { validFrom: 2, validTo: 3 },
    { validFrom: 5, validTo: null },
    { validFrom: null, validTo: null },
  ];
  expect(notInForceWords(terms, at)).toBe(words);
});

test("Try a text says at build how many terms have a first or last moment, and nothing where none has", async () => {
  const data = await smallData();
  const [first, ...others] = data.packageTerms;
  const words = "2 terms begin or end at some moment";
  expect(drawn(data, { fence: "note", line: "trial" })).not.toContain(words);
  if (first === undefined) throw new Error("Expected terms, got none");
  const dated = [
    { ...first, validFrom: "2024-02-01T00:00:00.000Z" },
    { ...first, termId: "ends", validTo: "2024-02-01T00:00:00.000Z" },
  ];
  const note = drawn({ ...data, packageTerms: [...dated, ...others] }, { fence: "note", line: "trial" });
  expect(note).toContain(words);
});
