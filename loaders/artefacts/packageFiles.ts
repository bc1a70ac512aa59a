import { gzipSync } from "node:zlib";
import { atomData } from "../../src/matcher/atoms.js";
import { packMatchers } from "../../src/matcher/packMatchers.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { Term } from "../../src/matcher/term.js";
import type { PackageTermRow } from "../../src/model/artefact.js";
import { arrowBytes, toColumns } from "../store/arrowFile.js";

/** Bytes after gzip; what a page may load of one file. A package of about 16,000 words is as large. */
const mostBytes = 390_000;

/**
 * What a page needs to try a text against a package: its words, regexes and rules with their flags, and the words
 * compiled, once for each view. Images and videos are left out: a text has no hash. Both files hold no term when the
 * package is too large for a page.
 */
export function packageFiles(all: readonly Term[]): {
  "package.bin": Uint8Array;
  "packageTerms.arrow": Uint8Array;
} {
  const terms = all.filter(({ kind }) => kind === "word" || kind === "regex" || kind === "rule");
  const { words, evasiveWords } = atomData(terms);
  const compiled = packMatchers([words.compiled, evasiveWords.compiled]);
  const rows = arrowBytes(toColumns(terms.map(toRow), rowTypes));
  const isLarge = [compiled, rows].some((bytes) => gzipSync(bytes).length > mostBytes);
  return isLarge ? packageFiles([]) : { "package.bin": compiled, "packageTerms.arrow": rows };
}

const rowTypes = {
  termId: "text",
  term: "text",
  kind: "text",
  match: "text",
  views: "text",
  languages: "text",
  markets: "text",
  action: "text",
  validFrom: "text",
  validTo: "text",
} as const;

function toRow({ termId, term, languages, ...flags }: Term): PackageTermRow {
  const { kind, match, views, markets, action, validFrom, validTo } = flags;
  return {
    termId: termId === termIdOf(languages, term) ? "" : termId,
    term,
    kind,
    match,
    views: views.join("+"),
    languages: languages.join(";"),
    markets: markets.join(";"),
    action: action ?? "",
    validFrom: momentOf(validFrom),
    validTo: momentOf(validTo),
  };
}

function momentOf(time: number | null): string {
  return time === null ? "" : new Date(time).toISOString();
}
