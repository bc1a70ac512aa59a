import { build } from "esbuild";
import type { BuildFailure, Message, OnResolveArgs, Plugin } from "esbuild";
import { relative, resolve, sep } from "node:path";
import { fileOf, isExternal } from "./checkFiles.js";
import type { SiteFiles } from "./checkFiles.js";
import { problemOf } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/** A script that stands in a page. */
export type InlineScript = { readonly page: string; readonly text: string; readonly line: number };

/** Modules that one imports: at once, and when it asks for them. */
export type Imports = { readonly now: Set<string>; readonly later: Set<string> };

export type ModuleCheck = {
  /** File → what it imports. */
  readonly imports: ReadonlyMap<string, Imports>;
  /** What an inline script imports. */
  readonly importsOf: (script: InlineScript) => Imports;
  readonly problems: readonly Problem[];
};

const inline = "inline-script";

/**
 * Parses every module of a site and every inline script, and follows their imports. Equal scripts of pages in one
 * folder are parsed once.
 */
export async function checkModules(files: SiteFiles, scripts: readonly InlineScript[]): Promise<ModuleCheck> {
  const inlines = new Map(scripts.map((script) => [keyOf(script), script]));
  const keys = [...inlines.keys()];
  const imports = new Map<string, Imports>();
  const modules = files.names.filter((name) => name.endsWith(".js"));
  const entries = [
    ...modules.map((name) => resolve(files.folder, name)),
    ...keys.map((_, at) => `${inline}:${at}`),
  ];
  const scriptAt = (path: string) => inlines.get(keys[Number(path.split(":")[1])] ?? "");
  const problems = await runEsbuild(entries, followImports(files, { imports, scriptAt }));
  const none: Imports = { now: new Set(), later: new Set() };
  return {
    imports,
    importsOf: (script) => imports.get(`${inline}:${keys.indexOf(keyOf(script))}`) ?? none,
    problems: problems.map((message) => toProblem(message, files, scriptAt)),
  };
}

function keyOf({ page, text }: InlineScript): string {
  return `${fileOf(page, ".")}\n${text}`;
}

async function runEsbuild(entryPoints: string[], plugin: Plugin): Promise<readonly Message[]> {
  if (entryPoints.length === 0) return [];
  const quiet = { write: false, logLevel: "silent", logLimit: 0 } as const;
  const output = {
    bundle: true,
    splitting: true,
    format: "esm",
    target: "esnext",
    outdir: "checked",
  } as const;
  try {
    await build({ entryPoints, plugins: [plugin], ...output, ...quiet });
    return [];
  } catch (error) {
    if (isBuildFailure(error)) return error.errors;
    throw error;
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

type Following = {
  readonly imports: Map<string, Imports>;
  readonly scriptAt: (path: string) => InlineScript | undefined;
};

/** Notes who imports what, and refuses what is no file of the site. */
function followImports(files: SiteFiles, { imports, scriptAt }: Following): Plugin {
  return {
    name: "follow-imports",
    setup(steps) {
      steps.onResolve({ filter: /.*/ }, (args) => {
        if (args.kind === "entry-point") {
          return args.path.startsWith(`${inline}:`)
            ? { path: args.path, namespace: inline }
            : { path: args.path };
        }
        const script = args.namespace === inline ? scriptAt(args.importer) : undefined;
        const from = script?.page ?? siteName(files, args.importer);
        if (isExternal(args.path)) return { errors: [{ text: `${addressMark}${args.path}` }] };
        const target = fileOf(from, args.path);
        const missing = !files.has(target) || !/^\.{0,2}\//.test(args.path);
        if (missing && isOffered(from, args)) return { path: args.path, external: true };
        if (missing) return { errors: [{ text: `${missingMark}${args.path}` }] };
        note(imports, script === undefined ? from : args.importer, { target, args });
        return target.endsWith(".js")
          ? { path: resolve(files.folder, target) }
          : { path: args.path, external: true };
      });
      steps.onLoad({ filter: /.*/, namespace: inline }, ({ path }) => ({
        contents: scriptAt(path)?.text ?? "",
        loader: "js",
      }));
    },
  };
}

const addressMark = "expected no address outside the site, got an import of ";
const missingMark = "expected a file of the site, got an import of ";

/** Framework's client offers many libraries to pages and loads one when a page names it; most are not in the site. */
function isOffered(from: string, { kind }: OnResolveArgs): boolean {
  return kind === "dynamic-import" && /(?:^|\/)_observablehq\//.test(from);
}

function note(
  all: Map<string, Imports>,
  importer: string,
  { target, args }: { target: string; args: OnResolveArgs },
): void {
  if (isOffered(importer, args)) return;
  const found = all.get(importer) ?? { now: new Set(), later: new Set() };
  all.set(importer, found);
  (args.kind === "import-statement" ? found.now : found.later).add(target);
}

function siteName({ folder }: SiteFiles, path: string): string {
  return relative(resolve(folder), path).split(sep).join("/");
}

function toProblem(
  { text, location }: Message,
  files: SiteFiles,
  scriptAt: (path: string) => InlineScript | undefined,
): Problem {
  const rule = text.startsWith(addressMark)
    ? "external-address"
    : text.startsWith(missingMark)
      ? "missing-module"
      : "script-syntax";
  const path = location?.file ?? "";
  const script = path.startsWith(inline) ? scriptAt(path.slice(inline.length + 1)) : undefined;
  if (script !== undefined) {
    return problemOf(rule, script.page, { line: script.line + (location?.line ?? 1) - 1, message: text });
  }
  return problemOf(rule, siteName(files, resolve(path)), { line: location?.line, message: text });
}
