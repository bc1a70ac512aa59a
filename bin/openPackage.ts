import { readPackage } from "../loaders/tables/readPackage.js";
import type { Matcher } from "../src/matcher/compilePackage.js";
import { compilePackage } from "../src/matcher/compilePackage.js";
import type { Term } from "../src/matcher/term.js";
import type { Effects } from "./effects.js";

/** Reads and compiles a package; what the reader should know of it goes to stderr. */
export async function openPackage(
  path: string,
  { stderr }: Effects,
): Promise<{ terms: readonly Term[]; matcher: Matcher }> {
  const { terms, duplicates, warnings } = await readPackage(path);
  const matcher = compilePackage(terms);
  const emptyIds = Array.from(matcher.empty, (index) => terms[index]?.termId);
  for (const warning of warnings) stderr.write(`warning: ${warning}\n`);
  if (duplicates > 0) stderr.write(`${path}: ${duplicates} duplicate rows are left out\n`);
  if (emptyIds.length > 0) {
    stderr.write(
      `warning: ${path}: terms with nothing visible, which match nothing: ${emptyIds.join(", ")}\n`,
    );
  }
  return { terms, matcher };
}
