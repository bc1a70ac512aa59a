import { describe, expect, it } from "vitest";
import { decompose } from "../../src/rca/decompose.js";
import type { Cube } from "../../src/model/cube.js";

const accuracy = { id: "accuracy", numerator: ["right"], denominator: ["all"], minN: 30 };

describe("decompose({from, to}, metric, dimension)", () => {
  const from = cube([
    ["fr", 500, 1000],
    ["de", 900, 1000],
  ]);
  const to = cube([
    ["fr", 1500, 3000],
    ["de", 900, 1000],
    ["es", 0, 0],
  ]);

  it("tells a mix shift: the whole falls, no slice changes", () => {
    const split = decompose({ from, to }, accuracy, "language");
    expect(split).toMatchObject({
      dimension: "language",
      from: { count: 1400 },
      to: { count: 2400, total: 4000 },
    });
    expect(split?.change).toBeCloseTo(-0.1, 12);
    expect(split?.rate).toBe(0);
    expect(split?.mix).toBeCloseTo(-0.1, 12);
    expect(split?.parts.map(({ key }) => key)).toEqual(["de", "fr"]);
    expect(split?.parts[1]).toMatchObject({ from: { count: 500, effectiveN: 1000 }, to: { total: 3000 } });
  });

  it("says whether the change stands out from noise", () => {
    expect(decompose({ from, to }, accuracy, "language")?.test.distinguishable).toBe(true);
    const [few, more] = [cube([["fr", 5, 10]]), cube([["fr", 900, 1000]])];
    expect(decompose({ from: few, to: more }, accuracy, "language")?.test.distinguishable).toBe(false);
    expect(decompose({ from, to: from }, accuracy, "language")?.test).toMatchObject({
      difference: 0,
      distinguishable: false,
    });
  });

  it("keeps cells without a value apart, also when only one group has them", () => {
    const split = decompose(
      {
        from,
        to: cube([
          ["fr", 1, 2],
          [null, 1, 2],
        ]),
      },
      accuracy,
      "language",
    );
    expect(split?.parts.find(({ key }) => key === null)?.onlyIn).toBe("to");
    expect(split?.parts.find(({ key }) => key === "de")).toMatchObject({
      onlyIn: "from",
      to: { value: undefined },
    });
  });

  it("is undefined when a group has no data, and names the nearest dimension", () => {
    expect(decompose({ from, to: cube([]) }, accuracy, "language")).toBeUndefined();
    expect(() => decompose({ from, to }, accuracy, "languag")).toThrow('(did you mean "language"?)');
  });
});

/** Independent units: right ⊂ all, so Σ right·right = Σ right·all = right. */
function cube(rows: readonly [string | null, number, number][]): Cube {
  const cells = rows.map(([language, right, all]) => ({
    slice: { language },
    sums: [right, all],
    products: [right, right, all],
  }));
  return { dimensions: ["language"], measures: ["right", "all"], cells };
}
