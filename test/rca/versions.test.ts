import { describe, expect, test } from "vitest";
import { analyseChange } from "../../src/rca/analyseChange.js";
import type { ChangeAnswer } from "../../src/rca/analyseChange.js";
import { changeCube } from "../../src/rca/changeCube.js";
import type { ChangeCube, CubeRow } from "../../src/rca/changeCube.js";
import { mergeCells } from "../../src/rca/mergeCells.js";

/** Rates that no product of one for each language and market gives. */
const cells: readonly (readonly [language: string, market: string, rate: number])[] = [
  ["de", "a", 0.02],
  ["de", "b", 0.2],
  ["en", "a", 0.2],
  ["en", "b", 0.02],
];

/** 2000 units a language and market: of version v1 before, later so many of v2, whose odds may be others. */
function canary(ofNew: number, rateOfNew: (rate: number) => number): ChangeCube {
  const rowsOf = (version: string, total: number, rateOf: (rate: number) => number): CubeRow[] =>
    cells.map(([language, market, rate]) => ({
      values: [language, market, version],
      total,
      count: Math.round(total * rateOf(rate)),
    }));
  const same = (rate: number): number => rate;
  return changeCube(["language", "market", "model"], {
    from: rowsOf("v1", 2000, same),
    to: [...rowsOf("v1", 2000 - ofNew, same), ...rowsOf("v2", ofNew, rateOfNew)],
  });
}

function answerOf(cube: ChangeCube, versions: readonly string[] = ["model"]): ChangeAnswer {
  const answer = analyseChange(cube, { versions });
  if (answer.verdict === "logging-fault") throw new TypeError("Expected an answer, got none");
  return answer;
}

const worse = (rate: number): number => (3 * rate) / (1 + 2 * rate);

describe("analyseChange(cube, { versions })", () => {
  test("names a version that part of the units came to have, in all languages though these differ", () => {
    const { verdict, causes } = answerOf(canary(800, worse));
    expect([verdict, causes[0]?.slice]).toEqual(["cause", { model: "v2" }]);
  });

  test("holds each cell of a new version against its own past, not against the product of marginals", () => {
    const expected = answerOf(canary(800, (rate) => rate)).causes.map(
      (cause) => cause.expected / cause.observed,
    );
    expect(expected.length).toBeGreaterThan(0);
    for (const share of expected) expect(share).toBeCloseTo(1, 1);
  });

  test("is everywhere, not a mix shift, where all units came to have the new version", () => {
    const whole = answerOf(canary(2000, worse));
    expect(whole.verdict).toBe("everywhere");
    expect(whole.dimensions.map(({ dimension }) => dimension)).toEqual(["language", "market"]);
    expect(whole.split.rate).toBeCloseTo(whole.split.change, 12);
    expect(answerOf(canary(2000, worse), []).split.rate).toBe(0);
  });
});

test("mergeCells(cube, without) adds up the cells that only these dimensions tell apart", () => {
  const { cube, cellAt } = mergeCells(canary(500, worse), ["model"]);
  expect(cube.dimensions).toEqual(["language", "market"]);
  expect([...cube.total0]).toEqual([2000, 2000, 2000, 2000]);
  expect([...cube.total1]).toEqual([2000, 2000, 2000, 2000]);
  expect([...cellAt]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
});
