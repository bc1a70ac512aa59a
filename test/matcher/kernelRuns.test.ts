import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { openKernel } from "../../src/matcher/kernel/kernel.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import type { Hits } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { naiveScan, sortedHits, sortedRows } from "./naiveScan.js";
import { rowsOf, term } from "./terms.js";

describe.each(["wasm", "typescript"] as const)(
  "scan(matcher, column, {kernel: %s}): terms of runs",
  (only) => {
    const kernel = openKernel({ only }) ?? openKernel();

    function hitsOf(terms: readonly Term[], texts: readonly string[]): Hits {
      const { canonical } = normaliseColumn(utf8Column(texts));
      const hits = scan(compilePackage(terms), canonical, { kernel, maxHitsPerTerm: 1e6 });
      expect(sortedHits(hits)).toEqual(sortedRows(naiveScan(terms, canonical)));
      return hits;
    }

    test("hits of one place come by their end, whichever way each was found", () => {
      const terms = [
        term("plum pear"),
        term("plum p", { match: "substring" }),
        term("plum"),
        term("plum pear f", { match: "prefix" }),
        term("plum pear fig"),
        term("pl", { match: "substring" }),
      ];
      const hits = hitsOf(terms, ["a plum pear fig"]);
      expect(rowsOf(hits).map(([, , , end]) => end)).toEqual([4, 6, 8, 11, 13, 15]);
    });

    test("a phrase is found wherever the end of a block of 2,048 bytes falls into it", () => {
      const raws = [
        "plum",
        "plum pear",
        "plum pear fig",
        "plum pear fig lime",
        "pear",
        "größe",
        "größe 4ever",
      ];
      const text = "plum pear fig lime größe 4ever";
      const texts = Array.from({ length: 40 }, (_, i) => `${"-".repeat(2048 - i)}${text}`);
      const terms = raws.map((raw) => term(raw));
      for (const one of texts) expect(hitsOf(terms, [one]).record.length).toBe(raws.length);
    });

    test.each([0, 16, 32, 48])(
      "hits come once each where the room for them ends %i bytes further on",
      (more) => {
        // Longer than a chunk of 1 MB, and with so many hits that the kernel stops and goes on in the middle of blocks.
        const texts = [`${"-".repeat(more)}${"abcde".repeat(212_000)}`];
        const terms = ["a", "b", "c", "d", "bc"].map((raw) => term(raw, { match: "substring" }));
        const { canonical } = normaliseColumn(utf8Column(texts));
        const { start } = scan(compilePackage(terms), canonical, { kernel, maxHitsPerTerm: 1e7 });
        expect(start.length).toBe(5 * 212_000);
      },
    );

    test("a record's end ends a run, and the next record starts one", () => {
      const hits = hitsOf(
        [term("plum"), term("sauce"), term("plumsauce")],
        ["plum", "sauce", "", "plumsauce"],
      );
      expect(rowsOf(hits)).toEqual([
        [0, 0, 0, 4],
        [1, 1, 0, 5],
        [3, 2, 0, 9],
      ]);
    });

    test("on words and phrases of all lengths, bound at both ends, at the start and nowhere", () => {
      const word = fc
        .array(fc.constantFrom("a", "b", "ab", "é", "б", "9", "梅", "abababab"), {
          minLength: 1,
          maxLength: 4,
        })
        .map((parts) => parts.join(""));
      const phrase = fc
        .array(fc.tuple(word, fc.constantFrom(" ", "-", " #", "+")), { minLength: 1, maxLength: 5 })
        .map((parts) => parts.flat().join("").slice(0, -1));
      const terms = fc.array(
        fc.tuple(phrase, fc.constantFrom<Term["match"]>("word", "prefix", "substring")),
        {
          minLength: 1,
          maxLength: 30,
        },
      );
      fc.assert(
        fc.property(terms, fc.array(phrase, { minLength: 1, maxLength: 8 }), (pairs, texts) => {
          const list = pairs.map(([raw, match]) => term(raw, { match }));
          const rows = rowsOf(hitsOf(list, [...texts, texts.join(" "), ...pairs.map(([raw]) => `${raw} a`)]));
          const places = rows.map(([record = 0, , start = 0, end = 0]) => record * 1e6 + start * 1e3 + end);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }),
        { numRuns: 400, seed: 29 },
      );
    });
  },
);
