import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addUp } from "../../loaders/artefacts/addUp.js";
import { packRows } from "../../loaders/artefacts/packedRows.js";
import { sumRows } from "../../loaders/artefacts/sumRows.js";

const keys = ["language", "stage"];

const row = fc.record({
  language: fc.constantFrom("fr", "de", null),
  stage: fc.constantFrom("qa", "ata"),
  items: fc.nat(9),
});

test("addUp(tables, keys) gives the rows of sumRows in their order", () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 9 }), { maxLength: 4 }), (parts) => {
      const tables = parts.map(packRows);
      expect(addUp(tables, keys)).toEqual(sumRows(tables, keys));
    }),
  );
});

test("addUp(tables, keys, counts) takes the other columns from the first row of each group", () => {
  const first = packRows([{ language: "fr", word: "fig", items: 1 }]);
  const second = packRows([
    { language: "de", word: "jam", items: 2 },
    { language: "fr", word: "plum", items: 3 },
  ]);
  expect(addUp([first, {}, second], ["language"], ["items"])).toEqual([
    { language: "fr", word: "fig", items: 4 },
    { language: "de", word: "jam", items: 2 },
  ]);
});

test("addUp(tables, keys) tells groups apart whose places pass the whole numbers", () => {
  const names = Array.from({ length: 60 }, (_, at) => `key${at}`);
  const rows = ["a", "b"].flatMap((last) =>
    ["same", "other"].map((first) => ({
      ...Object.fromEntries(names.map((name) => [name, "same"])),
      key0: first,
      key59: last,
      items: 1,
    })),
  );
  const spread = names.map((name) => ({
    ...Object.fromEntries(names.map((other) => [other, other === name ? "third" : "same"])),
    items: 1,
  }));
  const sums = addUp([packRows([...rows, ...spread, ...rows])], names).map(({ items }) => items);
  expect(sums).toEqual([...rows.map(() => 2), ...names.map(() => 1)]);
});
