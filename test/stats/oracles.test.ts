import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hasOracles, oraclesNamed } from "./oracles.js";

describe.skipIf(!hasOracles)("../shared/oracles/oracles.json (skipped when not there)", () => {
  it("has its source beside every oracle, and a test that asks for it by name", () => {
    const asked = readdirSync("test", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".test.ts") && !path.endsWith("oracles.test.ts"))
      .flatMap((path) => [
        ...readFileSync(`test/${path}`, "utf8").matchAll(/oraclesNamed<[^(]*\(\s*"([^"]+)"/g),
      ])
      .map(([, start = ""]) => start);
    const oracles = oraclesNamed<{ source: string }>("");
    expect(oracles).toHaveLength(21);
    for (const { name, source } of oracles) {
      expect(source, name).not.toBe("");
      expect(
        asked.filter((start) => name.startsWith(start)),
        name,
      ).not.toEqual([]);
    }
  });
});
