import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { AtomData } from "../../src/matcher/atoms.js";
import { DataError } from "../../src/model/dataError.js";
import type { Executor, Task, TaskResult } from "./executor.js";
import type { WorkerAnswer, WorkerRequest } from "./serveTasks.js";

/** A thread and the atoms that it has. It is made anew after a task that failed. */
type Slot = { thread?: Thread | undefined; atoms?: AtomData | undefined };

/** `ended` rejects when the thread does not run any more. */
type Thread = { readonly worker: Worker; readonly ended: Promise<never> };

type Done = { readonly slot: Slot; readonly result: TaskResult };

const entry = new URL("workerEntry.mjs", import.meta.url);

/** Where threads share what they run; four times as much as it takes. */
const script = new SharedArrayBuffer(2 ** 22);

/**
 * An executor on worker threads of this process. Threads start at once and stay until `close`.
 * A thread is sent atoms only when they differ from those before (by identity), so tasks of the same atoms are best
 * given in a row and with the same object.
 * @param options workers ≥ 1, left out: as many as there are cores
 */
export function threadExecutor({ workers = availableParallelism() }: { workers?: number } = {}): Executor {
  if (!Number.isInteger(workers) || workers < 1) {
    throw new TypeError(`Expected \`workers\` to be an integer of at least 1, got \`${workers}\``);
  }
  const slots = Array.from({ length: workers }, (): Slot => ({ thread: startThread() }));
  let isRunning = false;
  return {
    async *run(tasks) {
      if (isRunning) throw new TypeError("Expected one run at a time, got a second one");
      isRunning = true;
      try {
        yield* runAll(slots, tasks);
      } finally {
        isRunning = false;
      }
    },
    async close() {
      await Promise.all(slots.map(stop));
    },
  };
}

/** Keeps every slot busy; the next task starts before a result is handed out. */
async function* runAll(slots: readonly Slot[], tasks: readonly Task[]): AsyncGenerator<TaskResult> {
  const waiting = tasks[Symbol.iterator]();
  const running = new Map<Slot, Promise<Done>>();
  const startNext = (slot: Slot): void => {
    const next = waiting.next();
    if (next.done !== true) running.set(slot, runOn(slot, next.value));
  };
  try {
    for (const slot of slots) startNext(slot);
    while (running.size > 0) {
      const { slot, result } = await Promise.race(running.values());
      running.delete(slot);
      startNext(slot);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}

async function runOn(slot: Slot, { atoms, ...task }: Task): Promise<Done> {
  slot.thread ??= startThread();
  const request: WorkerRequest = slot.atoms === atoms ? { task } : { task, atoms };
  slot.atoms = atoms;
  try {
    const answer = await ask(slot.thread, request);
    if ("result" in answer) return { slot, result: answer.result };
    throw answer.issues === undefined ? new Error(answer.error) : new DataError(answer.issues);
  } catch (error) {
    await stop(slot);
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`Task ${task.key} failed: ${cause}`, { cause: error });
  }
}

function startThread(): Thread {
  const worker = new Worker(entry, { execArgv: [], workerData: script });
  const ended = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`its thread ended with code ${code}`)));
  });
  ended.catch(() => undefined); // the task that runs then tells, if there is one
  return { worker, ended };
}

function ask({ worker, ended }: Thread, request: WorkerRequest): Promise<WorkerAnswer> {
  const answer = new Promise<WorkerAnswer>((resolve) => {
    worker.once("message", resolve);
  });
  worker.postMessage(request, []);
  return Promise.race([answer, ended]);
}

async function stop(slot: Slot): Promise<void> {
  const { thread } = slot;
  [slot.thread, slot.atoms] = [undefined, undefined];
  await thread?.worker.terminate();
}
