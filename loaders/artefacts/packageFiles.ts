import { gzipSync } from "node:zlib";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import type { Term } from "../../src/matcher/term.js";
import { arrowBytes, toColumns } from "../store/arrowFile.js";

/** Bytes after gzip; what a page may load of one file. A package of about 16,000 words is as large. */
const mostBytes = 390_000;

/**
 * What a page needs to search a text for the words of a package, in the canonical view: the words compiled, and listed
 * by their index there. Both are empty when the package is too large for a page.
 */
export function packageFiles(all: readonly Term[]): {
  "package.bin": Uint8Array;
  "packageTerms.arrow": Uint8Array;
} {
  const terms = all.filter(({ kind }) => kind === "word");
  const { buffer } = compilePackage(terms);
  const compiled = new Uint8Array(buffer);
  const names = arrowBytes(
    toColumns(
      terms.map(({ term, match }) => ({ term, match })),
      { term: "text", match: "text" },
    ),
  );
  const isLarge = [compiled, names].some((bytes) => gzipSync(bytes).length > mostBytes);
  return isLarge ? packageFiles([]) : { "package.bin": compiled, "packageTerms.arrow": names };
}
