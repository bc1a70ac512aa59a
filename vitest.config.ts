import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: [{ find: /^npm:(.+)$/, replacement: "$1" }] },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    env: { TZ: "UTC" },
    expect: { requireAssertions: true },
  },
});
