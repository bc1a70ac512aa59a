import { describe, expect, it } from "vitest";
import { formatCount, formatInterval, formatPoints, formatShare } from "../../src/metrics/format.js";

describe("formatShare(share)", () => {
  it.each([
    [0.7768, "77.7 %"],
    [0, "0.0 %"],
    [1, "100.0 %"],
    [0.0004, "< 0.1 %"],
    [0.0005, "0.1 %"],
    [0.9996, "> 99.9 %"],
    [0.9994, "99.9 %"],
    [0.0145, "1.5 %"],
    [undefined, "no data"],
  ])("formatShare(%s) is %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe("formatPoints(difference)", () => {
  it.each([
    [0.12, "+12.0 points"],
    [-0.004, "−0.4 points"],
    [0, "0.0 points"],
    [-0.0001, "0.0 points"],
    [undefined, "no data"],
  ])("formatPoints(%s) is %s", (difference, text) => {
    expect(formatPoints(difference)).toBe(text);
  });
});

describe("formatCount(count)", () => {
  it.each([
    [22254, "22,254"],
    [999, "999"],
    [1000, "1,000"],
    [1234567, "1,234,567"],
    [-1234, "−1,234"],
    [1234.5678, "1,234.6"],
    [0, "0"],
    [undefined, "no data"],
  ])("formatCount(%s) is %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

describe("formatInterval(interval)", () => {
  it("has one unit for both ends", () => {
    expect(formatInterval([0.7712, 0.7821])).toBe("77.1–78.2 %");
    expect(formatInterval([0, 1])).toBe("0.0–100.0 %");
    expect(formatInterval(undefined)).toBe("no data");
  });
});
