import { expect, test } from "vitest";
import { inlineExecutor } from "../../loaders/replay/inlineExecutor.js";
import { threadExecutor } from "../../loaders/replay/workerThreads.js";
import { executorContract } from "./executorContract.js";

executorContract("threadExecutor({workers: 2})", () => threadExecutor({ workers: 2 }));
executorContract("threadExecutor({workers: 1})", () => threadExecutor({ workers: 1 }));
executorContract("inlineExecutor()", inlineExecutor);

test.each([0, 1.5])("threadExecutor({workers: %d}) is refused", (workers) => {
  expect(() => threadExecutor({ workers })).toThrow(
    new TypeError(`Expected \`workers\` to be an integer of at least 1, got \`${workers}\``),
  );
});
