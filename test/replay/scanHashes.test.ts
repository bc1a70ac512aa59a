import { expect, test } from "vitest";
import { toImageHashes } from "../../loaders/replay/itemHashes.js";
import { imageTerms, scanImages } from "../../loaders/replay/scanHashes.js";
import { flipped, hashOf } from "../fixtures/imageWorkspace.js";
import { wordTerm } from "../mining/mined.js";

test("scanImages(images, hashes, {}) sorts by item, then by distance, then by term", () => {
  const image = hashOf(1);
  const terms = [12, 4, 4].map((bits, at) =>
    wordTerm(flipped(image, bits), { kind: "image", termId: `t${at}` }),
  );
  const found = imageTerms([wordTerm("plum"), ...terms]);
  if (found === undefined) throw new Error("expected images");
  const { item, term, end } = scanImages(found, toImageHashes([null, image, image]), {});
  expect(Array.from(item, (at, row) => [at, term[row], end[row]])).toEqual([
    [1, 2, 4],
    [1, 3, 4],
    [1, 1, 12],
    [2, 2, 4],
    [2, 3, 4],
    [2, 1, 12],
  ]);
});
