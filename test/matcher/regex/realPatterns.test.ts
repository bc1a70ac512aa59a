import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { canonical } from "../../../src/matcher/canonical.js";
import { scanRegexes } from "../../../src/matcher/regex/scanRegexes.js";
import { utf8Column } from "../../../src/matcher/utf8Column.js";
import { rowsOf } from "../terms.js";
import { byPlace, regExpRows, regexRows, regexSet } from "./regexTerms.js";

const data = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const packages = join(data, "terms-smokedetector");

function column(file: string, name: string): string[] {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  return rows.map((row) => row[name] ?? "");
}

function lastSnapshot(): string[] {
  return [...new Set(column(join(packages, "snapshots", "2018-03.csv"), "pattern"))];
}

/** The same pattern as the runtime reads it: its `u` flag refuses needless escapes. */
function forRuntime(pattern: string): string {
  return pattern.replace(/\\([ \-_'"#%&,:;<=>@`~!])/g, (_, character: string) => {
    return `\\x${character.charCodeAt(0).toString(16)}`;
  });
}

function isRuntimes(pattern: string): boolean {
  try {
    return new RegExp(pattern, "iu") instanceof RegExp;
  } catch {
    return false;
  }
}

describe.skipIf(!existsSync(packages))("SmokeDetector's patterns (needs ../shared/data)", () => {
  test("all distinct ones are run, or refused with a reason: 6,464 of 6,491", () => {
    const files = readdirSync(join(packages, "snapshots")).map((name) => join(packages, "snapshots", name));
    const all = [...files, join(packages, "events.csv")].flatMap((file) => column(file, "pattern"));
    const { regexes, refused, slow } = regexSet([...new Set(all)]);
    const lookaheads = refused.filter(({ message }) => message === "lookahead");
    expect([regexes.length, refused.length, lookaheads.length, slow.length]).toEqual([6464, 27, 18, 7]);
    expect(refused.every(({ column }) => column > 0)).toBe(true);
  });

  test("on the 1,956 comments they match where the runtime's engine does", () => {
    const patterns = lastSnapshot().map(forRuntime);
    const texts = column(join(data, "traffic-youtube-spam", "comments.csv"), "text").map(canonical);
    const set = regexSet(patterns);
    const rows = regexRows(set, texts);
    const refused = new Set(set.refused.map(({ term }) => term));
    const comparable = patterns.flatMap((pattern, index) => {
      return isRuntimes(pattern) && !refused.has(index) ? [index] : [];
    });
    const expected = comparable.flatMap((index) => {
      return regExpRows([patterns[index] ?? ""], texts).map(([record = 0, , ...span]) => [
        record,
        index,
        ...span,
      ]);
    });
    const known = new Set(comparable);
    expect(rows.filter(([, index = -1]) => known.has(index))).toEqual(expected.toSorted(byPlace));
    expect([texts.length, patterns.length, expected.length > 20]).toEqual([1956, 5853, true]);
    expect(patterns.length - refused.size - comparable.length).toBeLessThan(10);
  });

  test("the literals leave less than a thousandth of the runs", () => {
    const texts = column(join(data, "traffic-youtube-spam", "comments.csv"), "text").map(canonical);
    const set = regexSet(lastSnapshot());
    const { work, ...hits } = scanRegexes(set, utf8Column(texts));
    const tried = work.tried.reduce((sum, records) => sum + records, 0);
    const matched = work.matched.reduce((sum, records) => sum + records, 0);
    expect(tried).toBeLessThan(0.001 * 1956 * 5853);
    expect(matched).toBe(new Set(rowsOf(hits).map(([record, term]) => `${record} ${term}`)).size);
    expect(work.bytes.every((bytes, i) => bytes >= (work.tried[i] ?? 0))).toBe(true);
  });
});
