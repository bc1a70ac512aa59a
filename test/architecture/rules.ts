import { isCode, readAllImports, readImports } from "./readImports.js";
import type { SourceFiles } from "./readImports.js";

/** A rule about the repository's files: the sentences say where it is broken, empty when it holds. */
export type Rule = (files: SourceFiles) => string[];

/** Folder → folders that it may import from. A folder may always import from itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  bin: ["loaders/*", "src/*"],
  "loaders/simulate": ["loaders/tables", "loaders/store", "src/simulate", "src/model"],
  "observablehq.config.ts": ["loaders/site"],
  "loaders/site": ["loaders/artefacts", "loaders/tables", "loaders/store", "src/*"],
  "loaders/artefacts": ["loaders/replay", "loaders/tables", "loaders/engine", "loaders/store", "src/*"],
  "loaders/replay": ["loaders/tables", "loaders/engine", "loaders/store", "src/pure"],
  "loaders/tables": ["loaders/engine", "loaders/sources", "loaders/store", "src/pure"],
  "loaders/engine": ["loaders/store", "src/pure"],
  "loaders/sources": ["src/pure"],
  "loaders/store": ["src/pure"],
  "src/components": ["src/pure"],
  "src/cleanup": ["src/replay", "src/metrics", "src/stats", "src/model"],
  "src/gate": ["src/matcher", "src/replay", "src/metrics", "src/stats", "src/model"],
  "src/mining": ["src/replay", "src/matcher", "src/metrics", "src/stats", "src/model"],
  "src/replay": ["src/matcher", "src/metrics", "src/stats", "src/model"],
  "src/lint": ["src/matcher", "src/stats", "src/model"],
  "src/lifecycle": ["src/stats", "src/model"],
  "src/rca": ["src/metrics", "src/stats", "src/model"],
  "src/metrics": ["src/stats", "src/model"],
  "src/trends": ["src/control", "src/metrics", "src/stats", "src/model"],
  "src/simulate": ["src/stats", "src/model"],
  "src/control": ["src/stats", "src/model"],
  "src/matcher": ["src/model"],
  "src/stats": [],
  "src/model": [],
  "src/data": ["loaders/artefacts"],
};

const groups: Readonly<Record<string, readonly string[]>> = {
  "loaders/*": ["site", "artefacts", "simulate", "replay", "engine", "tables", "sources", "store"].map(
    (name) => `loaders/${name}`,
  ),
  "src/*": [
    "components",
    "cleanup",
    "gate",
    "mining",
    "simulate",
    "replay",
    "lint",
    "lifecycle",
    "rca",
    "metrics",
    "matcher",
    "control",
    "trends",
    "stats",
    "model",
  ].map((name) => `src/${name}`),
  "src/pure": [
    "cleanup",
    "gate",
    "lint",
    "lifecycle",
    "mining",
    "replay",
    "rca",
    "metrics",
    "matcher",
    "control",
    "trends",
    "stats",
    "model",
  ].map((name) => `src/${name}`),
};

/** Scripts that lie beside the tables or the kernel that they write; nothing else imports them. */
const generators = [
  "src/matcher/tables/generate.mjs",
  "src/matcher/tables/encode.mjs",
  "src/matcher/tables/confusables.mjs",
  "src/matcher/kernel/build.mjs",
];

/** Imports go from the rim to the core, as `allowed` has it, and only into files that exist. */
export function importDirections(files: SourceFiles): string[] {
  return readAllImports(files).flatMap(({ from, specifier, target }) => {
    if (target === undefined || from.startsWith("test/") || from.startsWith("bench/")) return [];
    if (!files.has(target)) return [`${from}: expected a file, got ${specifier}`];
    const [here, there] = [folderOf(from), folderOf(target)];
    const known = (allowed[here] ?? []).flatMap((name) => groups[name] ?? [name]);
    return here === there || known.includes(there) ? [] : [`${from}: ${here} may not import ${target}`];
  });
}

function folderOf(file: string): string {
  const parts = file.split("/");
  return parts[0] === "src" || parts[0] === "loaders" ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

const effects = {
  "a module of Node": /"node:[\w/]+"/,
  "the clock": /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
  "unseeded randomness": /\bMath\.random\b|\bcrypto\.(randomUUID|getRandomValues)\b/,
  "a table library": /"(npm:)?(arquero|apache-arrow)"/,
  "the DOM": /(?<![\w.])(document|window)\./,
};

/** They compare with the reader's clock, in the reader's browser: the places that may. */
const clockReaders = ["src/components/rebuildBanner.ts", "src/components/whatIf/openTrial.ts"];

/** What a browser may run knows no Node, no clock and no chance; only components know a document. */
export function pureSource(files: SourceFiles): string[] {
  return [...files]
    .filter(([file]) => isPure(file))
    .flatMap(([file, text]) => {
      const code = withoutComments(text);
      const found = Object.entries(effects).filter(
        ([name, pattern]) => !mayUse(file, name) && pattern.test(code),
      );
      return found.map(([name]) => `${file}: expected pure code, got ${name}`);
    });
}

function isPure(file: string): boolean {
  const node = file.startsWith("src/data/") || generators.includes(file);
  return isCode(file) && file.startsWith("src/") && !node;
}

function mayUse(file: string, effect: string): boolean {
  if (effect === "the DOM") return file.startsWith("src/components/");
  return effect === "the clock" && clockReaders.includes(file);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

/** What a page loads at run time is made of relative files and `npm:` names: anything else breaks in a browser only. */
export function browserImports(files: SourceFiles): string[] {
  const loaded = new Set([
    "src/components/live.ts",
    "src/components/whatIf/takeOverTrial.ts",
    ...[...files.keys()].filter((file) => file.startsWith("src/components/views/")), // by the script of a page
  ]);
  const problems: string[] = [];
  for (const file of loaded) {
    for (const { specifier, target } of readImports(file, files).filter(({ typeOnly }) => !typeOnly)) {
      if (target !== undefined) loaded.add(target);
      else if (!specifier.startsWith("npm:")) problems.push(`${file}: a browser cannot load ${specifier}`);
    }
  }
  return problems;
}

/** No file imports itself by way of others. Types do not count: a schema and its checks may name each other's. */
export function importCycles(files: SourceFiles): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, target, typeOnly } of readAllImports(files)) {
    if (target !== undefined && !typeOnly) targets.set(from, [...(targets.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  return [...targets.keys()].flatMap((file) => findCycles([file], targets, done));
}

function findCycles(
  path: readonly string[],
  targets: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): string[] {
  const last = path.at(-1) ?? "";
  const first = path.indexOf(last);
  if (first < path.length - 1) return [`import cycle: ${path.slice(first).join(" → ")}`];
  if (done.has(last)) return [];
  const cycles = (targets.get(last) ?? []).flatMap((target) => findCycles([...path, target], targets, done));
  done.add(last);
  return cycles;
}

const longest = 300;

/** A file that is longer is two ideas. */
export function fileLengths(files: SourceFiles): string[] {
  return [...files].flatMap(([file, text]) => {
    const lines = text.split("\n").length - 1;
    return isCode(file) && lines > longest
      ? [`${file}: expected at most ${longest} lines, got ${lines}`]
      : [];
  });
}

const foreign = [
  {
    name: "a path of somebody's machine",
    pattern: /(?<![\w.\]})/-])\/(?:home|root|Users|mnt|work|workspace)\/[\w.-]+/,
  },
  { name: "a registry address", pattern: /https?:\/\/[\w.-]*(?:registry|npmjs|npmmirror|unpkg|jsdelivr)/i },
  { name: "a download address in the lock file", pattern: /^\s*"resolved": /m },
];

/** The repository works the same wherever it is cloned to and whichever registry serves it. */
export function foreignPlaces(files: SourceFiles): string[] {
  return [...files].flatMap(([file, text]) =>
    foreign
      .filter(({ pattern }) => pattern.test(text))
      .map(({ name }) => `${file}: expected none, got ${name}`),
  );
}

type LockEntry = { readonly optionalDependencies?: Readonly<Record<string, string>> };

/**
 * The lock file has an entry for every platform's variant of a package. A registry that lacks one makes npm leave it
 * out, and `npm ci` then refuses the lock file.
 */
export function lockedPlatforms(files: SourceFiles): string[] {
  const text = files.get("package-lock.json");
  if (text === undefined) return [];
  const { packages }: { packages: Readonly<Record<string, LockEntry>> } = JSON.parse(text);
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      )
      .map((name) => `package-lock.json: expected an entry for ${name}, got none`),
  );
}
