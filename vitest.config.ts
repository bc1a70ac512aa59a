import { defineConfig } from "vitest/config";

/** They stand apart because only they need a built site: it is built before the first of them. */
const siteTests = ["test/browser/**/*.test.ts", "test/cli/check.test.ts"];

export default defineConfig({
  resolve: { alias: [{ find: /^npm:(.+)$/, replacement: "$1" }] },
  test: {
    maxWorkers: 2, // most tests wait for builds and browsers; by itself Vitest leaves one of two cores idle
    testTimeout: 300_000,
    hookTimeout: 900_000,
    env: { TZ: "UTC" },
    expect: { requireAssertions: true },
    projects: [
      { extends: true, test: { name: "code", include: ["test/**/*.test.ts"], exclude: siteTests } },
      {
        extends: true,
        test: { name: "site", include: siteTests, globalSetup: "test/browser/buildOnce.ts" },
      },
    ],
  },
});
