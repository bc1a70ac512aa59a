import { describe, expect, it } from "vitest";
import { simulatedCube } from "../../bench/rca/simulatedCube.js";
import { analyseChange } from "../../src/rca/analyseChange.js";
import type { ChangeAnswer } from "../../src/rca/analyseChange.js";
import { changeCube } from "../../src/rca/changeCube.js";
import type { ChangeCube, CubeRow } from "../../src/rca/changeCube.js";

const languages = ["fr", "de", "es", "it"];
const models = ["m1", "m2", "m3"];

/** Every language and model, 2000 units a cell, with a rate for each in both windows. */
function cubeOf(
  rate: (language: string, model: string, later: boolean) => number,
  units = sameUnits,
): ChangeCube {
  const rows = (later: boolean): CubeRow[] =>
    languages.flatMap((language) =>
      models.map((model) => {
        const total = units(language, later);
        return { values: [language, model], total, count: Math.round(total * rate(language, model, later)) };
      }),
    );
  return changeCube(["language", "model"], { from: rows(false), to: rows(true) });
}

function sameUnits(_language: string, _later: boolean): number {
  return 2000;
}

function answerOf(cube: ChangeCube): ChangeAnswer {
  const answer = analyseChange(cube);
  if (answer.verdict === "logging-fault") throw new Error("Expected an answer");
  return answer;
}

describe("analyseChange(cube)", () => {
  it("names one value, not its parts", () => {
    const answer = answerOf(cubeOf((language, _, later) => (language === "fr" && later ? 0.12 : 0.04)));
    expect(answer.verdict).toBe("cause");
    expect(answer.causes[0]).toMatchObject({ slice: { language: "fr" }, named: true, observed: 720 });
    expect(answer.causes[0]?.excess).toBeCloseTo(480, 0);
    expect(answer.causes.filter(({ named }) => named)).toHaveLength(1);
    expect(Math.abs(answer.unexplained)).toBeLessThan(5);
  });

  it("says everywhere where all changed one way though not as much, and names causes where one went the other way", () => {
    const verdicts = [0.2, 0.01].map((rate) => {
      const later: Readonly<Record<string, number>> = { m1: 0.12, m2: 0.3, m3: rate };
      return answerOf(cubeOf((_, model, isLater) => (isLater ? (later[model] ?? 0) : 0.04))).verdict;
    });
    expect(verdicts).toEqual(["everywhere", "cause"]);
  });

  it("names the one slice that is all there is now", () => {
    const of = (language: string, count: number) => [{ values: [language, "m1"], count, total: 2000 }];
    const cube = changeCube(["language", "model"], { from: of("fr", 80), to: of("de", 400) });
    const { verdict, causes } = answerOf(cube);
    expect([verdict, causes[0]?.slice]).toEqual(["cause", { language: "de" }]);
  });

  it("names a pair of values, not either", () => {
    const answer = answerOf(
      cubeOf((language, model, later) => (later && language === "fr" && model === "m2" ? 0.12 : 0.04)),
    );
    expect(answer.causes[0]?.slice).toEqual({ language: "fr", model: "m2" });
    expect(answer.causes.filter(({ named }) => named)).toHaveLength(1);
  });

  it("does not name a part beside its whole, though the part changed more", () => {
    const answer = answerOf(
      cubeOf((language, model, later) => (language !== "fr" || !later ? 0.04 : model === "m1" ? 0.3 : 0.12)),
    );
    const named = answer.causes.filter((cause) => cause.named).map(({ slice }) => slice);
    expect(named.filter((slice) => slice["language"] === "fr")).toHaveLength(1);
  });

  it("finds rates that fell, with an excess below 0", () => {
    const answer = answerOf(cubeOf((language, _, later) => (language === "de" && later ? 0.01 : 0.04)));
    expect(answer.causes[0]?.slice).toEqual({ language: "de" });
    expect(answer.causes[0]?.interval[1]).toBeLessThan(0);
  });

  it("names two causes, and counts what they share once", () => {
    const answer = answerOf(
      cubeOf((language, model, later) => (later && (language === "fr" || model === "m3") ? 0.12 : 0.04)),
    );
    const named = answer.causes.filter((cause) => cause.named);
    expect(named.map(({ slice }) => slice)).toEqual(
      expect.arrayContaining([{ language: "fr" }, { model: "m3" }]),
    );
    expect(named).toHaveLength(2);
    // 6 of 12 cells rose by 160 counts each.
    expect(named.reduce((sum, { excess }) => sum + excess, 0)).toBeCloseTo(960, -1);
  });

  it("tells a mix shift from a change of rates", () => {
    const answer = answerOf(
      cubeOf(
        (language) => (language === "fr" ? 0.2 : 0.04),
        (language, later) => (language === "fr" && later ? 6000 : 2000),
      ),
    );
    expect(answer.verdict).toBe("mix-shift");
    expect(answer.split.rate).toBeCloseTo(0, 12);
    expect(answer.split.mix).toBeCloseTo(answer.split.change, 12);
    expect(answer.causes.every(({ named, score }) => !named && score <= 0)).toBe(true);
  });

  it("says that everything changed alike", () => {
    expect(answerOf(cubeOf((_, __, later) => (later ? 0.08 : 0.04))).verdict).toBe("everywhere");
  });

  it("says that nothing changed, and lists candidates all the same", () => {
    const answer = answerOf(
      cubeOf((language, model, later) => (later && language === "es" && model === "m1" ? 0.041 : 0.04)),
    );
    expect(answer.verdict).toBe("no-evidence");
    expect(answer.causes.length).toBeGreaterThanOrEqual(5);
    expect(answer.causes.some(({ named }) => named)).toBe(false);
    expect(answer.causes[0]?.slice).toEqual({ language: "es", model: "m1" });
  });

  it("lists scores that fall, named causes above 0 and candidates at most 0", () => {
    const scores = answerOf(simulatedCube(3, { causes: 2 }).cube).causes;
    const values = scores.map(({ score }) => score);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(scores.every(({ named, score }) => named === score > 0)).toBe(true);
  });

  it("adds up over cells and over each dimension to 1e-12", () => {
    const { split, dimensions } = answerOf(simulatedCube(5, { causes: 1, mixShift: true }).cube);
    for (const { mix, rate, change } of [split, ...dimensions]) {
      expect(Math.abs(mix + rate - change)).toBeLessThan(1e-12);
      expect(Math.abs(change - split.change)).toBeLessThan(1e-12);
    }
    expect(dimensions).toHaveLength(4);
  });

  it("does not name a slice that moves as much between periods when nothing is the matter", () => {
    const rates = [0.04, 0.12, 0.03, 0.1, 0.02, 0.11];
    const rowsAt = (order: number, ofFrench: number) =>
      languages.flatMap((language) =>
        models.map((model) => {
          const rate = language === "fr" ? ofFrench : 0.05;
          return { values: [language, model], order, total: 2000, count: 2000 * rate };
        }),
      );
    const restless = rates.flatMap((rate, order) => rowsAt(order, rate));
    const quiet = rates.flatMap((_, order) => rowsAt(order, 0.07));
    const verdictOf = (history: typeof restless) => {
      const cube = changeCube(["language", "model"], { from: history, to: rowsAt(6, 0.12) });
      return analyseChange(cube, { history }).verdict;
    };
    expect(verdictOf(quiet)).toBe("cause");
    expect(verdictOf(restless)).toBe("no-evidence");
  });

  it("refuses where counts exceed units", () => {
    const rows = [{ values: ["fr"], count: 5, total: 4 }];
    const cube = changeCube(["language"], { from: [{ values: ["fr"], count: 1, total: 9 }], to: rows });
    expect(analyseChange(cube)).toEqual({ verdict: "logging-fault", residual: { cells: 1, surplus: 1 } });
  });

  it("throws where a window has no units", () => {
    const rows = [{ values: ["fr"], count: 1, total: 4 }];
    expect(() => analyseChange(changeCube(["language"], { from: rows, to: [] }))).toThrow(
      "Expected `cube` to hold units in both windows",
    );
  });

  it("takes a dimension of nulls and one of 10,000 values", () => {
    const rows = (later: boolean): CubeRow[] =>
      Array.from({ length: 10_000 }, (_, i) => ({
        values: [null, `v${i}`, i % 2 === 0 ? "even" : "odd"],
        total: 20,
        count: later && i % 2 === 0 ? 4 : 1,
      }));
    const cube = changeCube(["none", "id", "parity"], { from: rows(false), to: rows(true) });
    expect(answerOf(cube).causes[0]?.slice).toEqual({ parity: "even" });
  });
});

describe("analyseChange() of simulated cubes, 8 × 10 × 6 × 3", () => {
  const seeds = Array.from({ length: 12 }, (_, i) => i + 1);
  const nameOf = (slice: object): string =>
    Object.entries(slice)
      .map(([dimension, value]) => `${dimension}=${value}`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join();

  it.each([
    { causes: 1, mixShift: false, least: 0.93 },
    { causes: 1, mixShift: true, least: 0.93 },
    { causes: 2, mixShift: true, least: 0.9 },
  ])("$causes cause(s), mix shift $mixShift: F1 of at least $least", ({ least, ...options }) => {
    let [right, named, planted] = [0, 0, 0];
    for (const seed of seeds) {
      const { cube, truth } = simulatedCube(seed, options);
      const names = answerOf(cube)
        .causes.filter((cause) => cause.named)
        .map(({ slice }) => nameOf(slice));
      right += truth.filter((slice) => names.includes(nameOf(slice))).length;
      [named, planted] = [named + names.length, planted + truth.length];
    }
    expect((2 * right) / (named + planted)).toBeGreaterThanOrEqual(least);
  });

  it("names no cause of a mix shift alone", () => {
    for (const seed of seeds) {
      const { causes } = answerOf(simulatedCube(seed, { causes: 0, mixShift: true }).cube);
      expect(causes.filter(({ named }) => named)).toEqual([]);
    }
  });
});
