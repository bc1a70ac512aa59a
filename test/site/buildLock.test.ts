import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../loaders/site/buildLock.js";
import { tempFolder } from "../sources/tempFolder.js";

function noWait(text: string): never {
  throw new Error(`Expected not to wait, got ${text}`);
}

test("withLock() gives what the work gives, and leaves no file", async () => {
  const dir = await tempFolder({});
  const lock = join(dir, "site.lock");
  const held = await withLock(lock, () => readFile(lock, "utf8"), noWait);
  expect(held).toBe(String(process.pid));
  expect(await readdir(dir)).toEqual([]);
});

test("withLock() leaves no file when the work fails", async () => {
  const dir = await tempFolder({});
  await expect(
    withLock(join(dir, "site.lock"), () => Promise.reject(new Error("no")), noWait),
  ).rejects.toThrow("no");
  expect(await readdir(dir)).toEqual([]);
});

test("withLock() does one work at a time and says for which process it waits", async () => {
  const lock = join(await tempFolder({}), "site.lock");
  const events: string[] = [];
  const waits: string[] = [];
  const work = async (name: string): Promise<void> => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    events.push(`${name} ends`);
  };
  const first = withLock(lock, () => work("first"), noWait);
  while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([
    first,
    withLock(
      lock,
      () => work("second"),
      (text) => waits.push(text),
    ),
  ]);
  expect(events).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  expect(new Set(waits)).toEqual(new Set([`waiting for the build of process ${process.pid}`]));
});

test("withLock() takes over from a process that died", async () => {
  const lock = join(await tempFolder({}), "site.lock");
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await writeFile(lock, String(pid));
  expect(await withLock(lock, () => Promise.resolve("done"), noWait)).toBe("done");
});
