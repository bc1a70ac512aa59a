import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverGreedily } from "../../src/mining/coverGreedily.js";
import { judgeHeldOut } from "../../src/mining/heldOut.js";
import type { HeldOutHit } from "../../src/mining/heldOut.js";
import { nearestTermFinder } from "../../src/mining/nearestTerm.js";
import { splitDocuments } from "../../src/mining/splitDocuments.js";
import { betaQuantile } from "../../src/stats/beta.js";
import { randomFrom } from "../../src/stats/random.js";
import { wordTerm } from "./mined.js";

/** Greedy by looking at every candidate each time. */
function plainGreedy(coverage: readonly (readonly number[])[], values: readonly number[]): number[] {
  const taken = new Set<number>();
  const left = new Set(coverage.keys());
  const order: number[] = [];
  for (;;) {
    let [best, most] = [-1, 0];
    for (const index of left) {
      const gain = (coverage[index] ?? []).reduce(
        (sum, at) => sum + (taken.has(at) ? 0 : (values[at] ?? 0)),
        0,
      );
      if (gain > most) [best, most] = [index, gain];
    }
    if (best < 0) return order;
    order.push(best);
    left.delete(best);
    for (const at of coverage[best] ?? []) taken.add(at);
  }
}

describe("coverGreedily(coverage, values)", () => {
  test("takes what adds most first and leaves out what adds nothing", () => {
    const coverage = [[0, 1], [0, 1, 2], [3], [2, 4], []].map((list) => Int32Array.from(list));
    const values = Float64Array.from([1, 1, 1, 2, -5]);
    expect(coverGreedily(coverage, values)).toEqual([
      { index: 1, gain: 3 },
      { index: 2, gain: 2 },
    ]);
  });

  test("chooses as a search through all candidates does", () => {
    const size = 12;
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.nat(size - 1)), { maxLength: 15 }),
        fc.array(fc.integer({ min: -3, max: 4 }), { minLength: size, maxLength: size }),
        (coverage, values) => {
          const chosen = coverGreedily(
            coverage.map((list) => Int32Array.from(list)),
            Float64Array.from(values),
          );
          expect(chosen.map(({ index }) => index)).toEqual(plainGreedy(coverage, values));
        },
      ),
    );
  });
});

function hits(tp: number, fp: number, weight = 1): { labelled: HeldOutHit[] } {
  const labelled = Array.from({ length: tp + fp }, (_, at) => ({
    isViolating: at < tp,
    weight,
    cluster: at,
  }));
  return { labelled };
}

describe("judgeHeldOut(candidates)", () => {
  test("gives no share without documents and Jeffreys' posterior for a few candidates", () => {
    const [none, some] = judgeHeldOut([{ labelled: [] }, hits(6, 2)]);
    expect(none).toEqual({
      tp: 0,
      fp: 0,
      labelled: 0,
      precision: undefined,
      low: undefined,
      high: undefined,
    });
    expect(some).toMatchObject({ tp: 6, fp: 2, labelled: 8 });
    expect(some?.precision).toBeCloseTo(6.5 / 9, 12);
    expect(some?.low).toBeCloseTo(betaQuantile(0.025, 6.5, 2.5), 12);
    expect(some?.high).toBeCloseTo(betaQuantile(0.975, 6.5, 2.5), 12);
  });

  test("ends at 0 or 1 where nothing was seen on the other side", () => {
    const [all, nothing] = judgeHeldOut([hits(5, 0), hits(0, 5)]);
    expect([all?.high, nothing?.low]).toEqual([1, 0]);
  });

  test("counts documents of one advertiser as fewer", () => {
    const labelled = hits(8, 2).labelled.map((hit, at) => ({ ...hit, cluster: at % 2 }));
    const [single, shared] = judgeHeldOut([hits(8, 2), { labelled }]);
    expect((shared?.high ?? 0) - (shared?.low ?? 0)).toBeGreaterThanOrEqual(
      (single?.high ?? 0) - (single?.low ?? 0),
    );
  });

  test("puts strata together by what a candidate hits, and knows little of one without labels", () => {
    const { labelled } = hits(20, 0);
    const [all, half] = judgeHeldOut([
      { labelled, items: [20, 0] },
      { labelled, items: [20, 20] },
    ]);
    expect(all?.precision).toBeCloseTo(20.5 / 21, 9);
    expect(half?.precision).toBeCloseTo(0.5 * (20.5 / 21) + 0.5 * 0.5, 9);
    expect([all?.low, half?.low].map((low) => Number(low?.toFixed(2)))).toEqual([0.88, 0.48]);
    const labelledBoth = [...labelled, ...hits(0, 20).labelled.map((hit) => ({ ...hit, stratum: 1 }))];
    const [known] = judgeHeldOut([{ labelled: labelledBoth, items: [20, 180] }]);
    expect(known?.precision).toBeCloseTo(0.1 * (20.5 / 21) + 0.9 * (0.5 / 21), 9);
  });

  test("does not depend on the scale of the weights", () => {
    const [a] = judgeHeldOut([hits(8, 2)]);
    const [b] = judgeHeldOut([hits(8, 2, 50)]);
    expect(b?.low).toBeCloseTo(a?.low ?? -1, 9);
  });

  test("draws candidates together, and its intervals hold for the best of them", () => {
    const random = randomFrom(5);
    let [inside, raw] = [0, 0];
    for (let run = 0; run < 200; run++) {
      const precisions = Array.from({ length: 60 }, () => 0.3 + 0.5 * random.uniform());
      const judged = judgeHeldOut(
        precisions.map((p) => {
          const tp = random.binomial(8, p);
          return hits(tp, 8 - tp);
        }),
      );
      const best = judged.reduce((most, { low = 0 }, at) => (low > (judged[most]?.low ?? 0) ? at : most), 0);
      const { tp = 0, low = 0, high = 0 } = judged[best] ?? {};
      const truth = precisions[best] ?? 0;
      if (truth >= low && truth <= high) inside++;
      if (truth >= betaQuantile(0.025, tp + 0.5, 8.5 - tp)) raw++;
    }
    expect(inside).toBeGreaterThanOrEqual(180); // 95 % of 200, less three standard errors
    expect(raw).toBeLessThan(inside); // as the same intervals one by one do not
  });
});

describe("nearestTermFinder(terms)(text)", () => {
  const find = nearestTermFinder(
    ["Plum", "sour fig", "sour fig leaf", "quince", "=x"].map((term) => wordTerm(term)),
  );
  test.each([
    ["plum", "Plum", "same", 0],
    ["plum jam", "Plum", "inside", 4],
    ["fig leaf", "sour fig leaf", "around", 5],
    ["fig tart", "sour fig", "words", 8],
    ["quinces", "quince", "spelling", 1],
  ])("of %s is %s (%s)", (text, ...[term, relation, distance]) => {
    expect(find(text)).toMatchObject({ term, relation, distance });
  });

  test("is none where nothing is alike, whole words in whole words", () => {
    expect(find("lamp")).toBeUndefined();
    expect(find("plumber")).toBeUndefined();
    expect(nearestTermFinder([])("plum")).toBeUndefined();
  });
});

describe("splitDocuments(documents)", () => {
  const document = { item: 0, text: "", isViolating: true, weight: 1, language: null };
  const at = (createdAt: number | undefined, cluster = 0) => ({ ...document, createdAt, cluster });

  test("holds the later documents out, all of one moment together", () => {
    const documents = [5, 1, 2, 3, 4, 4, 1, 2, 4, 9].map((time) => at(time));
    expect(splitDocuments(documents)).toEqual({
      by: "time",
      cutAt: 4,
      isMined: Uint8Array.from([0, 1, 1, 1, 0, 0, 1, 1, 0, 0]),
    });
  });

  test("holds groups out where a document has no time, or all have the same", () => {
    for (const time of [undefined, 7]) {
      const { by, isMined } = splitDocuments(Array.from({ length: 1000 }, (_, n) => at(time, n % 500)));
      expect(by).toBe("group");
      expect(isMined.slice(0, 500)).toEqual(isMined.slice(500));
      expect(isMined.reduce((sum, flag) => sum + flag, 0) / 1000).toBeCloseTo(0.6, 1);
    }
  });

  test("splits nothing into nothing", () => expect(splitDocuments([]).isMined).toHaveLength(0));
});
