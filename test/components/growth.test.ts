import { expect, test } from "vitest";
import type { PackageGrowth } from "../../src/model/packageGrowth.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const data = await smallData();

function growthHtml(growth: Partial<PackageGrowth>, fence: "table" | "chart"): string {
  return drawn({ ...data, growth: { ...data.growth, ...growth } }, { fence, line: "growth" });
}

test("table growth and chart growth say what is missing where nothing is known", () => {
  for (const fence of ["table", "chart"] as const)
    expect(growthHtml({ source: null }, fence)).toContain("it takes two releases with times, or a log");
});

test("table growth says of snapshots what they cannot tell", () => {
  const html = growthHtml({ source: "snapshots", bulk: null, promotions: null }, "table");
  expect(html.match(/Not told by snapshots/g)).toHaveLength(2);
});

test("chart growth has one panel without bulk changes and two with some", () => {
  expect(growthHtml({ bulk: null }, "chart").match(/<svg/g)).toHaveLength(1);
  const none = { releases: 0, added: 0, removed: 0 };
  expect(growthHtml({ bulk: none }, "chart").match(/<svg/g)).toHaveLength(1);
  expect(growthHtml({}, "chart").match(/<svg/g)).toHaveLength(2);
});

test("chart growth counts the months in which something was released, and not those between", () => {
  const [first] = data.growth.months;
  expect(growthHtml({}, "chart")).toContain("removed in 3 months with a release");
  expect(growthHtml({ months: first === undefined ? [] : [first] }, "chart")).toContain(
    "removed in 1 month with a release",
  );
});

test("table growth tells lengths in days, hours or minutes, and of none a dash", () => {
  const html = growthHtml({ daysBetween: [1 / 24, 1.5, 2] }, "table");
  expect(html).toContain("36.0 hours");
  expect(html).toContain("half of them lie between 60 minutes and 2.0 days");
  expect(growthHtml({ daysBetween: null }, "table")).toMatch(
    /From one to the next<\/td><td class="number">–</,
  );
});
