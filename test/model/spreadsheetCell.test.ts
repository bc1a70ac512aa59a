import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardCell, unguardCell } from "../../src/model/spreadsheetCell.js";

describe("guardCell(text)", () => {
  it.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@sum", "'@sum"],
    ["\tx", "'\tx"],
    ["'=x", "''=x"],
    ["'quoted", "'quoted"],
    ["plain = text", "plain = text"],
    ["", ""],
  ])("%j → %j", (text, guarded) => {
    expect(guardCell(text)).toBe(guarded);
    expect(unguardCell(guarded)).toBe(text);
  });

  it("is undone by unguardCell, and never begins a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("'", "=", "-", "@", "\t", "a", " ")), (signs) => {
        const text = signs.join("");
        expect(unguardCell(guardCell(text))).toBe(text);
        expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
