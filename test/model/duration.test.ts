import { expect, test } from "vitest";
import { parseDurationMs } from "../../src/model/duration.js";

test("parseDurationMs() reads minutes, hours and days", () => {
  expect(parseDurationMs("90m")).toBe(5_400_000);
  expect(parseDurationMs("36h")).toBe(129_600_000);
  expect(parseDurationMs("7d")).toBe(604_800_000);
});

test.each(["", "24", "h", "0h", "1.5h", "-1h", "1w", "24 h", "1h30m"])(
  "parseDurationMs(%j) is undefined",
  (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  },
);
