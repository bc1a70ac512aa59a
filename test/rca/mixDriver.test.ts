import { expect, test } from "vitest";
import { mixDriver } from "../../src/rca/mixDriver.js";
import { mixRate } from "../../src/rca/mixRate.js";

/** Units of a value before and after, of which a share counts on both sides. */
const slice = (key: string, rate: number, [from, to]: readonly [number, number]) => ({
  key,
  from: { count: rate * from, total: from },
  to: { count: rate * to, total: to },
});
const driverOf = (...slices: ReturnType<typeof slice>[]) => mixDriver(mixRate(slices)?.parts ?? [])?.key;

test("mixDriver(parts) is the value that grew, also where one that gave way adds more to the mix", () => {
  const slices = [slice("a", 0.9, [500, 300]), slice("b", 0.3, [100, 460]), slice("c", 0.1, [400, 240])];
  expect(mixRate(slices)?.parts.toSorted((x, y) => x.mix - y.mix)[0]?.key).toBe("a");
  expect(driverOf(...slices)).toBe("b");
});

test("mixDriver(parts) is the value that shrank while the others took its place, and one that became all", () => {
  expect(
    driverOf(slice("a", 0.6, [500, 100]), slice("b", 0.2, [300, 540]), slice("c", 0.1, [200, 360])),
  ).toBe("a");
  expect(driverOf(slice("a", 0.6, [500, 1000]), slice("b", 0.2, [300, 0]), slice("c", 0.1, [200, 0]))).toBe(
    "a",
  );
  expect(mixDriver([])).toBeUndefined();
});
