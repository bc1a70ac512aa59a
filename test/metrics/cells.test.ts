import * as fc from "fast-check";
import { expect, test } from "vitest";
import { groupCells } from "../../src/metrics/cells.js";

const value = fc.constantFrom(null, "", "-", "1:a", "a", "a-", "1:a1:a");

test("groupCells(cube, by) puts cells together just when all their values are alike", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value)), (pairs) => {
      const cells = pairs.map(([a, b]) => ({ slice: { a, b } }));
      const groups = groupCells({ dimensions: ["a", "b"], cells }, ["a", "b"]);
      const distinct = new Map(cells.map(({ slice }) => [JSON.stringify(slice), slice]));
      expect(groups).toHaveLength(distinct.size);
      for (const { slice, cells: own } of groups) {
        expect(own).toEqual(cells.filter((cell) => JSON.stringify(cell.slice) === JSON.stringify(slice)));
      }
    }),
  );
});
