import { readFileSync, unlinkSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { DataError } from "../../src/model/dataError.js";
import { makeFolder } from "./durable.js";
import { namingPath } from "./fileErrors.js";

const holderSchema = v.object({
  pid: v.number(),
  host: v.string(),
  /** When the process started, as the system counts it; tells a process from a later one of the same number. */
  start: v.string(),
});

/** Who holds a lock. */
export type LockHolder = v.InferOutput<typeof holderSchema>;

export type LockOptions = {
  /** What to do while another process holds the lock: fail at once (the default), or wait until it is free. */
  readonly whenBusy?: "refuse" | "wait";
  /** Told when the lock of a process that is gone is taken over. */
  readonly onNotice?: (text: string) => void;
};

const pollMs = 100;

/** Locks that this process asked for; two at a time must not share a file. */
let taken = 0;

/** Locks that this process holds: how many actions share each, and what releases it. */
const held = new Map<string, { sharing: number; readonly release: () => void }>();

/**
 * What `action` gives, with the lock of a build folder held meanwhile; actions of one process share it, so that one
 * may run inside another. Released at the end, also by SIGINT and SIGTERM; one left by a process that is gone is taken
 * over.
 * @param folder `.riskbook/<workspace>`; made when it is missing
 * @throws {DataError} naming the process when another build holds the lock and is not to be waited for
 */
export async function withLock<T>(
  folder: string,
  action: () => Promise<T>,
  { whenBusy = "refuse", onNotice = () => undefined }: LockOptions = {},
): Promise<T> {
  const file = lockFile(resolve(folder));
  const lock = held.get(file) ?? (await takeFirst(folder, file, { whenBusy, onNotice }));
  lock.sharing++;
  try {
    return await action();
  } finally {
    if (--lock.sharing === 0) lock.release();
  }
}

async function takeFirst(folder: string, file: string, options: Required<LockOptions>) {
  await namingPath(folder, () => makeFolder(folder));
  await takeLock(file, options);
  const unlock = releaseAtEnd(file);
  const release = (): void => {
    held.delete(file);
    unlock();
  };
  const lock = { sharing: 0, release };
  held.set(file, lock);
  return lock;
}

/** Who holds the lock of a build folder and whether that process still runs; `undefined` when nobody does. */
export async function lockHolder(folder: string): Promise<(LockHolder & { isAlive: boolean }) | undefined> {
  const holder = await readHolder(lockFile(folder));
  return holder === undefined ? undefined : { ...holder, isAlive: isAlive(holder) };
}

function lockFile(folder: string): string {
  return join(folder, "lock");
}

async function takeLock(file: string, { whenBusy, onNotice }: Required<LockOptions>): Promise<void> {
  const own = `${file}.${process.pid}-${++taken}`;
  const text = JSON.stringify({ pid: process.pid, host: hostname(), start: startOf(process.pid) ?? "" });
  await namingPath(own, () => writeFile(own, text));
  try {
    while (!(await linkNew(own, file))) {
      const holder = await readHolder(file);
      if (holder === undefined) continue; // released this moment
      if (isAlive(holder)) {
        if (whenBusy === "refuse") throw new DataError([{ source: file, message: busyMessage(holder) }]);
        await sleep(pollMs);
      } else if (await removeLeft(file, holder))
        onNotice(`took over the lock of process ${holder.pid}, which is gone`);
    }
  } finally {
    await rm(own, { force: true });
  }
}

function busyMessage({ pid, host }: LockHolder): string {
  if (host === hostname())
    return `expected one build of a workspace at a time, got another one running as process ${pid}; wait for it or stop it`;
  return `expected one build of a workspace at a time, got another one as process ${pid} on ${host}; if it no longer runs there, delete this file`;
}

/** Linking shows the lock with its content or not at all; false when there is one already. */
async function linkNew(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Takes a lock away that its process left. Another process may have been quicker: then its lock is put back. */
async function removeLeft(file: string, { pid, start }: LockHolder): Promise<boolean> {
  const aside = `${file}.left.${process.pid}`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return false;
  const found = await readHolder(aside);
  const isLeft = found?.pid === pid && found.start === start;
  if (!isLeft) await linkNew(aside, file);
  await rm(aside, { force: true });
  return isLeft;
}

/** A text that is no lock was cut off by a crash: its process is gone. */
async function readHolder(file: string): Promise<LockHolder | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return v.parse(holderSchema, JSON.parse(text));
  } catch {
    return { pid: 0, host: hostname(), start: "" };
  }
}

/** A process of another machine cannot be asked, so it counts as running. */
function isAlive({ pid, host, start }: LockHolder): boolean {
  if (host !== hostname()) return true;
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const now = startOf(pid);
  return now === undefined || start === "" || now === start;
}

/** Ticks from boot to the start of a process; `undefined` where the system has no such file. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Releases the lock when called, or when the process ends before. */
function releaseAtEnd(file: string): () => void {
  const unlink = (): void => {
    try {
      unlinkSync(file);
    } catch {
      // gone already
    }
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    release();
    process.kill(process.pid, signal); // ends the process as if nobody had listened
  };
  const release = (): void => {
    unlink();
    process.off("exit", unlink).off("SIGINT", onSignal).off("SIGTERM", onSignal);
  };
  process.on("exit", unlink).on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return release;
}
