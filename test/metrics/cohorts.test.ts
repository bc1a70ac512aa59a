import { expect, it } from "vitest";
import { shownCohorts } from "../../src/metrics/cohorts.js";

it("shownCohorts(sizes) are those of 5 people or more", () => {
  const sizes = [
    { cohort: "north", people: 5 },
    { cohort: "east", people: 4 },
    { cohort: "west", people: 9 },
    { cohort: null, people: 3 },
  ];
  expect(shownCohorts(sizes)).toEqual(["north", "west"]);
  expect(shownCohorts([])).toEqual([]);
});

it("shownCohorts(sizes) leave the smallest out where the others would be fewer than 5 by themselves", () => {
  const sizes = [
    { cohort: "north", people: 6 },
    { cohort: "east", people: 4 },
    { cohort: "west", people: 9 },
  ];
  expect(shownCohorts(sizes)).toEqual(["west"]);
  expect(shownCohorts(sizes.slice(0, 2))).toEqual([]);
});
