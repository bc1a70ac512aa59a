import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { DataError } from "../../src/model/dataError.js";
import type { Executor, ScanTerms, Task, TaskResult } from "./executor.js";
import type { WorkerAnswer, WorkerRequest } from "./serveTasks.js";

/** A thread and the atoms that it has. It is made anew after it ended. */
type Slot = { thread?: Thread | undefined; atoms?: ScanTerms | undefined };

/** `answers` waits for those of its tasks, in their order; `ended` rejects when the thread does not run any more. */
type Thread = {
  readonly worker: Worker;
  readonly answers: ((answer: WorkerAnswer) => void)[];
  readonly ended: Promise<never>;
};

type Done = { readonly slot: Slot; readonly task: Task; readonly result: TaskResult };

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

/** Of the tasks that a thread is given one runs and one waits, so that the thread need not wait for this one. */
const tasksEach = 2;

/** Keeps every slot busy; the next task is sent before a result is handed out. */
async function* runAll(slots: readonly Slot[], tasks: readonly Task[]): AsyncGenerator<TaskResult> {
  const waiting = tasks[Symbol.iterator]();
  const running = new Map<Task, Promise<Done>>();
  const startNext = (slot: Slot): void => {
    const next = waiting.next();
    if (next.done !== true) running.set(next.value, runOn(slot, next.value));
  };
  try {
    for (let each = 0; each < tasksEach; each++) for (const slot of slots) startNext(slot);
    while (running.size > 0) {
      const { slot, task, result } = await Promise.race(running.values());
      running.delete(task);
      startNext(slot);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}

async function runOn(slot: Slot, task: Task): Promise<Done> {
  const { atoms, ...sent } = task;
  slot.thread ??= startThread();
  const request: WorkerRequest = slot.atoms === atoms ? { task: sent } : { task: sent, atoms };
  slot.atoms = atoms;
  try {
    const answer = await ask(slot, slot.thread, request);
    if ("result" in answer) return { slot, task, result: answer.result };
    throw answer.issues === undefined ? new Error(answer.error) : new DataError(answer.issues);
  } catch (error) {
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
  const answers: Thread["answers"] = [];
  worker.on("message", (answer: WorkerAnswer) => answers.shift()?.(answer));
  return { worker, answers, ended };
}

async function ask(slot: Slot, thread: Thread, request: WorkerRequest): Promise<WorkerAnswer> {
  thread.worker.postMessage(request, []);
  const answer = new Promise<WorkerAnswer>((resolve) => {
    thread.answers.push(resolve);
  });
  try {
    return await Promise.race([answer, thread.ended]);
  } catch (error) {
    if (slot.thread === thread) [slot.thread, slot.atoms] = [undefined, undefined];
    throw error;
  }
}

async function stop(slot: Slot): Promise<void> {
  const { thread } = slot;
  [slot.thread, slot.atoms] = [undefined, undefined];
  await thread?.worker.terminate();
}
