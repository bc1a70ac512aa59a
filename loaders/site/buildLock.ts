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
  for (;;) {
    const holder = await takeLock(file);
    if (holder === undefined) break;
    onWait(`waiting for the build of process ${holder}`);
    await sleep(pollMs);
  }
  try {
    return await run();
  } finally {
    await rm(file, { force: true });
  }
}

/** `undefined` when the lock is ours, else the process that holds it. Linking shows the file with its content or not at all. */
async function takeLock(file: string): Promise<number | undefined> {
  const own = `${file}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const holder = Number(await readFile(file, "utf8").catch(() => "0"));
    if (!isAlive(holder)) await rm(file, { force: true });
    return holder;
  } finally {
    await rm(own, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
