import { posix } from "node:path";

/** Path relative to the repository, with slashes → text. */
export type SourceFiles = ReadonlyMap<string, string>;

/** One import: what stands between the quotes, and the file that it means when it is one of ours. */
export type Import = {
  readonly from: string;
  readonly specifier: string;
  /** `undefined` for packages and for Node's own modules. */
  readonly target: string | undefined;
  /** Gone at run time. */
  readonly typeOnly: boolean;
};

const statements =
  /^[ \t]*(?:import|export)\s+(?<type>type\s+(?=[\w${*]))?(?:[\w$*\s,{}]+\sfrom\s+)?"(?<specifier>[^"]+)"/gm;
const calls = /\bimport\(\s*"(?<specifier>[^"]+)"/g;

/** Every import and re-export of a file, in order of kind, then place; empty for a file that has none. */
export function readImports(from: string, files: SourceFiles): Import[] {
  const text = files.get(from) ?? "";
  return [...text.matchAll(statements), ...text.matchAll(calls)].map(({ groups }) => {
    const specifier = groups?.["specifier"] ?? "";
    const typeOnly = groups?.["type"] !== undefined;
    return { from, specifier, target: resolveImport(from, specifier, files), typeOnly };
  });
}

/** The imports of all code files. */
export function readAllImports(files: SourceFiles): Import[] {
  return [...files.keys()].filter(isCode).flatMap((file) => readImports(file, files));
}

/** AssemblyScript has the ending of TypeScript, and other imports and habits. */
const assemblyScript = /^src\/matcher\/kernel\/assembly\/(?!layout\.ts$)/;

export function isCode(file: string): boolean {
  return /\.(ts|mjs|js)$/.test(file) && !assemblyScript.test(file);
}

/** A local import ends in `.js` and means the `.ts` beside it, as TypeScript has it. */
function resolveImport(from: string, specifier: string, files: SourceFiles): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(from), specifier));
  const typed = path.replace(/\.js$/, ".ts");
  return files.has(typed) ? typed : path;
}
