import { describe, expect, test } from "vitest";
import { hashDistance, parseHash } from "../../src/matcher/hashes/pdqHash.js";
import type { HashColumn } from "../../src/matcher/hashes/pdqHash.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { mineImages } from "../../src/mining/mineImages.js";
import type { TrafficImage } from "../../src/mining/mineImages.js";
import { toMining } from "../../src/model/workspace.js";
import { randomFrom } from "../../src/stats/random.js";
import { wordTerm } from "./mined.js";

const settings = toMining({ maxShare: 0.5 });

/** A stream of images that are far from each other, and of ones that differ in so many bits from a given one. */
function imageMaker(seed: number) {
  const random = randomFrom(seed);
  const fresh = (): HashColumn => Int32Array.from({ length: 8 }, () => random.integer(2 ** 32) | 0);
  const near = (hash: HashColumn, bits: number): HashColumn => {
    const changed = hash.slice();
    const order = Array.from({ length: 256 }, (_, at) => ({ at, key: random.uniform() })).toSorted(
      (a, b) => a.key - b.key,
    );
    for (const { at } of order.slice(0, bits)) changed[at >> 5] = (changed[at >> 5] ?? 0) ^ (1 << (at & 31));
    return changed;
  };
  return { fresh, near };
}

let next = 0;
function image(hash: HashColumn, truth: Truth, cluster = next++): TrafficImage {
  return { hash, truth, weight: 1, cluster, createdAt: undefined };
}

function hexOf(hash: HashColumn): string {
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Good images, and a cluster of violations around one image, each so many bits away. */
function clustered({ bits = 8, violating = 40, good = 100 } = {}) {
  const { fresh, near } = imageMaker(3);
  const centre = fresh();
  const images = Array.from({ length: good }, () => image(fresh(), "good"));
  for (let n = 0; n < violating; n++) images.push(image(n === 0 ? centre : near(centre, bits), "violating"));
  return { centre, images, fresh, near };
}

describe("mineImages(images, terms, settings)", () => {
  test("finds a cluster of missed violations by an image in its middle", () => {
    const { centre, images } = clustered();
    const [first, ...others] = mineImages(images, [], settings);
    expect(first).toMatchObject({
      kind: "image",
      match: "",
      radius: 31,
      beatsBar: true,
      newHits: 40,
      z: null,
    });
    expect(hashDistance(parseHash(first?.term ?? "") ?? new Int32Array(8), centre)).toBeLessThanOrEqual(8);
    expect(first?.heldOut.fp).toBe(0);
    expect(others).toEqual([]);
  });

  test("keeps the radius short of the nearest good image, and gives up where a good one is the same", () => {
    const { centre, images, near } = clustered({ bits: 4 });
    const bank = Array.from({ length: 10 }, () => image(near(centre, 20), "good"));
    const [first] = mineImages([...bank, ...images], [], settings);
    expect(first?.radius).toBeLessThan(25);
    const same = images.filter(({ truth }) => truth === "violating").map(({ hash }) => image(hash, "good"));
    expect(mineImages([...same, ...images], [], settings)).toEqual([]);
  });

  test("proposes nothing that an image of the release finds, unless that one is an exception", () => {
    const { centre, images } = clustered();
    const term = wordTerm(hexOf(centre), { kind: "image", radius: 31 });
    expect(mineImages(images, [term], settings)).toEqual([]);
    expect(mineImages(images, [{ ...term, radius: 200 }], settings)).toEqual([]);
    expect(mineImages(images, [{ ...term, action: "allow" }, wordTerm("plum")], settings)).toHaveLength(1);
  });

  test("proposes what an image of the release would find on items that are older or younger than it counts for", () => {
    const { centre, images } = clustered();
    const dated = images.map((one, n) => ({ ...one, createdAt: (n * 37) % images.length }));
    const termOf = (validity: { validFrom?: number; validTo?: number }) =>
      wordTerm(hexOf(centre), { kind: "image", radius: 31, ...validity });
    const missed = mineImages(dated, [], settings);
    expect(missed).toMatchObject([{ newHits: 40 }]);
    expect(mineImages(dated, [termOf({ validTo: 0 })], settings)).toEqual(missed);
    expect(mineImages(dated, [termOf({ validFrom: dated.length })], settings)).toEqual(missed);
    expect(mineImages(dated, [termOf({ validFrom: 0, validTo: dated.length })], settings)).toEqual([]);
    expect(mineImages(images, [termOf({ validTo: 1 })], settings)).toEqual([]); // without times
  });

  test("does not make a candidate of one advertiser's copies, of scattered images, or of nothing", () => {
    const { images, fresh } = clustered();
    const one = images.map((item) => (item.truth === "violating" ? { ...item, cluster: -1 } : item));
    expect(mineImages(one, [], settings)).toEqual([]);
    const scattered = Array.from({ length: 60 }, () => image(fresh(), "violating"));
    expect(mineImages([...scattered, ...images.slice(0, 100)], [], settings)).toEqual([]);
    expect(mineImages([], [], settings)).toEqual([]);
    expect(
      mineImages(
        images.map((item) => ({ ...item, truth: "unlabelled" })),
        [],
        settings,
      ),
    ).toEqual([]);
  });
});
