import { expect, test } from "vitest";
import { formatTime, isTimeWithoutZone, parseTime, zoneOffsetMs } from "../../src/model/time.js";

const second = 1_000;

test.each([
  ["1970-01-01T00:00:01Z", second],
  ["1970-01-01 00:00:01Z", second],
  ["1970-01-01T00:00Z", 0],
  ["1970-01-01T01:00:01+01:00", second],
  ["1969-12-31T19:00:01-0500", second],
  ["1970-01-01T00:00:01.5Z", 1_500],
  ["1970-01-01T00:00:01,1239Z", 1_123],
  ["2024-02-29T00:00:00Z", 1_709_164_800_000],
])("parseTime(%j) is %i", (text, expected) => {
  expect(parseTime(text)).toBe(expected);
});

test.each([
  "",
  "1970-01-01",
  "1970-01-01T00:00:00",
  "2023-02-29T00:00:00Z",
  "2024-13-01T00:00:00Z",
  "2024-01-01T24:00:00Z",
  "2024-01-01T00:00:60Z",
  "0",
  "yesterday",
])("parseTime(%j) is undefined", (text) => {
  expect(parseTime(text)).toBeUndefined();
});

test("parseTime() uses the zone that is given only where the text has none", () => {
  expect(parseTime("1970-01-01T01:00:00", "+01:00")).toBe(0);
  expect(parseTime("1970-01-01T01:00:00Z", "+01:00")).toBe(3_600_000);
});

test("isTimeWithoutZone() is true only for a whole time without a zone", () => {
  expect(["1970-01-01T00:00:00", "1970-01-01T00:00:00Z", "1970-01-01"].map(isTimeWithoutZone)).toEqual([
    true,
    false,
    false,
  ]);
});

test("zoneOffsetMs() knows UTC and offsets up to 18 hours", () => {
  expect(["UTC", "Z", "+05:30", "-0100", "-00:00"].map(zoneOffsetMs)).toEqual([
    0, 0, 19_800_000, -3_600_000, 0,
  ]);
  expect(["CET", "+19:00", "+01:60", ""].map(zoneOffsetMs)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("formatTime() leaves whole seconds without milliseconds", () => {
  expect([formatTime(0), formatTime(1_500)]).toEqual(["1970-01-01T00:00:00Z", "1970-01-01T00:00:01.500Z"]);
});
