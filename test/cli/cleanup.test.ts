import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCleanup } from "../../bin/cleanup.js";
import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { packageHashOf, readPackage } from "../../loaders/tables/readPackage.js";
import { packageCsv } from "../../src/matcher/packageCsv.js";
import { runIn } from "./streams.js";

const davidson = "data/davidson";
const onProgress = (): void => undefined;

const cleanUp = (...args: string[]): ReturnType<typeof runIn> =>
  runIn(process.cwd(), runCleanup, { args: ["--workspace", davidson, ...args] });

let dir = "";
beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), "cleanup-"))));
afterAll(() => rm(dir, { recursive: true, force: true }));

describe("riskbook cleanup --workspace data/davidson", () => {
  it("keeps every true positive with 76 of 403 terms, and no package has fewer", async () => {
    const out = join(dir, "smaller.csv");
    const { code, stdout } = await cleanUp("--json", "--out", out);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found.terms).toEqual({ all: 403, rejecting: 403, hitting: 139 });
    expect(found.minimal).toMatchObject({ kept: 76, leastTerms: 76 });
    expect(found.minimal.removed).toHaveLength(327);
    expect(found.minimal.changes).toMatchObject({ lostTP: [], unlabelled: [] });
    expect(found.zeroHit).toHaveLength(264);

    const { traffic, packages } = await openTraffic(davidson, { packages: ["newest", out], onProgress });
    const [whole = new Set<number>(), small = new Set<number>()] = packages.map(
      ({ hits }) => new Set(Array.from(hits.items)),
    );
    const freed = [...whole].filter((item) => !small.has(item));
    expect(new Set(freed.map((item) => traffic.itemIds[item]))).toEqual(
      new Set(found.minimal.changes.fixedFP),
    );
    expect(freed.every((item) => traffic.truths[item] === "good")).toBe(true);
    expect(packages[1]?.terms).toHaveLength(76);
  });

  it("removes terms in an order that beats random, hits and precision", async () => {
    const { areas, frontier } = JSON.parse((await cleanUp("--json")).stdout);
    expect(areas.best).toBeGreaterThan(Math.max(areas.random, areas.byHits, areas.byPrecision));
    expect(areas.best).toBeCloseTo(0.99956, 5);
    expect(frontier).toHaveLength(140);
    expect(frontier.at(-1)).toMatchObject({ terms: 0, tp: 0, fp: 0 });
  });

  it("tells people the same, terms masked", async () => {
    const { code, stdout } = await cleanUp("--snapshot", "2015-11");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Release 2015-11: \d+ terms/);
    expect(stdout).toContain("Minimal package: ");
    expect(stdout).toContain("•");
  });

  it("names the nearest release where it knows none", async () => {
    const { code, stderr } = await cleanUp("--snapshot", "2015-10");
    expect(code).toBe(3);
    expect(stderr).toContain('got "2015-10"');
  });
});

describe("packageCsv(terms)", () => {
  it("reads as the same package, its cells safe in a spreadsheet", async () => {
    const from = join(dir, "from.csv");
    const rows = [
      "term,term_id,kind,match,views,languages,markets,policies,action,radius,valid_from,owner,note",
      "'=cmd|' /C calc'!A0,,,,,,,,,,,@team,",
      '"a ""quoted"", term",,,prefix,canonical+evasive,de;en,DE,p1;p2,flag,,2024-01-01T00:00:00Z,,',
      "[0-9]{4},code,regex,,,,,,watch,,,,-note",
      `${"ab".repeat(32)},,image,,,,,,,12,,,`,
    ];
    await writeFile(from, `${rows.join("\n")}\n`);
    const { terms } = await readPackage(from);
    expect(terms[0]).toMatchObject({ term: "=cmd|' /C calc'!A0", owner: "@team" });
    const to = join(dir, "to.csv");
    await writeFile(to, packageCsv(terms));
    const again = await readPackage(to);
    expect(again.terms).toEqual(terms);
    expect(packageHashOf(again.terms)).toBe(packageHashOf(terms));
    expect(await readFile(to, "utf8")).not.toMatch(/(^|,|\n)"?[=+\-@]/);
  });
});
