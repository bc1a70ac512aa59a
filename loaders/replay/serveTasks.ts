import { parentPort } from "node:worker_threads";
import { DataError } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import type { ScanTerms, Task, TaskResult } from "./executor.js";
import { runTask } from "./runTask.js";

/** To a worker: a task, with its atoms only when they are not those before. */
export type WorkerRequest = { readonly task: Omit<Task, "atoms">; readonly atoms?: ScanTerms };

/** From a worker: what came of the task. */
export type WorkerAnswer =
  | { readonly result: TaskResult }
  | { readonly error: string; readonly issues?: readonly DataIssue[] };

let atoms: ScanTerms | undefined;

parentPort?.on("message", (request: WorkerRequest) => {
  const answer = answerOf(request);
  const buffers = "result" in answer ? buffersOf(answer.result) : [];
  parentPort?.postMessage(answer, buffers);
});

function answerOf(request: WorkerRequest): WorkerAnswer {
  try {
    atoms = request.atoms ?? atoms;
    if (atoms === undefined) throw new TypeError("Expected atoms with the first task, got none");
    return { result: runTask({ ...request.task, atoms }) };
  } catch (error) {
    if (error instanceof DataError) return { error: error.message, issues: error.issues };
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function buffersOf({ hits }: TaskResult): ArrayBuffer[] {
  return Object.values(hits)
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
}
