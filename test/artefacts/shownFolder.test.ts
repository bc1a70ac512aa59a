import { resolve } from "node:path";
import { expect, test } from "vitest";
import { shownFolder } from "../../loaders/artefacts/shownFolder.js";

test.each([
  ["data/hatecheck", "data/hatecheck"],
  [resolve("data/ads-simulated/generated"), "data/ads-simulated/generated"],
  ["/somewhere/else", "path/to/ads"],
  ["../ads", "path/to/ads"],
])('shownFolder({dir: %j, name: "ads"}) is %j', (dir, shown) => {
  expect(shownFolder({ dir, name: "ads" })).toBe(shown);
});
