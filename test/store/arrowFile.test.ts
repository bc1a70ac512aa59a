import { tableFromIPC } from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { arrowBytes } from "../../loaders/store/arrowFile.js";
import type { ArrowColumn } from "../../loaders/store/arrowFile.js";

/** The rows as a page's decoder reads them. */
function readBack(columns: Readonly<Record<string, ArrowColumn>>): unknown[] {
  return tableFromIPC(arrowBytes(columns), { useBigInt: false }).toArray();
}

describe("arrowBytes(columns)", () => {
  it("gives back texts, numbers and whole numbers", () => {
    const rows = readBack({
      word: { type: "text", values: ["wool", null, "wool"] },
      share: { type: "number", values: [0.5, 1, 0] },
      items: { type: "whole", values: [1, 2, 3] },
    });
    expect(rows).toEqual([
      { word: "wool", share: 0.5, items: 1 },
      { word: null, share: 1, items: 2 },
      { word: "wool", share: 0, items: 3 },
    ]);
  });

  it("can be read without a row", () => {
    expect(readBack({ word: { type: "text", values: [] }, items: { type: "whole", values: [] } })).toEqual(
      [],
    );
  });

  it("can be read without a text in any row", () => {
    expect(readBack({ word: { type: "text", values: [null, null] } })).toEqual([
      { word: null },
      { word: null },
    ]);
  });

  it("gives the same bytes for the same columns", () => {
    const columns = { word: { type: "text", values: ["wool"] } } as const;
    expect(arrowBytes(columns)).toEqual(arrowBytes(columns));
  });
});
