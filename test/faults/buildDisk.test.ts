import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmdirSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { build, cloneProject, siteOf, startBuild } from "./cloneProject.js";
import type { Built, Clone, RunningBuild } from "./cloneProject.js";
import { buildWith } from "./plantFaults.js";

const mount = (...args: readonly string[]): boolean => spawnSync("mount", args).status === 0;
const unmount = (dir: string): boolean => spawnSync("umount", [dir]).status === 0;

/** Only root may mount, and not in every container. */
function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), "riskbook-mount-"));
  const mounted = mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", dir);
  if (mounted) unmount(dir);
  rmdirSync(dir);
  return mounted;
}

const mountable = canMount();
const changed = { "tiny/posts.csv": (text: string) => text.replace("a ripe plum", "nothing") };

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 }); // whole builds, beside other tests

let clone: Clone;
let disk = "";
/** The first build of the clone, and one that was started while it ran. */
let first: Awaited<RunningBuild["ended"]> | undefined;
let second: Built | undefined;

beforeAll(async () => {
  const made = await cloneProject();
  disk = join(made.dir, "disk");
  await mkdir(disk);
  clone = { ...made, out: join(disk, "out") };
  // Room for one site, and not for a second one beside it.
  if (mountable) expect(mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", disk)).toBe(true);
  const running = startBuild(clone);
  while (!existsSync(join(clone.dir, ".riskbook/tiny/lock"))) await sleep(20);
  second = await build(clone);
  first = await running.ended;
});
afterAll(async () => {
  if (mountable) unmount(disk);
  await clone.remove();
});

test("a second build at the same time is refused, and the first one ends well", () => {
  expect([second?.code, second?.status?.problems]).toEqual([
    3,
    [
      expect.stringMatching(
        /\.riskbook\/tiny\/lock: expected one build of a workspace at a time, got another one running as process \d+; wait for it or stop it$/,
      ),
    ],
  ]);
  expect(first?.code, first?.stderr).toBe(0);
});

describe.skipIf(!mountable)("a disk that cannot be written (skipped where mounting is not permitted)", () => {
  test("full while the site is published: named, the last site stays, and no half copy fills the disk", async () => {
    await writeFile(join(disk, "filler"), Buffer.alloc(500_000));
    const { problems } = await buildWith(clone, changed, { code: 3 });
    expect(problems).toEqual([
      `${clone.out}: expected to write this, got no space left on the disk; free some space and build again. Nothing was changed`,
    ]);
    expect((await readdir(disk)).toSorted()).toEqual(["filler", "out"]);
  });

  test("read-only: named before any work is done", async () => {
    expect(mount("-o", "remount,ro", disk)).toBe(true);
    const { problems, steps } = await buildWith(clone, changed, { code: 3 });
    expect(mount("-o", "remount,rw", disk)).toBe(true);
    expect(problems).toEqual([
      `${disk}: expected to write this, got a read-only file system; mount it for writing, or build elsewhere. Nothing was changed`,
    ]);
    expect(steps).toEqual([]);
  });

  test("full where the data is kept: named, and no status of an earlier build is left to be believed", async () => {
    const made = join(clone.dir, ".riskbook");
    const before = await siteOf(clone.out);
    expect(mount("-t", "tmpfs", "-o", "size=16k", "tmpfs", made)).toBe(true);
    await writeFile(join(made, "status.json"), '{"published": true, "problems": []}');
    const { code, stderr, status } = await build(clone);
    unmount(made);
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/^\S*\.riskbook\/\S*: expected to write this, got no space left on the disk/m);
    expect(status?.published).not.toBe(true);
    expect(await siteOf(clone.out)).toEqual(before);
  });
});
