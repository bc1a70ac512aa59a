import { parentPort } from "node:worker_threads";
import type { Matcher } from "../../src/matcher/compilePackage.js";
import type { Task, TaskResult } from "./executor.js";
import { runTask } from "./runTask.js";

/** To a worker: a task, with its matcher only when it is not the one before. */
export type WorkerRequest = { readonly task: Omit<Task, "matcher">; readonly matcher?: Matcher };

/** From a worker: what came of the task. */
export type WorkerAnswer = { readonly result: TaskResult } | { readonly error: string };

let matcher: Matcher | undefined;

parentPort?.on("message", (request: WorkerRequest) => {
  const answer = answerOf(request);
  const buffers = "result" in answer ? buffersOf(answer.result) : [];
  parentPort?.postMessage(answer, buffers);
});

function answerOf(request: WorkerRequest): WorkerAnswer {
  try {
    matcher = request.matcher ?? matcher;
    if (matcher === undefined) throw new TypeError("Expected a matcher with the first task, got none");
    return { result: runTask({ ...request.task, matcher }) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function buffersOf({ hits }: TaskResult): ArrayBuffer[] {
  return Object.values(hits)
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
}
