import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/matcher/canonical.js";
import type { Term } from "../../src/matcher/term.js";
import { allMatches, canonicalByDefinition, wordPattern } from "./byDefinition.js";
import { hitsOf, rowsOf, term } from "./terms.js";

describe("scan(matcher, column) equals the naive search", () => {
  const letters = fc.constantFrom(
    "a",
    "b",
    "A",
    "é",
    "ß",
    " ",
    "-",
    "_",
    "1",
    "李",
    "𝔄",
    "😀",
    "д",
    "\u0303",
    "ー",
  );
  const text = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(""));
  const flags = fc.constantFrom<Term["match"]>("word", "prefix", "substring");

  test("by one RegExp a term for words, on scripts that separate words", () => {
    const separating = text.map((value) => value.replaceAll("李", "ж"));
    fc.assert(
      fc.property(
        fc.array(separating, { maxLength: 6 }),
        fc.array(separating, { maxLength: 4 }),
        (raws, texts) => {
          expect(
            rowsOf(
              hitsOf(
                raws.map((raw) => term(raw)),
                texts,
              ),
            ).toSorted(byNumbers),
          ).toEqual(byRegExp(raws, texts));
        },
      ),
      { numRuns: 1000, seed: 3 },
    );
  });

  test("by indexOf and the boundary rule at every position, for every match", () => {
    const terms = fc.array(fc.tuple(text, flags), { maxLength: 6 });
    fc.assert(
      fc.property(terms, fc.array(text, { maxLength: 4 }), (pairs, texts) => {
        const found = rowsOf(
          hitsOf(
            pairs.map(([raw, match]) => term(raw, { match })),
            texts,
          ),
        );
        expect(found.toSorted(byNumbers)).toEqual(byIndexOf(pairs, texts));
      }),
      { numRuns: 3000, seed: 5 },
    );
  });

  test("with many terms that share their first letters", () => {
    const raws = Array.from({ length: 3000 }, (_, i) => `plum${(i * 7919) % 3000} tree${i % 5}`);
    const texts = raws.slice(0, 60).map((raw, i) => `${raw} and ${raws[i * 31]} x${raw}`);
    expect(
      rowsOf(
        hitsOf(
          raws.map((raw) => term(raw)),
          texts,
        ),
      ).toSorted(byNumbers),
    ).toEqual(byRegExp(raws, texts));
  });
});

function byRegExp(raws: readonly string[], texts: readonly string[]): number[][] {
  const rows: number[][] = [];
  const views = texts.map(canonicalByDefinition);
  for (const [index, raw] of raws.entries()) {
    const wanted = canonicalByDefinition(raw).trim();
    if (wanted === "") continue;
    const pattern = wordPattern(wanted);
    for (const [record, view] of views.entries()) {
      if (!view.includes(wanted)) continue;
      for (const span of allMatches(pattern, view)) rows.push([record, index, ...toBytes(view, span)]);
    }
  }
  return rows.toSorted(byNumbers);
}

/** A second oracle that knows the scripts without spaces. */
function byIndexOf(pairs: readonly [string, Term["match"]][], texts: readonly string[]): number[][] {
  const rows: number[][] = [];
  for (const [record, text] of texts.entries()) {
    const view = canonical(text);
    for (const [index, [raw, match]] of pairs.entries()) {
      const wanted = canonical(raw).trim();
      if (wanted === "") continue;
      for (let at = view.indexOf(wanted); at !== -1; at = view.indexOf(wanted, at + 1)) {
        const before = match === "substring" || !goesOn(view.slice(0, at), wanted);
        const after = match !== "word" || !goesOn(wanted, view.slice(at + wanted.length));
        if (before && after) rows.push([record, index, ...toBytes(view, [at, at + wanted.length])]);
      }
    }
  }
  return rows.toSorted(byNumbers);
}

function goesOn(left: string, right: string): boolean {
  const letter =
    "(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}])[\\p{L}\\p{M}\\p{N}_]";
  return new RegExp(`${letter}$`, "u").test(left) && new RegExp(`^${letter}`, "u").test(right);
}

function toBytes(view: string, [start, end]: readonly [number, number]): [number, number] {
  return [Buffer.byteLength(view.slice(0, start)), Buffer.byteLength(view.slice(0, end))];
}

function byNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
