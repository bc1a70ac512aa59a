import { readdirSync, readFileSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { SourceFiles } from "./architecture/readImports.js";
import { readAllImports } from "./architecture/readImports.js";
import {
  browserImports,
  fileLengths,
  foreignPlaces,
  importCycles,
  importDirections,
  lockedPlatforms,
  pureSource,
} from "./architecture/rules.js";
import type { Rule } from "./architecture/rules.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const made = new Set(["node_modules", ".git", "dist", ".riskbook", "generated"]);
const isText = (name: string) => /\.(ts|mjs|js|json|md|yaml|css|csv|svg|html)$|^\.?[\w-]+$/.test(name);

/** Every text file of the repository, but not what a build or an install made. */
function readRepository(): SourceFiles {
  const files = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !made.has(entry.name)) visit(path);
      if (!entry.isFile() || !isText(entry.name)) continue;
      files.set(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8"));
    }
  };
  visit(root.replace(/\/$/, ""));
  return files;
}

const repository = readRepository();

type Planted = {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly found: string;
};

function holds(rule: Rule, planted: readonly Planted[]): void {
  it("holds in the repository", () => expect(rule(repository)).toEqual([]));
  it.each(planted)("catches $what", ({ files, found }) => {
    expect(rule(new Map(Object.entries(files)))).toEqual([found]);
  });
}

const empty = "export {};\n";
const importing = (specifier: string) => `import { x } from "${specifier}";\nx();\n`;

describe("readAllImports(files)", () => {
  it("finds imports of every form, and none in other statements", () => {
    const text = [
      'import { a } from "./a.js";',
      'import type { B } from "./b.js";',
      'import {\n  c,\n  d,\n} from "./c.js";',
      'import "./e.js";',
      'export { f } from "./f.js";',
      'export type { G } from "./g.js";',
      'const h = await import("./h.js");',
      'export const fake = { from: 1 };\nconst text = "export {}; from";',
      'export function type(from = "./not.js") {}',
    ].join("\n");
    const found = readAllImports(
      new Map([
        ["src/model/x.ts", text],
        ["src/model/a.ts", empty],
      ]),
    );
    const names = found.map(({ target, typeOnly }) => (typeOnly ? `type ${target}` : target));
    expect(names.map((name) => name?.replace("src/model/", ""))).toEqual([
      "a.ts",
      "type b.js",
      "c.js",
      "e.js",
      "f.js",
      "type g.js",
      "h.js",
    ]);
  });

  it("sees the whole repository", () => {
    const edges = new Set(readAllImports(repository).map(({ from, target }) => `${from} ${target}`));
    expect(edges).toContain("bin/build.ts loaders/site/buildSite.ts");
    expect(edges).toContain("src/components/live.ts src/components/drawBlocks.ts");
  });
});

describe("importDirections(files)", () => {
  const forbidden = [
    ["src/stats/a.ts", "src/model/b.ts"],
    ["src/model/a.ts", "src/matcher/b.ts"],
    ["src/matcher/a.ts", "src/replay/b.ts"],
    ["src/metrics/a.ts", "src/rca/b.ts"],
    ["src/control/a.ts", "src/metrics/b.ts"],
    ["src/replay/a.ts", "src/components/b.ts"],
    ["src/matcher/a.ts", "src/lint/b.ts"],
    ["src/lint/a.ts", "src/replay/b.ts"],
    ["src/lifecycle/a.ts", "src/matcher/b.ts"],
    ["src/components/a.ts", "loaders/store/b.ts"],
    ["src/data/a.ts", "loaders/store/b.ts"],
    ["loaders/store/a.ts", "loaders/sources/b.ts"],
    ["loaders/sources/a.ts", "loaders/tables/b.ts"],
    ["loaders/engine/a.ts", "loaders/replay/b.ts"],
    ["loaders/tables/a.ts", "loaders/artefacts/b.ts"],
    ["loaders/replay/a.ts", "src/components/b.ts"],
    ["loaders/artefacts/a.ts", "loaders/site/b.ts"],
    ["loaders/site/a.ts", "bin/b.ts"],
  ] as const;
  const planted = forbidden.map(([from, target]) => ({
    what: `${from} → ${target}`,
    files: {
      [from]: importing(posix.relative(posix.dirname(from), target).replace(".ts", ".js")),
      [target]: empty,
    },
    found: `${from}: ${posix.dirname(from)} may not import ${target}`,
  }));
  const missing = {
    what: "a file that is not there",
    files: { "src/model/a.ts": importing("./c.js") },
    found: "src/model/a.ts: expected a file, got ./c.js",
  };
  holds(importDirections, [...planted, missing]);
});

describe("pureSource(files)", () => {
  const line = (what: string, text: string, found: string): Planted => ({
    what,
    files: { "src/stats/a.ts": text },
    found: `src/stats/a.ts: expected pure code, got ${found}`,
  });
  holds(pureSource, [
    line("Node's modules", 'import { join } from "node:path";', "a module of Node"),
    line("Date.now()", "const now = Date.now();", "the clock"),
    line("new Date()", "const now = new Date();", "the clock"),
    line("Math.random()", "const x = Math.random();", "unseeded randomness"),
    line("document", "document.title = '';", "the DOM"),
    line("arquero", 'import * as aq from "arquero";', "a table library"),
  ]);

  it("lets a component have a document, and everybody a given date and a comment", () => {
    const files = {
      "src/components/a.ts": "document.title = '';",
      "src/model/b.ts": "new Date(0); // not Date.now()",
    };
    expect(pureSource(new Map(Object.entries(files)))).toEqual([]);
  });
});

describe("browserImports(files)", () => {
  holds(browserImports, [
    {
      what: "a bare package behind two imports",
      files: {
        "src/components/live.ts": 'const { draw } = await import("./draw.js");',
        "src/components/draw.ts":
          'import { y } from "../model/deep.js";\nimport * as Plot from "npm:@observablehq/plot";',
        "src/model/deep.ts": 'import * as v from "valibot";',
      },
      found: "src/model/deep.ts: a browser cannot load valibot",
    },
  ]);

  it("does not follow types", () => {
    const files = {
      "src/components/live.ts": 'import type { T } from "../model/t.js";',
      "src/model/t.ts": 'import * as v from "valibot";',
    };
    expect(browserImports(new Map(Object.entries(files)))).toEqual([]);
  });
});

describe("importCycles(files)", () => {
  holds(importCycles, [
    {
      what: "a circle of three",
      files: {
        "src/model/a.ts": importing("./b.js"),
        "src/model/b.ts": importing("./c.js"),
        "src/model/c.ts": importing("./a.js"),
      },
      found: "import cycle: src/model/a.ts → src/model/b.ts → src/model/c.ts → src/model/a.ts",
    },
    {
      what: "a circle that is closed late",
      files: { "src/model/a.ts": importing("./b.js"), "src/model/b.ts": 'await import("./a.js");' },
      found: "import cycle: src/model/a.ts → src/model/b.ts → src/model/a.ts",
    },
  ]);
});

describe("fileLengths(files)", () => {
  holds(fileLengths, [
    {
      what: "301 lines",
      files: { "bin/a.ts": "x;\n".repeat(301), "bin/b.ts": "x;\n".repeat(300) },
      found: "bin/a.ts: expected at most 300 lines, got 301",
    },
  ]);
});

describe("foreignPlaces(files)", () => {
  const home = ["", "home", "somebody", "riskbook"].join("/");
  const registry = ["https:", "", "registry.example.org", "x.tgz"].join("/");
  holds(foreignPlaces, [
    {
      what: "a home folder",
      files: { "README.md": `cd ${home}\n` },
      found: "README.md: expected none, got a path of somebody's machine",
    },
    {
      what: "a registry",
      files: { ".npmrc": `registry=${registry}\n` },
      found: ".npmrc: expected none, got a registry address",
    },
    {
      what: "a lock file with addresses",
      files: { "package-lock.json": ' {\n  "resolved": "x"\n}' },
      found: "package-lock.json: expected none, got a download address in the lock file",
    },
  ]);
});

describe("lockedPlatforms(files)", () => {
  const lock = {
    packages: { "node_modules/a": { optionalDependencies: { "a-linux": "1.0.0", "a-mac": "1.0.0" } } },
  };
  const known = { packages: { ...lock.packages, "node_modules/a-linux": {} } };
  holds(lockedPlatforms, [
    {
      what: "a platform without an entry",
      files: { "package-lock.json": JSON.stringify(known) },
      found: "package-lock.json: expected an entry for a-mac, got none",
    },
  ]);
});
