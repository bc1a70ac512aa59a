import { Worker } from "node:worker_threads";

/** A loop over 16 KiB, which every core has to itself. */
const loop = `
const cells = new Int32Array(4096);
for (let i = 0, x = 1; i < 4e8; i++) {
  x = (Math.imul(x, 1664525) + 1013904223) | 0;
  cells[x & 4095] += x;
}`;

/**
 * How many times as fast the machine does two busy loops at once as one after the other, in wall time, now: 2 on two
 * cores that nobody else uses, 1 where two threads gain nothing. What two workers gain cannot be more.
 */
export async function busyThreads(): Promise<number> {
  const one = await timed(1);
  const two = await timed(2);
  return (2 * one) / two;
}

async function timed(threads: number): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: threads }, runLoop));
  return performance.now() - startedAt;
}

function runLoop(): Promise<void> {
  const worker = new Worker(loop, { eval: true });
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}
