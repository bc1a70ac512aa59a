import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedItems } from "../../src/cleanup/changedItems.js";
import { frontierArea, frontierOf, removalOrder } from "../../src/cleanup/frontier.js";
import { groupHits } from "../../src/cleanup/hitGroups.js";
import { pruningAreas } from "../../src/cleanup/pruningAreas.js";
import { judged, judgedHits } from "./judged.js";

const three = judged(4, [
  ["violating", "a"],
  ["violating", "a"],
  ["violating", "b"],
  ["good", "b"],
  ["good", "c"],
]);

describe("removalOrder(groups)", () => {
  it("removes first what frees good items at no loss, and leaves out terms that hit nothing", () => {
    expect(removalOrder(groupHits(three))).toEqual([2, 1, 0]);
  });

  it("judges a term by the items that better terms do not hit", () => {
    const hits = judged(2, [
      ["violating", "ab"],
      ["violating", "ab"],
      ["violating", "ab"],
      ["violating", "a"],
      ["good", "b"],
    ]);
    expect(removalOrder(groupHits(hits))).toEqual([1, 0]);
  });
});

describe("frontierOf(groups, order)", () => {
  it("counts what is left after each removal by hand", () => {
    expect(frontierOf(groupHits(three), [2, 1, 0])).toEqual([
      { terms: 3, tp: 3, fp: 2 },
      { terms: 2, tp: 3, fp: 1 },
      { terms: 1, tp: 2, fp: 0 },
      { terms: 0, tp: 0, fp: 0 },
    ]);
  });

  it("equals the decisions without the removed terms", () => {
    fc.assert(
      fc.property(judgedHits({ mostTerms: 8, mostItems: 40 }), (hits) => {
        const groups = groupHits(hits);
        const order = removalOrder(groups);
        const [whole, ...points] = frontierOf(groups, order);
        for (const [step, { tp, fp }] of points.entries()) {
          const { lostTP, fixedFP } = changedItems(hits, order.slice(step + 1));
          expect([tp, fp]).toEqual([(whole?.tp ?? 0) - lostTP.length, (whole?.fp ?? 0) - fixedFP.length]);
        }
      }),
    );
  });
});

describe("frontierArea(points)", () => {
  it("is the mean precision over the recall of the package", () => {
    const area = frontierArea(frontierOf(groupHits(three), [2, 1, 0]));
    expect(area).toBeCloseTo((0.75 + 1) / 2 / 3 + 2 / 3, 12);
    expect(frontierArea([{ terms: 1, tp: 0, fp: 5 }])).toBeUndefined();
  });
});

describe("pruningAreas(groups)", () => {
  it("finds the best order no worse than the simple ones where items have one term each", () => {
    const single = judgedHits({ mostTerms: 8, mostItems: 40 }).map((hits) => ({
      ...hits,
      hits: {
        items: hits.truths.map((_, item) => item),
        terms: hits.truths.map((_, item) => item % hits.termCount),
      },
    }));
    fc.assert(
      fc.property(single, (hits) => {
        const { best = 0, byPrecision = 0, byHits = 0, random = 0 } = pruningAreas(groupHits(hits));
        expect(best).toBeGreaterThanOrEqual(Math.max(byPrecision, byHits, random) - 1e-12);
      }),
    );
  });

  it("has no areas without a true positive", () => {
    const none = { best: undefined, byPrecision: undefined, byHits: undefined, random: undefined };
    expect(pruningAreas(groupHits(judged(1, [["good", "a"]])))).toEqual(none);
  });
});
