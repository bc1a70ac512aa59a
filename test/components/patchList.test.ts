import { JSDOM } from "jsdom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patchList } from "../../src/components/whatIf/patchList.js";

/** A list whose items are a key and a number; `drawn` lists the keys that were drawn. */
function listOf() {
  const { document } = new JSDOM("<ul><li>head</li></ul>").window;
  const holder = document.body.firstElementChild ?? document.body;
  holder.replaceChildren();
  const drawn: string[] = [];
  const show = patchList<readonly [string, number], HTMLElement>(holder, {
    keyOf: ([key]) => key,
    draw: ([key, number]) => {
      drawn.push(key);
      const item = document.createElement("li");
      item.textContent = `${key}${number}`;
      return item;
    },
    refresh: (item, [key, number]) => {
      item.textContent = `${key}${number}`;
    },
  });
  return {
    drawn,
    show: (items: readonly (readonly [string, number])[]) => {
      show(items);
      return [...holder.children].map(({ textContent }) => textContent);
    },
  };
}

describe("patchList(holder, drawing)(items)", () => {
  test("draws what is new between the items that stay, and refreshes these", () => {
    const { drawn, show } = listOf();
    show([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    drawn.length = 0;
    const shown = show([
      ["a", 1],
      ["x", 2],
      ["b", 3],
      ["c", 4],
    ]);
    expect(shown).toEqual(["a1", "x2", "b3", "c4"]);
    expect(drawn).toEqual(["x"]);
  });

  test("does not take one item for two where equal keys are repeated", () => {
    const { drawn, show } = listOf();
    show([
      ["a", 1],
      ["a", 2],
    ]);
    drawn.length = 0;
    expect(show([["a", 1]])).toEqual(["a1"]);
    expect(
      show([
        ["a", 1],
        ["a", 2],
        ["a", 3],
      ]),
    ).toEqual(["a1", "a2", "a3"]);
    expect(drawn).toEqual(["a", "a"]);
  });

  test("shows each list as it is, whatever was shown before", () => {
    const items = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(9)), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(items, { maxLength: 5 }), (lists) => {
        const { show } = listOf();
        for (const list of lists) {
          expect(show(list)).toEqual(list.map(([key, number]) => `${key}${number}`));
        }
        expect(show([])).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
