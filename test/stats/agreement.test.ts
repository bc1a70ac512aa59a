import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../src/stats/bootstrap.js";
import { fleissKappa, gwetAc1, observedAgreement } from "../../src/stats/chanceAgreement.js";
import { cohenKappa, distanceWeights } from "../../src/stats/cohenKappa.js";
import { krippendorffAlpha } from "../../src/stats/krippendorffAlpha.js";
import { countRatings, crossTable } from "../../src/stats/ratings.js";
import type { RatingCounts, Ratings } from "../../src/stats/ratings.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

const published = [
  [0, 4, 1],
  [0, 8, 0],
  [0, 1, 5],
];

describe("cohenKappa(table)", () => {
  it("of the example of SAS is .4842 with ASE .1380 and .2137 to .7547", () => {
    const kappa = cohenKappa(published);
    expect(kappa?.value).toBeCloseTo(0.4842, 4);
    expect(kappa?.standardError).toBeCloseTo(0.138, 4);
    expect(kappa?.interval[0]).toBeCloseTo(0.2137, 4);
    expect(kappa?.interval[1]).toBeCloseTo(0.7547, 4);
  });

  it("with weights by distance is .4701 as SAS has it", () => {
    expect(cohenKappa(published, { weights: distanceWeights([0, 1, 2]) })?.value).toBeCloseTo(0.4701, 4);
  });

  it("is 1 for raters who always agree on two categories, undefined when both use one alone or rate nothing", () => {
    expect(
      cohenKappa([
        [3, 0],
        [0, 4],
      ]),
    ).toMatchObject({ value: 1, standardError: 0 });
    expect(
      cohenKappa([
        [3, 0],
        [0, 0],
      ]),
    ).toBeUndefined();
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toBeUndefined();
  });

  it("does not change when the raters swap, and its interval holds it", () => {
    const count = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(
        fc.array(fc.array(count, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
        (table) => {
          const turned = table.map((_, i) => table.map((row) => row[i] ?? 0));
          const [one, other] = [cohenKappa(table), cohenKappa(turned)];
          expect(other?.value).toBeCloseTo(one?.value ?? 9, 12);
          expect(other?.standardError).toBeCloseTo(one?.standardError ?? 9, 9);
        },
      ),
    );
  });
});

describe("crossTable(first, second, size)", () => {
  it("counts units by both ratings", () => {
    expect(crossTable([0, 1, 1, 0], [0, 1, 0, 0], 2)).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });
});

/** Gwet's table, used by Krippendorff 2011 too: 12 units, 4 raters, missing ratings. */
const fourRaters: Ratings = [
  [1, 1, null, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [null, 5, 5, 5],
  [null, null, 1, 1],
  [null, null, 3, null],
];

describe("krippendorffAlpha(counts, {scale})", () => {
  // Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section D.
  it.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("of the worked example is, %s, %f", (scale, alpha) => {
    expect(krippendorffAlpha(countRatings(fourRaters), { scale })).toBeCloseTo(alpha, 3);
  });

  it("is undefined when no unit has two ratings or all are in one category", () => {
    expect(
      krippendorffAlpha(
        countRatings([
          [1, null],
          [null, 2],
        ]),
      ),
    ).toBeUndefined();
    expect(
      krippendorffAlpha(
        countRatings([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toBeUndefined();
    expect(krippendorffAlpha(countRatings([]))).toBeUndefined();
  });

  it("has an interval by drawing units again, the same for a seed, around it", () => {
    const counts = countRatings(fourRaters.slice(0, 11));
    const alphaOf = (units: RatingCounts["counts"]) => krippendorffAlpha({ ...counts, counts: units });
    const interval = bootstrapInterval(counts.counts, alphaOf, { runs: 400 });
    expect(interval).toEqual(bootstrapInterval(counts.counts, alphaOf, { runs: 400 }));
    expect(interval).not.toEqual(bootstrapInterval(counts.counts, alphaOf, { runs: 400, seed: 2 }));
    expect(interval?.[0]).toBeLessThan(0.743);
    expect(interval?.[1]).toBeGreaterThan(0.743);
  });
});

describe("gwetAc1(counts) and fleissKappa(counts)", () => {
  it("have the standard error of irrCAC: AC1 .14295 and .46081 to 1", () => {
    const ac1 = gwetAc1(countRatings(fourRaters));
    expect(ac1?.standardError).toBeCloseTo(0.14295, 5);
    expect(ac1?.interval[0]).toBeCloseTo(0.46081, 5);
    expect(ac1?.interval[1]).toBe(1);
  });

  // Randolph's examples (counts a unit): κ .161905 and .708333.
  it.each([
    [
      [
        [7, 1],
        [3, 5],
      ],
      0.161905,
    ],
    [
      [
        [6, 1, 0],
        [0, 7, 0],
      ],
      0.708333,
    ],
  ])("fleissKappa of %j is %f", (counts, kappa) => {
    const categories = (counts[0] ?? []).map((_, k) => k);
    expect(fleissKappa({ categories, counts })?.value).toBeCloseTo(kappa, 6);
  });

  it("are undefined without pairs, and κ where all ratings are the same", () => {
    const alone = countRatings([
      [1, null],
      [2, null],
    ]);
    expect([observedAgreement(alone), fleissKappa(alone), gwetAc1(alone)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const same = countRatings(
      [
        [1, 1],
        [1, 1],
      ],
      [1, 2],
    );
    expect(fleissKappa(same)).toBeUndefined();
    expect(gwetAc1(same)?.value).toBe(1);
  });

  it("do not change with the order of units, raters and category names", () => {
    const rating = fc.constantFrom(1, 2, 3, null);
    const table = fc.array(fc.array(rating, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(table, (ratings) => {
        const renamed = ratings
          .map((row) => row.toReversed().map((x) => (x === null ? null : 4 - x)))
          .toReversed();
        for (const statistic of [observedAgreement, fleissKappa, gwetAc1]) {
          const [one, other] = [statistic(countRatings(ratings)), statistic(countRatings(renamed))];
          expect(other === undefined).toBe(one === undefined);
          expect(other?.value ?? 0).toBeCloseTo(one?.value ?? 0, 9);
          if (one !== undefined && Number.isFinite(one.standardError)) {
            expect(other?.standardError).toBeCloseTo(one.standardError, 9);
          }
        }
      }),
    );
  });

  it("refuse a rating that is no category", () => {
    expect(() => countRatings([[1, 3]], [1, 2])).toThrow("Expected a rating of 1, 2, got `3`");
  });
});

describe.skipIf(!hasOracles)("agreement on ../shared/oracles (skipped when not there)", () => {
  type Expected = Readonly<Record<string, number>>;

  /** Two raters' table as a row a unit. */
  function unitsOf(table: readonly (readonly number[])[]): Ratings {
    return table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])));
  }

  it("equals irrCAC on 4 raters and 12 units with missing values", () => {
    type Case = { input: { ratings: Ratings; categories: number[] }; expected: Expected };
    const [oracle] = oraclesNamed<Case>("agreement, 4 raters");
    const counts = countRatings(oracle?.input.ratings ?? [], oracle?.input.categories);
    expect(observedAgreement(counts)?.value).toBeCloseTo(oracle?.expected["pa"] ?? 9, 12);
    expect(gwetAc1(counts)?.value).toBeCloseTo(oracle?.expected["AC1"] ?? 9, 12);
    expect(fleissKappa(counts)?.value).toBeCloseTo(oracle?.expected["fleiss"] ?? 9, 12);
    expect(krippendorffAlpha(counts)).toBeCloseTo(oracle?.expected["alpha_nominal"] ?? 9, 12);
  });

  it("equals the table of Fleiss 1971", () => {
    const [oracle] = oraclesNamed<{ input: { counts: number[][] }; expected: Expected }>("Fleiss kappa");
    const counts = oracle?.input.counts ?? [];
    expect(fleissKappa({ categories: [1, 2, 3, 4, 5], counts })?.value).toBeCloseTo(
      oracle?.expected["kappa"] ?? 9,
      12,
    );
  });

  type TableCase = { input: { table: number[][] }; expected: Expected };

  it("equals Cohen's κ of SAS, and the κ paradox", () => {
    const [cohen] = oraclesNamed<TableCase>("Cohen kappa");
    expect(cohenKappa(cohen?.input.table ?? [])?.value).toBeCloseTo(cohen?.expected["kappa"] ?? 9, 12);
    const [paradox] = oraclesNamed<TableCase>("kappa paradox");
    const counts = countRatings(unitsOf(paradox?.input.table ?? []));
    expect(observedAgreement(counts)?.value).toBeCloseTo(paradox?.expected["po"] ?? 9, 12);
    expect(cohenKappa(paradox?.input.table ?? [])?.value).toBeCloseTo(paradox?.expected["kappa"] ?? 9, 12);
    expect(gwetAc1(counts)?.value).toBeCloseTo(paradox?.expected["AC1"] ?? 9, 12);
  });

  it("equals irrCAC on three categories and two raters", () => {
    const [oracle] = oraclesNamed<TableCase>("three categories");
    const counts = countRatings(unitsOf(oracle?.input.table ?? []));
    const observed = observedAgreement(counts)?.value ?? 9;
    expect(observed).toBeCloseTo(oracle?.expected["observed"] ?? 9, 12);
    expect(cohenKappa(oracle?.input.table ?? [])?.value).toBeCloseTo(oracle?.expected["kappa"] ?? 9, 7);
    expect(fleissKappa(counts)?.value).toBeCloseTo(oracle?.expected["scottPi"] ?? 9, 7);
    expect(gwetAc1(counts)?.value).toBeCloseTo(oracle?.expected["AC1"] ?? 9, 7);
    expect(krippendorffAlpha(counts)).toBeCloseTo(oracle?.expected["alpha"] ?? 9, 7);
    expect((observed - 1 / 3) / (2 / 3)).toBeCloseTo(oracle?.expected["brennanPrediger"] ?? 9, 7);
  });
});
