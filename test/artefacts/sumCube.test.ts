import * as fc from "fast-check";
import { expect, test } from "vitest";
import { auditKinds } from "../../loaders/artefacts/auditCubes.js";
import { packRows } from "../../loaders/artefacts/packedRows.js";
import { cubeRows, sumCube } from "../../loaders/artefacts/sumCube.js";
import { sortRows, sumRows } from "../../loaders/artefacts/sumRows.js";

const keys = ["language", "slice"];

const row = fc.record({
  language: fc.constantFrom("fr", "de", "d", null),
  slice: fc.nat(12),
  items: fc.nat(9),
});

test("sumCube(tables, keys) gives the rows of sumRows in the order of their keys", () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 9 }), { maxLength: 4 }), (parts) => {
      const tables = parts.map(packRows);
      expect(cubeRows(sumCube(tables, keys))).toEqual(sortRows(sumRows(tables, keys), keys));
    }),
  );
});

test("sumCube(tables, keys) of no row has the keys without values and no sum", () => {
  expect(sumCube([{}], keys)).toEqual({ keys: { language: [], slice: [] }, sums: {} });
});

test("sumCube(tables, keys) keeps cells in order whose places pass the whole numbers", () => {
  const names = Array.from({ length: 60 }, (_, at) => `key${String(at).padStart(2, "0")}`);
  const cell = (different: string): Record<string, string | number> => ({
    ...Object.fromEntries(names.map((name) => [name, name === different ? "b" : "a"])),
    items: 1,
  });
  const rows = names.map(cell);
  const summed = sumCube([packRows(rows), packRows(rows.toReversed())], names);
  expect(cubeRows(summed)).toEqual(sortRows(rows, names).map((known) => ({ ...known, items: 2 })));
});

test("auditKinds(kinds) gives each word its column, whatever stands in the name of a cohort", () => {
  const words = ["qa", "human", "\uffff", "reject", "approve", "false-positive", "\uffff", "yes", "0.0"];
  const kinds = [
    [...words, "north\u0001east"],
    [...words, "\uffff"],
  ].map((all) => all.join("\u0001"));
  expect(auditKinds(kinds)).toEqual({
    by: ["qa", "qa"],
    stage: ["human", "human"],
    reviewer: [null, null],
    decision: ["reject", "reject"],
    verdict: ["approve", "approve"],
    outcome: ["false-positive", "false-positive"],
    agreed: [null, null],
    blind: ["yes", "yes"],
    severity: ["0.0", "0.0"],
    cohort: ["north\u0001east", null],
  });
});
