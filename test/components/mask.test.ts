import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskTerm, maskText, maskedTerm } from "../../src/components/mask.js";
import { elementsOf } from "../../src/components/element.js";
import { document } from "./drawn.js";

describe("maskTerm()", () => {
  test("keeps the first letter of each word and its length", () => {
    expect(maskTerm("plum")).toBe("p•••");
    expect(maskTerm("fig  tree")).toBe("f••  t•••");
    expect(maskTerm("a fig")).toBe("• f••");
    expect(maskTerm("слива")).toBe("с••••");
    expect(maskTerm("李子树")).toBe("李••");
    expect(maskTerm("🍑🍑")).toBe("🍑•");
    expect(maskTerm("")).toBe("");
  });

  test("of the hash of an image keeps the first digit alone", () => {
    expect(maskTerm("3C".repeat(32))).toBe("3•••••••••••…");
    expect(maskTerm("3c".repeat(31))).toBe(`3${"•".repeat(61)}`);
  });

  test("shows at most the first character of a word, and never a word of one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (term) => {
        const words = [...term.matchAll(/\S+/gu)].map(([word]) => Array.from(word));
        const shown = [...maskTerm(term).matchAll(/\S+/gu)].map(([word]) => Array.from(word));
        expect(shown.map((word) => word.length)).toEqual(words.map((word) => word.length));
        for (const [index, word] of shown.entries()) {
          expect(word.slice(1).every((character) => character === "•")).toBe(true);
          expect(word[0]).toBe(word.length === 1 ? "•" : words[index]?.[0]);
        }
      }),
    );
  });
});

describe("maskText()", () => {
  test("hides letters, marks and digits of every script, and keeps spaces and punctuation", () => {
    expect(maskText("A plum, 2 figs!\nСлива: ٣ e\u0301")).toBe("• ••••, • ••••!\n•••••: • ••");
  });

  test("leaves no letter, mark or digit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const masked = maskText(text);
        expect(masked).not.toMatch(/[\p{L}\p{M}\p{N}]/u);
        expect(Array.from(masked)).toHaveLength(Array.from(text).length);
      }),
    );
  });
});

test("maskedTerm() holds both forms, the plain one in a direction of its own", () => {
  expect(maskedTerm(elementsOf(document), "plum").outerHTML).toBe(
    '<span class="masked"><span class="masked-dots">p•••</span><span class="masked-plain" dir="auto">plum</span></span>',
  );
});
