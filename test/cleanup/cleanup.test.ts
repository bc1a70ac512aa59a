import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedItems } from "../../src/cleanup/changedItems.js";
import { findContained } from "../../src/cleanup/containedTerms.js";
import { findDecayed } from "../../src/cleanup/decayedTerms.js";
import { countsOfTerms, groupHits, termsOf } from "../../src/cleanup/hitGroups.js";
import { proposeFor } from "../../src/cleanup/termProposal.js";
import { judged, judgedHits, termsByItem } from "./judged.js";

describe("groupHits(judged)", () => {
  it("adds up items of the same terms, in whatever order and however often these hit", () => {
    const groups = groupHits(
      judged(3, [
        ["violating", "ab"],
        ["good", "baa"],
        ["unlabelled", ""],
        ["unlabelled", "c"],
      ]),
    );
    expect([...termsOf(groups, 0)]).toEqual([0, 1]);
    expect([...termsOf(groups, 1)]).toEqual([2]);
    expect([...groups.violating]).toEqual([1, 0]);
    expect([...groups.good]).toEqual([1, 0]);
    expect([...groups.unlabelled]).toEqual([0, 1]);
  });

  it("keeps the items of every term", () => {
    fc.assert(
      fc.property(judgedHits({ mostTerms: 6, mostItems: 40 }), (hits) => {
        const { tp, fp, unlabelled } = countsOfTerms(groupHits(hits));
        const sets = termsByItem(hits);
        const count = (truth: string, term: number): number =>
          hits.truths.filter((found, item) => found === truth && sets[item]?.has(term)).length;
        for (let term = 0; term < hits.termCount; term++) {
          expect([tp[term], fp[term], unlabelled[term]]).toEqual(
            ["violating", "good", "unlabelled"].map((truth) => count(truth, term)),
          );
        }
      }),
    );
  });
});

describe("findContained(groups)", () => {
  it("names terms whose items another one hits too, the most precise of several", () => {
    const groups = groupHits(
      judged(4, [
        ["violating", "abc"],
        ["good", "b"],
        ["violating", "c"],
        ["good", "d"],
      ]),
    );
    expect(findContained(groups)).toEqual([{ term: 0, within: 2, isDominated: true }]);
  });

  it("lets the first of terms with the same items stay", () => {
    expect(findContained(groupHits(judged(2, [["violating", "ab"]])))).toEqual([
      { term: 1, within: 0, isDominated: true },
    ]);
  });

  it("does not call a term dominated by a worse one, or without labels", () => {
    const worse = judged(2, [
      ["violating", "ab"],
      ["good", "b"],
    ]);
    expect(findContained(groupHits(worse))).toEqual([{ term: 0, within: 1, isDominated: false }]);
    const unknown = judged(2, [
      ["unlabelled", "ab"],
      ["violating", "b"],
    ]);
    expect(findContained(groupHits(unknown))).toEqual([{ term: 0, within: 1, isDominated: false }]);
  });

  it("changes no decision when all that it names go", () => {
    fc.assert(
      fc.property(judgedHits({ mostTerms: 8, mostItems: 30 }), (hits) => {
        const gone = new Set(findContained(groupHits(hits)).map(({ term }) => term));
        const kept = Array.from({ length: hits.termCount }, (_, term) => term).filter(
          (term) => !gone.has(term),
        );
        expect(changedItems(hits, kept)).toEqual({ lostTP: [], fixedFP: [], unlabelled: [] });
      }),
    );
  });
});

describe("findDecayed(counts, items)", () => {
  const items = { all: 1000, recent: 250 };

  it("names terms that hit too few recent items, by the exact binomial test", () => {
    const [found, ...others] = findDecayed(
      [
        { hits: 20, recentHits: 0 },
        { hits: 20, recentHits: 5 },
        { hits: 2, recentHits: 0 },
        { hits: 0, recentHits: 0 },
      ],
      items,
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ term: 0, expected: 5 });
    expect(found?.pValue).toBeCloseTo(3 * 0.75 ** 20, 12); // the smallest of three
  });

  it("names none when the window is empty or holds everything", () => {
    const counts = [{ hits: 50, recentHits: 0 }];
    expect(findDecayed(counts, { all: 1000, recent: 0 })).toEqual([]);
    expect(findDecayed(counts, { all: 1000, recent: 1000 })).toEqual([]);
  });
});

describe("changedItems(judged, kept)", () => {
  it("names the items that no kept term hits, by their truth", () => {
    const hits = judged(2, [
      ["violating", "a"],
      ["violating", "ab"],
      ["good", "a"],
      ["good", ""],
      ["unlabelled", "a"],
    ]);
    expect(changedItems(hits, [1])).toEqual({ lostTP: [0], fixedFP: [2], unlabelled: [4] });
  });
});

describe("proposeFor(effect)", () => {
  const none = { uniqueTp: 0, tp: 0 };
  it.each([
    [
      "keep",
      { ...none, hits: 10, labelled: 10, advertisers: 10, tp: 10 },
      "at least 78.7 % of what it hits is violating (10 of 10 labelled hits)",
    ],
    [
      "watch",
      { ...none, hits: 10, labelled: 10, advertisers: 2, tp: 10 },
      "10 of 10 labelled hits, of 2 advertisers, are violating, too few to tell from 50.0 %",
    ],
    ["watch", { ...none, hits: 9, labelled: 0, advertisers: 0 }, "none of its 9 hits is labelled"],
    [
      "watch",
      { ...none, hits: 9, labelled: 2, advertisers: 2 },
      "0 of 2 labelled hits are violating, too few to tell from 50.0 %; at this precision 5 in all would decide",
    ],
    [
      "watch",
      { ...none, hits: 40, labelled: 20, advertisers: 20, tp: 10 },
      "10 of 20 labelled hits are violating, too few to tell from 50.0 %",
    ],
    [
      "watch",
      { ...none, hits: 9, labelled: 4, advertisers: 4 },
      "0 of 4 labelled hits are violating, too few to tell from 50.0 %; at this precision 5 in all would decide",
    ],
    [
      "retire",
      { ...none, hits: 9, labelled: 5, advertisers: 5 },
      "at most 35.1 % of what it hits is violating (0 of 5 labelled hits), and no labelled violation depends on it alone",
    ],
    [
      "tighten",
      { ...none, hits: 99, labelled: 20, advertisers: 20, tp: 4, uniqueTp: 1 },
      "at most 37.8 % of what it hits is violating (4 of 20 labelled hits), but 1 labelled violation depends on it alone",
    ],
    [
      "retire",
      { ...none, hits: 99, labelled: 80, advertisers: 80, tp: 2, uniqueTp: 2 },
      "at most 7.3 % of what it hits is violating (2 of 80 labelled hits), though 2 labelled violations depend on it alone",
    ],
  ] as const)("%s %o", (proposal, effect, reason) => {
    expect(proposeFor(effect)).toEqual({ proposal, reason });
  });
});
