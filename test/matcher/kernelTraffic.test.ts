import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { openKernel } from "../../src/matcher/kernel/kernel.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { scan } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { naiveScan, sortedHits, sortedRows } from "./naiveScan.js";
import { term } from "./terms.js";

const data = "../shared/data";
const files = [
  "traffic-davidson/labeled.csv",
  "traffic-mhc/cases.csv",
  "traffic-toxic-spans/comments.csv",
  "traffic-youtube-spam/comments.csv",
];
const snapshot = `${data}/terms-ldnoobw/snapshots/2020-07.csv`;

function columnOf(path: string, name: string): string[] {
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  return rows.map((row) => row[name] ?? "");
}

/** Every fifth term, and each kind of match in turn. */
function sampledTerms(): Term[] {
  const matches = ["word", "prefix", "substring"] as const;
  return columnOf(snapshot, "term")
    .filter((_, i) => i % 5 === 0)
    .map((raw, i) => term(raw, { match: matches[i % 3] ?? "word", termId: `t${i}` }));
}

describe.skipIf(!existsSync(data))("scan(matcher, column, {kernel}) on shipped texts", () => {
  test.each(files)("WebAssembly = TypeScript = naive search on %s", (file) => {
    const terms = sampledTerms();
    const matcher = compilePackage(terms);
    const { canonical } = normaliseColumn(utf8Column(columnOf(`${data}/${file}`, "text")));
    const expected = sortedRows(naiveScan(terms, canonical));
    expect(expected.length).toBeGreaterThan(0);
    for (const only of ["wasm", "typescript"] as const) {
      const kernel = openKernel({ only }) ?? openKernel();
      expect(sortedHits(scan(matcher, canonical, { kernel, maxHitsPerTerm: 1e6 }))).toEqual(expected);
    }
  });
});
