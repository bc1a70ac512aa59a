import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readIncidents, sliceName } from "../../bench/rca/incidents.js";
import type { RcaIncident } from "../../bench/rca/incidents.js";
import { adtributor, largestChange, poissonScan } from "../../bench/rca/rivals.js";
import type { Ranking } from "../../bench/rca/rivals.js";
import { analyseChange } from "../../src/rca/analyseChange.js";
import type { ChangeCube } from "../../src/rca/changeCube.js";

const folder = fileURLToPath(new URL("../../../shared/data/rca-robustspot/", import.meta.url));

describe.skipIf(!existsSync(folder))("70 real incidents of ../shared (skipped when not there)", () => {
  function ours({ cube, history }: RcaIncident): Ranking {
    const answer = analyseChange(cube, { history });
    return "causes" in answer ? answer.causes.map(({ slice }) => sliceName(slice)) : [];
  }

  it("puts the true slice first with an F1 of 0.72, among three in 88 %, and before the scan", async () => {
    const incidents = await readIncidents(folder);
    const truths = incidents.reduce((sum, { truth }) => sum + truth.length, 0);
    const firsts = (rank: (cube: ChangeCube) => Ranking): number =>
      incidents.filter(({ cube, truth }) => truth.includes(rank(cube)[0] ?? "")).length;
    const rankings = incidents.map(ours);
    const right = incidents.filter(({ truth }, i) => truth.includes(rankings[i]?.[0] ?? "")).length;
    const found = incidents.flatMap(({ truth }, i) =>
      truth.filter((name) => rankings[i]?.slice(0, 3).includes(name)),
    );
    expect((2 * right) / (incidents.length + truths)).toBeGreaterThanOrEqual(0.72);
    expect(found.length / truths).toBeGreaterThanOrEqual(0.88);
    expect(right).toBeGreaterThan(firsts(poissonScan) + 5);
    expect(firsts(poissonScan)).toBeGreaterThan(firsts(largestChange));
    expect(firsts(largestChange)).toBeGreaterThan(firsts((cube) => adtributor(cube).flat()));
  });

  it("lists five candidates or more, with falling scores, and answers each", async () => {
    for (const { cube, history } of await readIncidents(folder)) {
      const answer = analyseChange(cube, { history });
      if (answer.verdict === "logging-fault") throw new Error("Expected an answer");
      const scores = answer.causes.map(({ score }) => score);
      expect(scores.length).toBeGreaterThanOrEqual(5);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(Math.abs(answer.split.mix + answer.split.rate - answer.split.change)).toBeLessThan(1e-12);
    }
  });
});
