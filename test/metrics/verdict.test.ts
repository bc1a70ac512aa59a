import { describe, expect, it } from "vitest";
import { outcomeOf, truthStages } from "../../src/metrics/verdict.js";

describe("truthStages(scored)", () => {
  it("takes only later stages, best first, and neither disputes nor appeals", () => {
    expect(truthStages("auto")).toEqual(["gold", "ata", "qa", "human"]);
    expect(truthStages("human")).toEqual(["gold", "ata", "qa"]);
    expect(truthStages("qa")).toEqual(["gold", "ata"]);
    expect(truthStages("gold")).toEqual([]);
  });
});

describe("outcomeOf(rejected, truth)", () => {
  it("is positive when rejected and true when the truth agrees", () => {
    expect([outcomeOf(true, "violating"), outcomeOf(true, "good")]).toEqual(["tp", "fp"]);
    expect([outcomeOf(false, "violating"), outcomeOf(false, "good")]).toEqual(["fn", "tn"]);
    expect([outcomeOf(true, "unlabelled"), outcomeOf(false, "unlabelled")]).toEqual([
      "unlabelled",
      "unlabelled",
    ]);
  });
});
