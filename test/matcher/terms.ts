import { compilePackage } from "../../src/matcher/compilePackage.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import type { Hits, ScanOptions } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import { termIdOf } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";

/** A term with every default, for tests. */
export function term(raw: string, flags: Partial<Term> = {}): Term {
  return {
    termId: termIdOf(flags.languages ?? [], raw),
    term: raw,
    kind: "word",
    match: "word",
    views: ["canonical"],
    languages: [],
    markets: [],
    policies: [],
    fields: [],
    action: null,
    validFrom: null,
    validTo: null,
    owner: null,
    note: null,
    ...flags,
  };
}

/** Hits of terms in original texts. */
export function hitsOf(terms: readonly Term[], texts: readonly string[], options?: ScanOptions): Hits {
  return scan(compilePackage(terms), normaliseColumn(utf8Column(texts)).canonical, options);
}

/** `[record, term, start, end]` a hit. */
export function rowsOf({ record, term, start, end }: Hits): number[][] {
  return Array.from(record, (value, i) => [value, term[i] ?? -1, start[i] ?? -1, end[i] ?? -1]);
}
