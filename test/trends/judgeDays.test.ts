import { describe, expect, it } from "vitest";
import { rateOf } from "../../src/metrics/rates.js";
import { groupDays } from "../../src/trends/dayGroups.js";
import { judgeDays } from "../../src/trends/judgeDays.js";
import { provisionalFrom } from "../../src/trends/provisional.js";
import { dailyCube, drawDays, times } from "./daily.js";

const fpr = { id: "fpr", numerator: ["fp"], denominator: ["fp", "tn"] };

function judged(shares: readonly number[], options: { good?: number; provisionalFrom?: string } = {}) {
  const cube = dailyCube([{ slice: {}, days: drawDays(shares, options.good ?? 200, 4) }]);
  const days = groupDays(cube, []).flatMap((group) =>
    group.days.map(({ day, cells }) => ({ day, rate: rateOf(cube, cells, fpr) })),
  );
  return judgeDays(days, { minN: 30, provisionalFrom: options.provisionalFrom });
}

describe("judgeDays(days, options)", () => {
  it("marks a day outside the limits of the others on each chart, and no other", () => {
    const found = judged([...times(40, 0.1), 0.4, ...times(5, 0.1)]);
    const out = found.filter(({ alarms }) => alarms.includes("limit"));
    expect(out.map(({ day }) => day)).toEqual(["2024-02-10"]);
    expect(out[0]?.alarms).toEqual(["limit", "drift", "weekday"]);
    expect(out[0]?.high).toBeLessThan(0.25);
  });

  it("never marks a day of few units, nor any while there are fewer than eleven", () => {
    expect(judged([...times(40, 0.1), 0.9], { good: 20 }).flatMap(({ alarms }) => alarms)).toEqual([]);
    const short = judged([...times(9, 0.1), 0.9]);
    expect(short.map(({ low, alarms }) => [low, alarms.length])).toEqual(
      times(10, 0).map(() => [undefined, 0]),
    );
  });

  it("gives provisional days no limits and no alarm, and learns nothing from them", () => {
    const settled = judged(times(40, 0.1));
    const found = judged([...times(40, 0.1), 0.9, 0.9], { provisionalFrom: "2024-02-10" });
    expect(found.slice(-2)).toMatchObject([
      { provisional: true, low: undefined, alarms: [] },
      { provisional: true, low: undefined, alarms: [] },
    ]);
    expect(found.slice(0, 40).map(({ high }) => high)).toEqual(settled.map(({ high }) => high));
  });
});

describe("groupDays(cube, by)", () => {
  it("fills days without data, the same days for each slice", () => {
    const cube = dailyCube([
      { slice: { policy: "jam" }, days: [{ good: 5, rejected: 1 }, undefined, { good: 3, rejected: 0 }] },
      { slice: { policy: "fruit" }, days: [undefined, { good: 1, rejected: 1 }] },
    ]);
    const shown = groupDays(cube, ["policy"]).map(({ slice, days }) => [
      slice["policy"],
      ...days.map(({ day, cells }) => `${day} ${cells.length}`),
    ]);
    expect(shown).toEqual([
      ["fruit", "2024-01-01 0", "2024-01-02 1", "2024-01-03 0"],
      ["jam", "2024-01-01 1", "2024-01-02 0", "2024-01-03 1"],
    ]);
    expect(groupDays({ ...cube, cells: [] }, ["policy"])).toEqual([]);
  });
});

describe("provisionalFrom(metric, asOf)", () => {
  it("is the first day that ended less than maturesAfter ago", () => {
    const asOf = Date.UTC(2024, 2, 1);
    expect(provisionalFrom({ maturesAfter: "2d" }, asOf)).toBe("2024-02-28");
    expect(provisionalFrom({ maturesAfter: "36h" }, asOf)).toBe("2024-02-28");
    expect(provisionalFrom({}, asOf)).toBeUndefined();
  });
});
