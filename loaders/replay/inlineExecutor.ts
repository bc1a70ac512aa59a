import type { Executor } from "./executor.js";
import { runTask } from "./runTask.js";

/** An executor in this thread, task by task: for what is done before a worker thread would have started. */
export function inlineExecutor(): Executor {
  return {
    // oxlint-disable-next-line typescript/require-await -- the same shape as executors that wait
    async *run(tasks) {
      for (const task of tasks) {
        try {
          yield runTask(task);
        } catch (error) {
          const cause = error instanceof Error ? error.message : String(error);
          throw new Error(`Task ${task.key} failed: ${cause}`, { cause: error });
        }
      }
    },
    close: () => Promise.resolve(),
  };
}
