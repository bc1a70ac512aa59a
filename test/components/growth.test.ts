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
  expect(growthHtml({}, "chart").match(/<svg/g)).toHaveLength(2);
});
