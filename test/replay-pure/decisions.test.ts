import { describe, expect, it } from "vitest";
import { decisionsOf } from "../../src/replay/decisions.js";

describe("decisionsOf({size, hits, snapshots})", () => {
  it("rejects an item under each snapshot that holds any of its terms, in the order of release", () => {
    const decisions = decisionsOf({
      size: { items: 4, terms: 3 },
      hits: { items: [0, 1, 1, 2, 1], terms: [0, 0, 2, 1, 2] },
      snapshots: [[], [0], [1, 2], [0, 1, 2]],
    });
    expect(decisions).toEqual(["0101", "0111", "0011", "0000"]);
  });

  it("has an empty string per item without snapshots, and no items without items", () => {
    const hits = { items: [], terms: [] };
    expect(decisionsOf({ size: { items: 2, terms: 0 }, hits, snapshots: [] })).toEqual(["", ""]);
    expect(decisionsOf({ size: { items: 0, terms: 0 }, hits, snapshots: [[]] })).toEqual([]);
  });

  it("refuses a snapshot with a term that is not there", () => {
    const hits = { items: [], terms: [] };
    expect(() => decisionsOf({ size: { items: 1, terms: 2 }, hits, snapshots: [[2]] })).toThrow(
      "Expected `term` of a snapshot to be an integer from 0 to 1, got `2`",
    );
  });
});
