import { expect, test } from "vitest";
import { sayOnce } from "../../src/components/sayOnce.js";

const qa = "This data holds no events of QA: table review_event, stage qa.";
const appeals = "This needs appeals, which this workspace does not have.";

test("sayOnce() tells a lack once, nothing right behind it, and further on that it was said above", () => {
  const says = sayOnce();
  const above = "This lacks the same as a block above.";
  expect(says(qa, false)).toBe(qa);
  expect(says(qa, true)).toBe("");
  expect(says(undefined, true)).toBeUndefined();
  expect(says(qa, true)).toBe(above);
  expect(says(qa, false)).toBe(above); // something stands between
  expect(says(appeals, false)).toBe(appeals);
  expect(says(qa, true)).toBe(above);
});

test("sayOnce() leaves what is about the block alone as it is", () => {
  const says = sayOnce();
  expect([says("No data with these choices.", false), says("No data with these choices.", true)]).toEqual([
    "No data with these choices.",
    "No data with these choices.",
  ]);
});
