import { expect, test } from "vitest";
import type { Executor } from "../../loaders/replay/executor.js";
import { runTask } from "../../loaders/replay/runTask.js";
import { threadExecutor } from "../../loaders/replay/workerThreads.js";
import { executorContract } from "./executorContract.js";

executorContract("threadExecutor({workers: 2})", () => threadExecutor({ workers: 2 }));
executorContract("threadExecutor({workers: 1})", () => threadExecutor({ workers: 1 }));
executorContract("one task after the other, in this thread", hereExecutor);

test.each([0, 1.5])("threadExecutor({workers: %d}) is refused", (workers) => {
  expect(() => threadExecutor({ workers })).toThrow(
    new TypeError(`Expected \`workers\` to be an integer of at least 1, got \`${workers}\``),
  );
});

/** The smallest executor there is: shows that the suite asks for nothing but the contract. */
function hereExecutor(): Executor {
  return {
    async *run(tasks) {
      for (const task of tasks) {
        try {
          yield runTask(task);
        } catch (error) {
          throw new Error(`Task ${task.key} failed: ${String(error)}`, { cause: error });
        }
      }
    },
    close: () => Promise.resolve(),
  };
}
