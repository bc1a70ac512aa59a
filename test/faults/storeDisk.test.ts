import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmdirSync } from "node:fs";
import { statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStore } from "../../loaders/store/store.js";
import { withLock } from "../../loaders/store/lock.js";
import { exampleFiles, ingestFolder } from "../tables/exampleWorkspace.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";
import { readTree } from "./smallWorkspace.js";

const mount = (...args: string[]): boolean => spawnSync("mount", args).status === 0;

/** Whether this user may mount; where not, nothing here can be shown. */
const canMount = ((): boolean => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const dir = mkdtempSync(join(tmpdir(), "riskbook-mount-"));
  const isMounted = mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", dir);
  if (isMounted) spawnSync("umount", [dir]);
  rmdirSync(dir);
  return isMounted;
})();

async function onSmallDisk(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = await tempFolder({});
  if (!mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", dir)) throw new Error("Expected to mount a tmpfs");
  try {
    await run(dir);
  } finally {
    spawnSync("umount", ["-l", dir]);
  }
}

async function putBytes(dir: string, bytes: number): Promise<void> {
  const store = await openStore(dir);
  const rowsHash = createHash("sha256").update(String(bytes)).digest("hex");
  const item = { table: "item", partition: "all", rows: 1, rowsHash, extension: "json" } as const;
  const entry = await store.put(item, (path) => writeFile(path, Buffer.alloc(bytes)));
  await store.commit({ version: 1, tables: { item: { key: "k", entries: [entry] } } });
}

describe.skipIf(!canMount)(
  "a store on a disk that is full or read-only (skipped without the right to mount)",
  () => {
    test("a full disk is named with the path and the remedy, and the store is as before", async () => {
      await onSmallDisk(async (dir) => {
        await putBytes(dir, 100_000);
        const before = await readTree(dir);
        const [issue, ...others] = await issuesOf(dir, () => putBytes(dir, 600_000));
        expect(others).toEqual([]);
        expect(issue).toMatch(
          /^unfinished\/item-all-[0-9a-f]{16}: expected to write this, got no space left on the disk; free some space and build again\. Nothing was changed$/,
        );
        expect(await readTree(dir)).toEqual(before);
        await putBytes(dir, 200_000);
      });
    });

    test("an ingest onto a full disk, also when the engine writes, says so and leaves the last one in force", async () => {
      await onSmallDisk(async (dir) => {
        for (const [name, text] of Object.entries({ ...exampleFiles, fill: "" })) {
          const { mkdir } = await import("node:fs/promises");
          await mkdir(join(dir, name, ".."), { recursive: true });
          await writeFile(join(dir, name), text);
        }
        const first = await ingestFolder(dir);
        const { bavail, bsize } = await statfs(dir);
        await writeFile(join(dir, "fill"), Buffer.alloc((bavail - 1) * bsize));
        await writeFile(
          join(dir, "posts.csv"),
          `${exampleFiles["posts.csv"]}p3,a plum,en,2024-02-05T00:00:00Z\n`,
        );
        const issues = await issuesOf(dir, () => ingestFolder(dir));
        expect(issues).toHaveLength(1);
        expect(issues[0]).toMatch(
          /^store\/unfinished\/.*: expected to write this, got no space left on the disk; /,
        );
        await writeFile(join(dir, "fill"), "");
        await writeFile(join(dir, "posts.csv"), exampleFiles["posts.csv"]);
        expect(await ingestFolder(dir)).toMatchObject({ ran: false, tables: first.tables });
      });
    });

    test("a read-only disk is named, for the store and for the lock", async () => {
      await onSmallDisk(async (dir) => {
        await putBytes(dir, 1_000);
        if (!mount("-o", "remount,ro", dir)) throw new Error("Expected to remount the tmpfs");
        const readOnly =
          "expected to write this, got a read-only file system; mount it for writing, or build elsewhere. Nothing was changed";
        const [issue] = await issuesOf(dir, () => putBytes(dir, 2_000));
        expect(issue).toContain(readOnly);
        expect((await issuesOf(dir, () => withLock(dir, async () => undefined)))[0]).toContain(readOnly);
      });
    });
  },
);
