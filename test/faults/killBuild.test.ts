import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { build, cloneProject, siteOf, startBuild } from "./cloneProject.js";
import type { Clone } from "./cloneProject.js";

/** `RISKBOOK_KILLS=1` takes the first of the same moments alone. */
const kills = Number(process.env["RISKBOOK_KILLS"] ?? 50);
const seed = 20_240_301;

type Version = { readonly posts: string; site: Awaited<ReturnType<typeof siteOf>> };

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 }); // whole builds, beside other tests

let clone: Clone;
const versions: Version[] = [];
/** Which of them is published: every build is one of the other. */
let current = 1;
let durationMs = 0;

/** Uninterrupted builds of two versions of the input, the second with everything warm, as the killed ones are. */
beforeAll(async () => {
  clone = await cloneProject();
  const posts = await readFile(join(clone.dir, "tiny/posts.csv"), "utf8");
  for (const text of [posts, posts.replace("a ripe plum", "nothing")]) {
    const started = performance.now();
    versions.push({ posts: text, site: await buildOf(text) });
    durationMs = performance.now() - started;
  }
});
afterAll(() => clone.remove());

async function buildOf(posts: string): Promise<Version["site"]> {
  await writeFile(join(clone.dir, "tiny/posts.csv"), posts);
  const { code, stderr } = await build(clone);
  expect(code, stderr).toBe(0);
  return siteOf(clone.out);
}

test("the two versions differ", () => {
  expect(versions.map(({ site }) => site)).toHaveLength(2);
  expect(versions[0]?.site).not.toEqual(versions[1]?.site);
});

const random = mulberry32(seed);
const shares = Array.from({ length: kills }, random);

test.each(shares)(
  "kill -9 at %d of a build leaves a whole site, and the next build is as if nothing had been",
  async (share) => {
    current = 1 - current;
    const next = versions[current];
    await writeFile(join(clone.dir, "tiny/posts.csv"), next?.posts ?? "");
    const running = startBuild(clone);
    await sleep(share * durationMs);
    running.stop();
    await running.ended;
    const site = await siteOf(clone.out);
    expect(versions.findIndex((version) => isSame(version.site, site))).toBeGreaterThanOrEqual(0);
    expect(await buildOf(next?.posts ?? "")).toEqual(next?.site);
    expect((await readdir(clone.dir)).filter((name) => name.startsWith(".out."))).toEqual([]);
  },
);

function isSame(a: Version["site"], b: Version["site"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Shares in [0, 1), the same for the same seed (mulberry32). */
function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
