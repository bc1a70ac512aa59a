import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findHashes, hashIndex } from "../../../src/matcher/hashes/hashIndex.js";
import { hashColumn, hashDistance, parseHash } from "../../../src/matcher/hashes/pdqHash.js";
import { findVideos, videoIndex } from "../../../src/matcher/hashes/videoIndex.js";
import { matchVideo, parseFrames, toVideo } from "../../../src/matcher/hashes/video.js";

const data = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const images = join(data, "images-pdq");
const videos = join(data, "video-vpdq");

function hash(text: string): Int32Array {
  return parseHash(text) ?? new Int32Array(0);
}

const bitsOfDigit = Array.from({ length: 16 }, (_, digit) => digit.toString(2).replaceAll("0", "").length);

/** Bits that differ, digit by digit. */
function byDigits(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < a.length; i++) {
    bits += bitsOfDigit[Number.parseInt(a[i] ?? "", 16) ^ Number.parseInt(b[i] ?? "", 16)] ?? 0;
  }
  return bits;
}

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true });
}

function lines(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

const digit = fc.nat(15).map((value) => value.toString(16));
const hex = fc.array(digit, { minLength: 64, maxLength: 64 }).map((d) => d.join(""));
/** Hashes that lie near one another, some with the same slots. */
const near = fc.array(fc.tuple(fc.nat(63), digit), { maxLength: 12 }).map((edits) => {
  const digits = Array.from("5".repeat(64));
  for (const [at, digit] of edits) digits[at] = digit;
  return digits.join("");
});

test("hashDistance(a, b) counts the bits that differ", () => {
  fc.assert(
    fc.property(hex, hex, (a, b) => {
      expect(hashDistance(hash(a), hash(b))).toBe(byDigits(a, b));
    }),
    { numRuns: 2000, seed: 31 },
  );
  expect(hashDistance(hash("0".repeat(64)), hash("F".repeat(64)))).toBe(256);
});

test("parseHash(text) takes 64 hexadecimal digits alone", () => {
  const wrong = ["", "0".repeat(63), "0".repeat(65), `${"0".repeat(63)}g`, ` ${"0".repeat(63)}`];
  expect(wrong.map(parseHash)).toEqual(wrong.map(() => undefined));
});

test("findHashes(index, query) finds by tables what it finds by comparing all", () => {
  const list = fc.array(fc.tuple(fc.oneof(near, hex), fc.constantFrom(0, 5, 15, 16, 31, 32, 90, 256)), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(list, fc.oneof(near, hex), (pairs, query) => {
      const hashes = hashColumn(pairs.map(([text]) => hash(text)));
      const radii = Uint16Array.from(pairs, ([, radius]) => radius);
      const expected = pairs.flatMap(([text, radius], index) => {
        const distance = byDigits(text, query);
        return distance <= radius ? [{ index, distance }] : [];
      });
      expect(findHashes(hashIndex(hashes, radii), hash(query))).toEqual(expected);
      expect(findHashes(hashIndex(hashes, radii, { minIndexedHashes: 0 }), hash(query))).toEqual(expected);
    }),
    { numRuns: 300, seed: 37 },
  );
});

test("hashIndex(hashes, radii) wants a radius for each hash", () => {
  expect(() => hashIndex(new Int32Array(16), new Uint16Array(1))).toThrow(
    "Expected `radii` to have 2 entries, got 1",
  );
});

describe.skipIf(!existsSync(images))("the published PDQ hashes (needs ../shared/data)", () => {
  test("are as far apart as published, all 171 pairs", () => {
    const known = new Map(rows(join(images, "expected_hashes.csv")).map((row) => [row["image"], row]));
    const named = (name: string | undefined): Int32Array => {
      const found = [...known].find(
        ([image]) => image?.replaceAll("/", "__") === name?.replaceAll("/", "__"),
      );
      return hash(found?.[1]["pdq_hex_python_reference"] ?? "");
    };
    const pairs = rows(join(images, "pair_distances.csv"));
    const distances = pairs.map((row) => hashDistance(named(row["image_a"]), named(row["image_b"])));
    expect(distances).toEqual(pairs.map((row) => Number(row["hamming_256"])));
    expect(pairs).toHaveLength(171);
  });

  test.each([0, 16, 31, 48])("100 needles in the haystack within %i: by tables as by digits", (radius) => {
    const haystack = lines(join(images, "haystack.txt"));
    const needles = lines(join(images, "needles.txt"));
    const column = hashColumn(haystack.map(hash));
    const index = hashIndex(column, new Uint16Array(haystack.length).fill(radius), { minIndexedHashes: 0 });
    const found = needles.map((needle) => findHashes(index, hash(needle)));
    const expected = needles.map((needle) => {
      const distances = haystack.map((text, i) => ({ index: i, distance: byDigits(needle, text) }));
      return distances.filter(({ distance }) => distance <= radius);
    });
    expect(found).toEqual(expected);
    expect([needles.length, haystack.length]).toEqual([100, 1350]);
    expect(found.flat().length > 0).toBe(radius > 0 || expected.flat().length > 0);
  });
});

const [a, b, c] = ["0".repeat(64), "f".repeat(64), `${"0".repeat(60)}ffff`];

function frames(...hashes: (string | undefined)[]) {
  const text = hashes.map((pdq, i) => `${i},100,${pdq},${i}.5`).join("\n");
  const parsed = parseFrames(text, "v.txt");
  if (Array.isArray(parsed)) throw new Error(JSON.stringify(parsed));
  return parsed;
}

describe("parseFrames(text, source)", () => {
  test("leaves out frames of low quality and hashes that come again", () => {
    const parsed = parseFrames(`0,49,${b},0.000\n1,50,${a},0.033\r\n\n2,100,${a},0.067\n`, "v.txt");
    expect(parsed).toMatchObject({ count: 1 });
  });

  test("names every line that is wrong", () => {
    const text = `frame,quality,pdq,timestamp\n1,50,${a}\n2,101,${a},1\n3,50,00,1\n4,50,${a},x\n5,50,${a},1`;
    expect(parseFrames(text, "v.txt")).toEqual([
      { source: "v.txt", line: 1, column: "frame", message: 'expected a whole number, got "frame"' },
      {
        source: "v.txt",
        line: 2,
        column: "frame",
        message:
          'expected frame,quality,pdq,timestamp, got "1,50,000000000000000000000000000000000000000000000000000000…"',
      },
      {
        source: "v.txt",
        line: 3,
        column: "quality",
        message: 'expected a whole number from 0 to 100, got "101"',
      },
      { source: "v.txt", line: 4, column: "pdq", message: 'expected 64 hexadecimal digits, got "00"' },
      { source: "v.txt", line: 5, column: "timestamp", message: 'expected seconds such as 0.033, got "x"' },
    ]);
  });
});

describe("matchVideo(query, compared)", () => {
  const cases: [
    query: (string | undefined)[],
    compared: (string | undefined)[],
    expected: unknown,
    what: string,
  ][] = [
    [[a, b], [b, a], { queryMatch: 100, comparedMatch: 100, distance: 0 }, "the order does not count"],
    [[a], [a, b], { queryMatch: 100, comparedMatch: 50, distance: 0 }, "a part of the other"],
    [[a, b], [a], undefined, "half of the query"],
    [[c], [a], { queryMatch: 100, comparedMatch: 100, distance: 16 }, "frames within 31"],
    [[b], [a], undefined, "other frames"],
    [[], [a], undefined, "no frames"],
  ];
  test.each(cases)("%j in %j: %j: %s", (query, compared, expected) => {
    expect(matchVideo(frames(...query), frames(...compared))).toEqual(expected);
  });

  test("80 % is enough, less is not", () => {
    const five = [16, 20, 24, 28, 32].map((ones) => "f".repeat(ones).padEnd(64, "0"));
    expect(matchVideo(frames(...five), frames(...five.slice(0, 4)), 0)).toEqual({
      queryMatch: 80,
      comparedMatch: 100,
      distance: 0,
    });
    expect(matchVideo(frames(...five), frames(...five.slice(0, 3)), 0)).toBeUndefined();
  });

  test.skipIf(!existsSync(videos))("the two videos of the data are themselves, and not each other", () => {
    const [bar, original] = ["chair-22-sd-grey-bar.txt", "chair-orig-22-hd-no-bar.txt"].map((name) => {
      return frames(...lines(join(videos, name)).map((line) => line.split(",")[2]));
    });
    if (bar === undefined || original === undefined) throw new Error("Expected two videos");
    expect(matchVideo(bar, bar)).toEqual({ queryMatch: 100, comparedMatch: 100, distance: 0 });
    expect(matchVideo(bar, original)).toBeUndefined();
    expect(matchVideo(bar, original, 128)?.queryMatch).toBeGreaterThan(80);
  });
});

/** Hashes near one of two far ones, so that videos share some of their frames. */
const frame = fc
  .tuple(fc.constantFrom("5", "a"), fc.array(fc.tuple(fc.nat(63), digit), { maxLength: 8 }))
  .map(([base, edits]) => {
    const digits = Array.from(base.repeat(64));
    for (const [at, digit] of edits) digits[at] = digit;
    return digits.join("");
  });
const video = fc.uniqueArray(fc.oneof(frame, frame, hex), { maxLength: 12 });

/** Of the frames the share that has one within the radius among the others, counted digit by digit. */
function shareMet(frames: readonly string[], others: readonly string[], radius: number): number {
  const met = frames.filter((one) => others.some((other) => byDigits(one, other) <= radius));
  return (100 * met.length) / frames.length;
}

test("findVideos(index, query) finds what shares of frames say, at the least radius that would do", () => {
  const list = fc.array(fc.tuple(video, fc.constantFrom(0, 8, 16, 31, 90)), { maxLength: 8 });
  let matches = 0;
  fc.assert(
    fc.property(list, video, (pairs, query) => {
      const videos = pairs.map(([texts]) => toVideo(texts.map(hash)));
      const index = videoIndex(
        videos,
        Uint16Array.from(pairs, ([, radius]) => radius),
      );
      const expected = pairs.flatMap(([texts, radius], at) => {
        const queryMatch = shareMet(query, texts, radius);
        if (query.length === 0 || texts.length === 0 || queryMatch < 80) return [];
        const radii = Array.from({ length: 257 }, (_, bits) => bits);
        const distance = radii.find((bits) => shareMet(query, texts, bits) >= 80);
        return [{ index: at, queryMatch, comparedMatch: shareMet(texts, query, radius), distance }];
      });
      matches += expected.length;
      expect(findVideos(index, toVideo(query.map(hash)))).toEqual(expected);
    }),
    { numRuns: 300, seed: 41 },
  );
  expect(matches).toBeGreaterThan(100);
});
