import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../store/codeHash.js";

const require = createRequire(import.meta.url);

/** Packages that pages may import as `npm:…`. */
const vendored = [
  "@observablehq/inputs",
  "@observablehq/plot",
  "@uwdata/flechette",
  "d3",
  "d3-dsv",
  "htl",
  "isoformat",
  "re2js",
] as const;

/**
 * Fills Framework's npm cache below `cacheDir` from node_modules, so that a build makes no request.
 * Names that Framework mentions but we do not vendor get an empty folder: a page that uses one fails by that name.
 * Does nothing when the stamp says that the same versions were written by the same code.
 */
export async function seedNpmCache(cacheDir: string): Promise<void> {
  const npmDir = join(cacheDir, "_npm");
  const stampFile = join(cacheDir, "npm-stamp");
  const packages = vendored.map(locatePackage);
  const stamp = stampOf(packages);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  await rm(npmDir, { recursive: true, force: true });
  await bundlePackages(npmDir, packages);
  await markUnvendored(npmDir);
  await writeFile(stampFile, stamp);
}

type Package = { readonly name: string; readonly version: string };

function locatePackage(name: string): Package {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(packageFolder(name), "package.json"), "utf8"),
  );
  return { name, version };
}

/** The folder of an installed package. */
export function packageFolder(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    if (existsSync(join(folder, name, "package.json"))) return join(folder, name);
  }
  throw new TypeError(`Expected package ${name} in node_modules; run npm ci`);
}

function stampOf(packages: readonly Package[]): string {
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  for (const { name, version } of packages) hash.update(`${name}@${version}\n`);
  return hash.digest("hex");
}

async function bundlePackages(npmDir: string, packages: readonly Package[]): Promise<void> {
  await mkdir(npmDir, { recursive: true });
  await build({
    entryPoints: packages.map(({ name, version }) => ({
      in: name,
      out: `${name}@${version}/_esm`,
    })),
    outdir: npmDir,
    absWorkingDir: projectRoot, // names of chunks are hashes that take in paths relative to it
    preserveSymlinks: true,
    chunkNames: "_shared@0.0.0/[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
  });
}

async function markUnvendored(npmDir: string): Promise<void> {
  const clientDir = join(packageFolder("@observablehq/framework"), "dist", "client");
  for (const name of namesIn(clientDir)) {
    if (vendored.some((known) => known === name)) continue;
    await mkdir(join(npmDir, `${name}@0.0.0-not-vendored`), { recursive: true });
  }
}

function namesIn(clientDir: string): Set<string> {
  const names = new Set<string>();
  for (const file of readdirSync(clientDir, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js")) continue;
    const source = readFileSync(join(clientDir, file), "utf8");
    for (const [, name] of source.matchAll(/"npm:((?:@[\w-]+\/)?[\w.-]+)/g)) if (name) names.add(name);
  }
  return names;
}
