import { expect, test } from "vitest";
import { ageAt } from "../../src/replay/termAge.js";

test.each([
  ["2024-02-29", "before"],
  ["2024-03-01", "first30"],
  ["2024-03-30", "first30"],
  ["2024-03-31", "to90"],
  ["2024-05-29", "to90"],
  ["2024-05-30", "later"],
])("ageAt(%s) of a term released at noon of 1 March is %s", (day, age) => {
  expect(ageAt(Date.parse(day), Date.UTC(2024, 2, 1, 12))).toBe(age);
});
