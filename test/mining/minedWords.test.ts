import { expect, test } from "vitest";
import { missedWords } from "../../src/mining/minedWords.js";

const documents = { violating: 40, good: 160, decided: 0, mined: 120, heldOut: 80 };
const facts = { release: "r1", splitBy: "time", bar: 0.5, judged: 7, candidates: [] } as const;

test("missedWords(facts) says where decisions of people are used to find, not to judge", () => {
  expect(missedWords({ ...facts, documents })).not.toContain("decision");
  expect(missedWords({ ...facts, documents: { ...documents, decided: 30, heldOut: 60 } })).toBe(
    "Release r1 misses 40 known violations; phrases of theirs were found on 120 documents, and 7 judged on 60 labelled others, the later ones (160 of all are good; near-duplicates count once). Of 30 of the documents only the decision of people is known: it is used to find phrases, not to judge them.",
  );
});
