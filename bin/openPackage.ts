import { readPackage } from "../loaders/tables/readPackage.js";
import type { CompiledTerms } from "../src/matcher/compileTerms.js";
import { compileTerms } from "../src/matcher/compileTerms.js";
import type { Effects } from "./effects.js";

/** Reads and compiles a package; what the reader should know of it goes to stderr. */
export async function openPackage(path: string, { stderr }: Effects): Promise<CompiledTerms> {
  const { terms, duplicates, warnings } = await readPackage(path);
  const compiled = compileTerms(terms);
  for (const warning of warnings) stderr.write(`warning: ${warning}\n`);
  if (duplicates > 0) stderr.write(`${path}: ${duplicates} duplicate rows are left out\n`);
  const emptyIds = Array.from(compiled.words.compiled.empty, (i) =>
    idOf(compiled, compiled.words.indexes[i]),
  );
  if (emptyIds.length > 0) {
    stderr.write(
      `warning: ${path}: terms with nothing visible, which match nothing: ${emptyIds.join(", ")}\n`,
    );
  }
  for (const { term, message, column } of compiled.regexes.compiled.refused) {
    const termId = idOf(compiled, compiled.regexes.indexes[term]);
    stderr.write(`warning: ${path}: unsupported-regex: term ${termId}, character ${column}: ${message}\n`);
  }
  return compiled;
}

function idOf({ terms }: CompiledTerms, index: number | undefined): string {
  return terms[index ?? -1]?.termId ?? "";
}
