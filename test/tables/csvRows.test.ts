import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openCsv } from "../../loaders/tables/csvRows.js";
import { plainRecord } from "../../loaders/tables/plainRecord.js";

const lines = fc.string({ unit: fc.constantFrom("a", "é", '"', '""', ",", '","', " ", "\r"), maxLength: 12 });

test("plainRecord(line) gives the cells that the parser gives, or none", () => {
  fc.assert(
    fc.property(lines, (line) => {
      const record = plainRecord(line);
      if (record !== undefined) expect(parse(`${line}\n`, { record_delimiter: "\n" })).toEqual([record]);
    }),
    { numRuns: 2000 },
  );
  expect(plainRecord('a,"b, ""c""",')).toEqual(["a", 'b, "c"', ""]);
  expect(['"a', 'a"b', '"a"b', "a\r"].map(plainRecord)).toEqual([undefined, undefined, undefined, undefined]);
});

test("openCsv(path) counts lines across cells that hold several", async () => {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-csv-"));
  try {
    const path = join(dir, "rows.csv");
    await writeFile(path, 'a,b\n1,2\n\n3,"4\n5"\n6,"7"\n8');
    const { header, rows } = await openCsv(path);
    const found = [];
    for await (const row of rows) found.push(row);
    expect(header).toEqual(["a", "b"]);
    expect(found).toEqual([
      { line: 2, cells: { a: "1", b: "2" } },
      { line: 4, cells: { a: "3", b: "4\n5" } },
      { line: 6, cells: { a: "6", b: "7" } },
      { source: path, line: 7, message: "expected 2 columns, got 1" },
    ]);
  } finally {
    await rm(dir, { recursive: true });
  }
});
