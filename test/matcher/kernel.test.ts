import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Matcher } from "../../src/matcher/compilePackage.js";
import { compilePackage, openMatcher } from "../../src/matcher/compilePackage.js";
import { classSalt, multiply0, multiply1, multiply2 } from "../../src/matcher/kernel/assembly/layout.js";
import { termIdsOf } from "../../src/matcher/kernel/ids.js";
import { openKernel } from "../../src/matcher/kernel/kernel.js";
import { wasmText } from "../../src/matcher/kernel/wasmBytes.js";
import { wasmSessions } from "../../src/matcher/kernel/wasmKernel.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import type { Hits, ScanOptions } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { naiveScan, sortedHits, sortedRows } from "./naiveScan.js";
import { rowsOf, term } from "./terms.js";

const wasm = openKernel({ only: "wasm" });
const typescript = openKernel({ only: "typescript" });

/** The hits of both kernels, which must be the same to the last bit. */
function scanBoth(matcher: Matcher, column: Utf8Column, options: ScanOptions = {}): Hits {
  if (wasm === undefined || typescript === undefined) throw new TypeError("Expected both kernels, got one");
  const hits = scan(matcher, column, { ...options, kernel: wasm });
  expect(scan(matcher, column, { ...options, kernel: typescript })).toEqual(hits);
  return hits;
}

function canonicalColumn(texts: readonly string[]): Utf8Column {
  return normaliseColumn(utf8Column(texts)).canonical;
}

const letters = fc.constantFrom(
  ...Array.from("abA1_ -#éßﬁд李梅ひカーกລက𝔄😀자\u0303\u0301\u200d\u00ad\ud800"),
);
const flags = fc.constantFrom<Term["match"]>("word", "prefix", "substring");

function textOf(maxLength: number): fc.Arbitrary<string> {
  return fc.array(letters, { maxLength }).map((parts) => parts.join(""));
}

describe("scan(matcher, column, {kernel}): WebAssembly = TypeScript = naive search", () => {
  test("on short terms and texts of all kinds of characters", () => {
    const terms = fc.array(fc.tuple(textOf(5), flags), { maxLength: 8 });
    fc.assert(
      fc.property(terms, fc.array(textOf(30), { maxLength: 5 }), (pairs, texts) => {
        const list = pairs.map(([raw, match]) => term(raw, { match }));
        const column = canonicalColumn(texts);
        const hits = scanBoth(compilePackage(list), column);
        expect(sortedHits(hits)).toEqual(sortedRows(naiveScan(list, column)));
      }),
      { numRuns: 8000, seed: 17 },
    );
  });

  test("on terms that share long prefixes, and are prefixes of one another", () => {
    const tail = fc.array(fc.constantFrom("a", "b", "李"), { maxLength: 9 }).map((parts) => parts.join(""));
    const start = fc.constantFrom("", "ab", "abababababab", "abababababababababababab");
    const raw = fc.tuple(start, tail).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.uniqueArray(raw, { minLength: 20, maxLength: 40 }),
        fc.array(raw, { minLength: 1, maxLength: 9 }),
        (raws, texts) => {
          const list = raws.map((value) => term(value, { match: "substring" }));
          const column = canonicalColumn([texts.join("a"), texts.join(""), ...texts]);
          const hits = scanBoth(compilePackage(list), column, { maxHitsPerTerm: 10_000 });
          expect(sortedHits(hits)).toEqual(sortedRows(naiveScan(list, column)));
        },
      ),
      { numRuns: 1000, seed: 19 },
    );
  });

  test("on terms whose hashes were made to fall into one slot", () => {
    const slotOf = (raw: string, number: number): number => {
      const words = new Int32Array(Uint8Array.from(raw.padEnd(12, "\0"), (c) => c.charCodeAt(0)).buffer);
      const [a = 0, b = 0, c = 0] = words;
      const sum = Math.imul(a, multiply0) + Math.imul(b, multiply1) + Math.imul(c, multiply2);
      return (sum + Math.imul(number, classSalt)) >>> 26;
    };
    const inSlot = (length: number, number: number): string[] =>
      Array.from({ length: 4000 }, (_, i) => `plum${i * 7919}figs`.padEnd(length, "pear").slice(0, length))
        .filter((raw) => slotOf(raw, number) === 5)
        .slice(0, 30);
    const raws = [...new Set([...inSlot(8, 0), ...inSlot(12, 1)])];
    const list = raws.map((raw) => term(raw, { match: "substring" }));
    expect(raws.length).toBeGreaterThan(32);
    const column = canonicalColumn(raws.map((raw) => `${raw} ${raw.slice(1)}x${raw}`));
    const hits = scanBoth(compilePackage(list), column);
    expect(sortedHits(hits)).toEqual(sortedRows(naiveScan(list, column)));
  });

  test("on bytes that are no UTF-8, without a naive answer", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 });
    const matchers = (["word", "prefix", "substring"] as const).map((match) =>
      compilePackage(["a", "é", "李", "ab", "a b", "\u0303"].map((raw) => term(raw, { match }))),
    );
    fc.assert(
      fc.property(bytes, fc.nat(80), (data, cut) => {
        const middle = Math.min(cut, data.length);
        const column = { bytes: data, offsets: Int32Array.of(0, middle, data.length) };
        for (const matcher of matchers) scanBoth(matcher, column);
      }),
      { numRuns: 1000, seed: 23 },
    );
  });

  test("hits come in order, whatever the lengths of the terms at one place", () => {
    const list = Array.from({ length: 60 }, (_, i) => term("ab".repeat(i + 1), { match: "substring" }));
    const rows = rowsOf(scanBoth(compilePackage(list), canonicalColumn(["ab".repeat(70)])));
    const positions = rows.map(([, , start = 0, end = 0]) => start * 1000 + end);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(rows.length).toBe(60 * 70 - (59 * 60) / 2);
  });
});

describe("scan(matcher, column): sizes", () => {
  test("a column that does not start at 0 and is longer than a chunk has the hits of its records", () => {
    const record = `${"x".repeat(997)} plum 梅`;
    const column = canonicalColumn(["plum plum", "", ...Array.from({ length: 3000 }, () => record), ""]);
    const part = { bytes: column.bytes, offsets: column.offsets.subarray(1) };
    const hits = scanBoth(
      compilePackage([term("plum"), term("梅"), term("x p", { match: "substring" })]),
      part,
    );
    expect(hits.record.length).toBe(9000);
    expect(rowsOf(hits).slice(0, 3)).toEqual([
      [1, 2, 996, 999],
      [1, 0, 998, 1002],
      [1, 1, 1003, 1006],
    ]);
  });

  test("a term that lies over the end of a chunk is found", () => {
    const long = "plum ".repeat(60_000).trim();
    const text = `${"y ".repeat(2 ** 19 - 3)}${long} plum`;
    const hits = scanBoth(compilePackage([term(long), term("plum")]), canonicalColumn([text]), {
      maxHitsPerTerm: 1e6,
    });
    expect(hits.record.length).toBe(60_003);
  });

  test("a record of 100 MB with a million hits is cut after 100 of a term, and named once", () => {
    const bytes = new Uint8Array(1e8).fill(0x20);
    for (let i = 0; i < 1e6; i++) bytes[i * 90] = 0x61;
    const column = { bytes, offsets: Int32Array.of(0, bytes.length) };
    const hits = scan(compilePackage([term("a"), term("b")]), column);
    expect(hits.record.length).toBe(100);
    expect(hits.truncated).toEqual({ record: Int32Array.of(0), term: Int32Array.of(0) });
  });

  test("a million hits of a term of one byte side by side, all kept", () => {
    const column = utf8Column(["a".repeat(1e6)]);
    const matcher = compilePackage([term("a", { match: "substring" }), term("aa")]);
    const hits = scan(matcher, column, { maxHitsPerTerm: 2e6 });
    expect([hits.record.length, hits.end.at(-1)]).toEqual([1e6, 1e6]);
  });

  test("100,000 terms that share twelve bytes have the hits of the naive search", () => {
    const raws = Array.from(
      { length: 100_000 },
      (_, i) => `shared prefix${((i * 7919) % 100_003).toString(36)}`,
    );
    const list = raws.map((raw) => term(raw));
    const texts = raws.filter((_, i) => i % 997 === 0).map((raw, i) => `see ${raw}, ${raw}é ${raws[i]}`);
    const column = canonicalColumn(texts);
    const found = sortedHits(scanBoth(compilePackage(list), column));
    const few = list.map((one, i) => (i % 997 === 0 || i < texts.length ? one : term("")));
    expect(found).toEqual(sortedRows(naiveScan(few, column)));
  });
});

describe("compilePackage(terms).buffer", () => {
  const terms = [term("plum", { languages: ["de"] }), term("Pear", { policies: ["x"] }), term("plum")];

  test("is the same bytes for the same terms, and others for others", () => {
    const bytes = new Uint8Array(compilePackage(terms).buffer);
    expect(new Uint8Array(compilePackage(terms).buffer)).toEqual(bytes);
    expect(new Uint8Array(compilePackage(terms.toReversed()).buffer)).not.toEqual(bytes);
  });

  test("works as shared memory and after a transfer", () => {
    const matcher = compilePackage(terms);
    const column = utf8Column(["plum pear"]);
    const expected = scanBoth(matcher, column);
    const shared = new SharedArrayBuffer(matcher.buffer.byteLength);
    new Uint8Array(shared).set(new Uint8Array(matcher.buffer));
    expect(scanBoth(openMatcher(shared), column)).toEqual(expected);
    const { buffer } = matcher;
    if (buffer instanceof ArrayBuffer) {
      expect(scanBoth(openMatcher(structuredClone(buffer, { transfer: [buffer] })), column)).toEqual(
        expected,
      );
    }
    expect(buffer.byteLength).toBe(0);
  });

  test("takes at most 64 bytes a term, ids and texts of 16 bytes included", () => {
    const list = Array.from({ length: 20_000 }, (_, i) => term(`plum pear ${100_000 + i * 7}`));
    expect(compilePackage(list).buffer.byteLength / list.length).toBeLessThanOrEqual(64);
  });

  test.each([[["0123456789abcdef", "ffffffffffffffff"]], [["t1", "ÄÖ"]], [[]]])("holds the ids %j", (ids) => {
    expect(termIdsOf(compilePackage(ids.map((termId) => term("plum", { termId }))))).toEqual(ids);
  });

  test.each([0, 2047, 2048, 4999])(
    "holds the ids of 5,000 terms where that of term %d is no hexadecimal one",
    (long) => {
      const ids = Array.from({ length: 5000 }, (_, i) => i.toString(16).padStart(i === long ? 17 : 16, "0"));
      const matcher = compilePackage(ids.map((termId) => term(`plum ${termId}`, { termId })));
      expect(termIdsOf(matcher)).toEqual(ids);
    },
  );

  test("openMatcher(buffer) refuses other bytes", () => {
    expect(() => openMatcher(new ArrayBuffer(400))).toThrow(
      new TypeError("Expected `buffer` to be a compiled package of version 2, got 400 other bytes"),
    );
  });
});

describe("openKernel()", () => {
  test("takes WebAssembly where it runs", () => {
    expect([openKernel().name, wasm?.name, typescript?.name]).toEqual(["wasm", "wasm", "typescript"]);
  });

  test("has no WebAssembly where that is refused", () => {
    vi.stubGlobal("WebAssembly", undefined);
    try {
      expect(wasmSessions()).toBe(undefined);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("holds what build.mjs makes of the source", async () => {
    const { compileKernel } = await import("../../src/matcher/kernel/build.mjs");
    expect(wasmText.replaceAll("\n", "")).toBe(Buffer.from(await compileKernel()).toString("base64"));
  });
});
