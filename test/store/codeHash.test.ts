import { expect, test } from "vitest";
import { hashCode } from "../../loaders/store/codeHash.js";

// `test/fixtures` holds nothing but code, `data/davidson/packages` nothing but data.

test("hashCode() hashes code, and every other file only when told to", async () => {
  const [code, data] = ["test/fixtures", "data/davidson/packages"];
  expect(await hashCode([code], { every: true })).toBe(await hashCode([code]));
  expect(await hashCode([code, data])).toBe(await hashCode([code]));
  expect(await hashCode([code, data], { every: true })).not.toBe(await hashCode([code]));
});
