import { expect, test } from "vitest";
import { analyseChange } from "../../src/rca/analyseChange.js";
import { changeCube } from "../../src/rca/changeCube.js";
import type { MoveAnswer, MoveKind } from "../../src/rca/explainMove.js";
import { formatMoves, toMovesJson } from "../../src/rca/formatMoves.js";
import { movePValue } from "../../src/rca/moveEvidence.js";
import { rankMoves } from "../../src/rca/rankMoves.js";

const cube = changeCube(["language"], {
  from: [
    { values: ["de"], count: 50, total: 1000 },
    { values: ["en"], count: 50, total: 1000 },
  ],
  to: [
    { values: ["de"], count: 150, total: 1000 },
    { values: ["en"], count: 50, total: 1000 },
  ],
});
const answer = analyseChange(cube);
const sums = { from: { count: 100, total: 2000 }, to: { count: 200, total: 2000 } };

function found(kind: MoveKind, pValue: number | undefined): MoveAnswer {
  return { kind, answer, slice: undefined, ...sums, since: undefined, event: undefined, pValue };
}

const named = (metric: string, answerOf: MoveAnswer) => ({
  metric,
  stage: "auto",
  labels: {
    metric: `The ${metric}`,
    windows: "before against after",
    numerator: "wrong",
    denominator: "all",
  },
  found: answerOf,
});
const ranked = rankMoves([
  named("flat", found("no-evidence", 0.001)),
  named("weak", found("cause", 0.04)),
  named("strong", found("cause", 1e-9)),
  named("sampled", found("sampling-change", 0.01)),
]);

test("rankMoves(moves) adjusts for how many there are, puts what changed in the log first, then the strongest", () => {
  expect(ranked.map(({ metric, qValue, isMove }) => [metric, qValue, isMove])).toEqual([
    ["sampled", 0.01 * (4 / 3), true],
    ["strong", 4e-9, true],
    ["weak", 0.04, true],
    ["flat", 0.002, false],
  ]);
  const many = rankMoves(["a", "b", "c"].map((metric) => named(metric, found("cause", 0.06))));
  expect(many.every(({ isMove }) => !isMove)).toBe(true);
});

test("movePValue(found) is that of the slice, of the raw rate or of the whole, and undefined of a logging fault", () => {
  if (answer.verdict === "logging-fault") throw new TypeError("Expected an answer, got none");
  const raw = { from: { count: 100, total: 2000 }, to: { count: 150, total: 2000 } }; // z = 3.27
  const pValueOf = (kind: string): number | undefined => movePValue({ kind, answer, raw });
  expect(pValueOf("cause")).toBe(answer.causes[0]?.pValue);
  expect(pValueOf("unlocated")).toBe(answer.test.pValue);
  expect(pValueOf("sampling-change")).toBeCloseTo(0.0011, 4);
  expect(pValueOf("mix-shift")).toBe(1);
  expect(pValueOf("logging-fault")).toBeUndefined();
});

test("formatMoves(ranked) names what moved, a line each, then explains the first", () => {
  expect(formatMoves(ranked).split("\n").slice(0, 6)).toEqual([
    "4 metrics looked at, 3 moved beyond chance (5 % of those named may be false, Benjamini and Hochberg).",
    "  sampled, auto: sampling-change (q = 0.013)",
    "  strong, auto: cause (q = 4.0e-9)",
    "  weak, auto: cause (q = 0.040)",
    "",
    "The sampled, before against after: 5.0 % (100 of 2,000) before, 10.0 % (200 of 2,000) after: +5.0 points",
  ]);
});

test("toMovesJson(ranked) has all of them, with the fields of one", () => {
  const { looked, moves } = JSON.parse(toMovesJson(ranked));
  expect([looked, moves.length]).toEqual([4, 4]);
  expect(Object.keys(moves[0]).slice(0, 6)).toEqual([
    "metric",
    "stage",
    "qValue",
    "isMove",
    "change",
    "verdict",
  ]);
});
