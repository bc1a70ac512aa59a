import { link, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 200;

/**
 * What `run` gives, with a lock file held meanwhile: builds of one workspace share the folder that they render in.
 * Waits while another living process holds the lock; one left by a process that died is taken over.
 * @param onWait told of the process that is waited for, again and again
 */
export async function withLock<T>(
  file: string,
  run: () => Promise<T>,
  onWait: (text: string) => void,
): Promise<T> {
  while (!(await takeLock(file))) {
    const holder = await holderOf(file);
    if (holder === undefined) continue;
    if (isAlive(holder)) {
      onWait(`waiting for the build of process ${holder}`);
      await sleep(pollMs);
    } else await rm(file, { force: true });
  }
  try {
    return await run();
  } finally {
    await rm(file, { force: true });
  }
}

/** Linking shows the lock with its content or not at all; false when there is one already. */
async function takeLock(file: string): Promise<boolean> {
  const own = `${file}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function holderOf(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : Number(text);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
