import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { lockHolder, withLock } from "../../loaders/store/lock.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";

/** A process that holds the lock of a folder until it is stopped. */
async function holdElsewhere(dir: string) {
  const code = `
    import { withLock } from ${JSON.stringify(join(import.meta.dirname, "../../loaders/store/lock.ts"))};
    await withLock(${JSON.stringify(dir)}, () => new Promise(() => {
      process.stdout.write("held");
      setInterval(() => undefined, 1000);
    }));`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<NodeJS.Signals | null>((done) => child.on("exit", (_, signal) => done(signal)));
  await once(child.stdout, "data");
  return { pid: child.pid, kill: (signal: NodeJS.Signals) => child.kill(signal), ended };
}

test("withLock() gives what the action gives, and leaves no file behind, also when it throws", async () => {
  const dir = join(await tempFolder({}), "new");
  const names = await withLock(dir, () => readdir(dir));
  expect(names).toEqual(["lock"]);
  await expect(withLock(dir, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await readdir(dir)).toEqual([]);
  expect([process.listenerCount("SIGINT"), await lockHolder(dir)]).toEqual([0, undefined]);
});

test("withLock() refuses a second build at the same time and names the process of the first", async () => {
  const dir = await tempFolder({});
  const first = await holdElsewhere(dir);
  expect(await lockHolder(dir)).toMatchObject({ pid: first.pid, host: hostname(), isAlive: true });
  expect(await issuesOf(dir, () => withLock(dir, async () => undefined))).toEqual([
    `lock: expected one build of a workspace at a time, got another one running as process ${first.pid}; wait for it or stop it`,
  ]);
  expect(await readdir(dir)).toEqual(["lock"]);
});

test("withLock() of one process shares its lock until the last action ends", async () => {
  const dir = await tempFolder({});
  const isHeld = (): boolean => existsSync(join(dir, "lock"));
  let inner = Promise.resolve(false);
  await withLock(dir, async () => {
    expect(await withLock(dir, async () => isHeld())).toBe(true);
    expect(isHeld()).toBe(true);
    inner = withLock(dir, () => sleep(50).then(isHeld)); // outlives the action that it began in
  });
  expect(await inner).toBe(true);
  expect(isHeld()).toBe(false);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends a build with that signal and releases its lock",
  async (signal) => {
    const dir = await tempFolder({});
    const first = await holdElsewhere(dir);
    first.kill(signal);
    expect(await first.ended).toBe(signal);
    expect(await readdir(dir)).toEqual([]);
  },
);

test("withLock() takes over the lock of a process that was killed, and says so", async () => {
  const dir = await tempFolder({});
  const first = await holdElsewhere(dir);
  first.kill("SIGKILL");
  await first.ended;
  expect(await lockHolder(dir)).toMatchObject({ pid: first.pid, isAlive: false });
  const said: string[] = [];
  await withLock(dir, async () => undefined, { onNotice: (text) => said.push(text) });
  expect(said).toEqual([`took over the lock of process ${first.pid}, which is gone`]);
});

test("withLock() takes over a lock whose process number another process has now, and one that was cut off", async () => {
  const own = { pid: process.pid, host: hostname(), start: "1" };
  for (const [text, pid] of [
    [JSON.stringify(own), process.pid],
    ['{"pid":', 0],
  ] as const) {
    const dir = await tempFolder({ lock: text });
    const said: string[] = [];
    await withLock(dir, async () => undefined, { onNotice: (notice) => said.push(notice) });
    expect(said).toEqual([`took over the lock of process ${pid}, which is gone`]);
  }
});

test("withLock() never takes over the lock of another machine", async () => {
  const dir = await tempFolder({});
  await writeFile(join(dir, "lock"), JSON.stringify({ pid: 1, host: "elsewhere", start: "1" }));
  expect(await issuesOf(dir, () => withLock(dir, async () => undefined))).toEqual([
    "lock: expected one build of a workspace at a time, got another one as process 1 on elsewhere; if it no longer runs there, delete this file",
  ]);
  expect(await readFile(join(dir, "lock"), "utf8")).toContain("elsewhere");
});
