import { defineConfig } from "vitest/config";

/** They stand apart because only they need a built site: its build begins with the first test, and they wait for it. */
const siteTests = ["test/browser/**/*.test.ts"];

/**
 * Faults at random moments and places, in numbers that take an hour; a whole build for each fault that Framework or a
 * browser stops at, or that a disk meets; and what each simulated incident leaves behind: for the night (`npm run test:faults`).
 */
const nightTests = [
  "test/faults/{killBuild,storeKill,bitFlips,stoppedPages,buildDisk}.test.ts",
  "test/simulate/signatures.test.ts",
];

export default defineConfig({
  resolve: { alias: [{ find: /^npm:(.+)$/, replacement: "$1" }] },
  test: {
    maxWorkers: 3, // for two cores: most tests wait for builds, locks and browsers
    testTimeout: 300_000,
    hookTimeout: 900_000,
    env: { TZ: "UTC" },
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: "code",
          include: ["test/**/*.test.ts"],
          exclude: [...siteTests, ...nightTests],
          isolate: false, // they share nothing but modules, which then load once a worker
        },
      },
      { extends: true, test: { name: "night", include: nightTests } },
      {
        extends: true,
        test: { name: "site", include: siteTests, globalSetup: "test/browser/startBuild.ts" },
      },
    ],
  },
});
