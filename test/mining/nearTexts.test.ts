import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearPairs } from "../../src/mining/nearPairs.js";
import type { DecidedText } from "../../src/mining/nearPairs.js";
import { shinglesOf } from "../../src/mining/nearDuplicates.js";
import { nearTexts, sortedShingles } from "../../src/mining/nearTexts.js";
import { passageReader } from "../../src/mining/passages.js";
import { randomFrom } from "../../src/stats/random.js";

const passagesOf = passageReader();
const near = (...texts: readonly string[]) =>
  nearTexts(texts.map((text) => sortedShingles(text, passagesOf)));
const long = "we sell the very best plums and figs of the whole country to all of our dear friends for";

/** Texts of twenty to forty words, most of them with a few words of another one changed. */
function drawTexts(seed: number, count: number): string[] {
  const random = randomFrom(seed);
  const word = (): string => `w${random.integer(400)}`;
  const texts: string[][] = [];
  for (let at = 0; at < count; at++) {
    const source = texts[random.integer(Math.max(1, at))];
    const own =
      source === undefined || random.integer(3) === 0
        ? Array.from({ length: 20 + random.integer(21) }, word)
        : [...source];
    for (let change = random.integer(3); change > 0; change--) own[random.integer(own.length)] = word();
    texts.push(own);
  }
  return texts.map((words) => words.join(" "));
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = [...a].filter((one) => b.has(one)).length;
  return both / (a.size + b.size - both);
}

describe("nearTexts(shingles)", () => {
  test("gives texts that differ in numbers alone one set, and none to a text without a token", () => {
    const { setOf, pairs } = near(`${long} 10 coins`, "!", `${long} 9 coins`, "plum fig", "plum leaf");
    expect([...setOf]).toEqual([0, -1, 0, 1, 2]);
    expect(pairs).toEqual([]);
  });

  test("pairs two sets that share 4 in 5 shingles, and not two that share less", () => {
    const words = Array.from({ length: 20 }, (_, at) => `w${at}`);
    const atEnd = (changed: number): string =>
      [...words.slice(0, 20 - changed), ...words.slice(0, changed)].join(" ");
    // 18 shingles; the last two words changed are two others: 16 of 20 are shared, then 15 of 21
    expect(near(words.join(" "), atEnd(2)).pairs).toEqual([[0, 1]]);
    expect(near(words.join(" "), atEnd(3)).pairs).toEqual([]);
  });

  test("finds the pairs that comparing every two finds", () => {
    const texts = drawTexts(3, 400);
    const { setOf, pairs } = near(...texts);
    const sets = new Map(texts.map((text, at) => [setOf[at] ?? -1, shinglesOf(text, passagesOf(text))]));
    const every = [...sets].flatMap(([a, one], at) =>
      [...sets]
        .slice(at + 1)
        .flatMap(([b, other]) => (jaccard(one, other) >= 0.8 ? [[Math.min(a, b), Math.max(a, b)]] : [])),
    );
    expect(every.length).toBeGreaterThan(40);
    const order = (a: readonly number[], b: readonly number[]): number =>
      (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);
    expect(pairs.toSorted(order)).toEqual(every.toSorted(order));
  });
});

test("nearTexts(shingles) pairs a text of a large family with some hundred others alone", () => {
  const shared = Array.from({ length: 60 }, (_, at) => at);
  const family = Array.from({ length: 600 }, (_, at) => [...shared, 1000 + at]);
  const { pairs } = nearTexts(family);
  expect(pairs.length).toBeGreaterThan(600 * 90);
  expect(pairs.length).toBeLessThan(600 * 200); // every two are 179,700
  expect(new Set(pairs.map(String)).size).toBe(pairs.length);
});

describe("nearPairs(items, pairs)", () => {
  const pairs = [
    [0, 1],
    [1, 2],
  ] as const;

  test("counts pairs of one set and of alike sets, not those of one group or of two versions", () => {
    const item = (set: number, group: string | null, more: Partial<DecidedText> = {}): DecidedText => ({
      set,
      group,
      version: "1",
      violating: false,
      slice: { language: "en", market: set === 2 ? "FR" : "GB" },
      ...more,
    });
    const violating = true;
    const items = [
      item(0, "a", { violating }),
      item(0, "a"),
      item(1, "b"),
      item(2, null, { violating }),
      item(1, "b", { violating, version: "2" }),
      item(3, "c", { violating }),
    ];
    // a–b twice (one differs), b–null (differs); the two of a are duplicates, 0 and 2 are not alike, b of "2" is alone
    expect(nearPairs(items, pairs)).toEqual([
      { slice: { language: "en", market: null }, differing: 2, pairs: 3 },
    ]);
  });

  test("counts what comparing every two items counts", () => {
    const some = fc.record({
      set: fc.nat(4),
      group: fc.constantFrom("a", "b", "c", null),
      version: fc.constantFrom("1", "2"),
      violating: fc.boolean(),
      slice: fc.constant({}),
    });
    const alike = (a: number, b: number): boolean =>
      a === b || pairs.some(([one, other]) => one === Math.min(a, b) && other === Math.max(a, b));
    fc.assert(
      fc.property(fc.array(some, { maxLength: 14 }), (items) => {
        let [differing, count] = [0, 0];
        for (const [at, a] of items.entries())
          for (const b of items.slice(at + 1)) {
            if (!alike(a.set, b.set) || a.version !== b.version || (a.group !== null && a.group === b.group))
              continue;
            count++;
            if (a.violating !== b.violating) differing++;
          }
        const found = nearPairs(items, pairs);
        expect(found.reduce((sum, one) => sum + one.pairs, 0)).toBe(count);
        expect(found.reduce((sum, one) => sum + one.differing, 0)).toBe(differing);
      }),
    );
  });
});
