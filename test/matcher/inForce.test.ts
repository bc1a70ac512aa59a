import { expect, test } from "vitest";
import { hasValidity, isInForce } from "../../src/matcher/inForce.js";

const open = { validFrom: null, validTo: null };

test.each([
  [open, 5, true],
  [{ validFrom: 5, validTo: null }, 4, false],
  [{ validFrom: 5, validTo: null }, 5, true],
  [{ validFrom: null, validTo: 5 }, 4, true],
  [{ validFrom: null, validTo: 5 }, 5, false],
  [{ validFrom: 3, validTo: 5 }, 2, false],
  [{ validFrom: 3, validTo: 5 }, 3, true],
  [{ validFrom: 3, validTo: 5 }, NaN, true],
  [{ validFrom: 0, validTo: null }, -1, false],
])("isInForce(%o, %d) is %s: from inclusive, to exclusive, always without a time", (term, at, expected) => {
  expect(isInForce(term, at)).toBe(expected);
});

test("hasValidity(term) is true with either bound, 0 too", () => {
  expect(hasValidity(open)).toBe(false);
  expect(hasValidity({ validFrom: 0, validTo: null })).toBe(true);
  expect(hasValidity({ validFrom: null, validTo: 0 })).toBe(true);
});
