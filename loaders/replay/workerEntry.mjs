// Worker threads do not start from .ts, and a loader takes each of them about a second. So the first one makes a single
// script of all modules, in a quarter of that, and leaves it in shared memory for the others: its state (see below), its
// length, and its bytes.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";
import { workerData } from "node:worker_threads";

const [missing, begun, made] = [0, 1, 2];
const entry = fileURLToPath(new URL("serveTasks.ts", import.meta.url));
const head = new Int32Array(workerData, 0, 2);
const bytes = new Uint8Array(workerData, 8);

while (Atomics.load(head, 0) !== made) {
  if (Atomics.compareExchange(head, 0, missing, begun) === missing) await makeScript();
  else Atomics.wait(head, 0, begun);
}
const script = Buffer.from(bytes.subarray(0, head[1])).toString();
compileFunction(script, ["require"], { filename: entry })(createRequire(import.meta.url));

async function makeScript() {
  let state = missing;
  try {
    const { buildSync } = await import("esbuild");
    const define = { "import.meta.url": JSON.stringify(pathToFileURL(entry).href) };
    const options = { bundle: true, platform: "node", format: "iife", legalComments: "none", define };
    const { outputFiles } = buildSync({ entryPoints: [entry], write: false, logLevel: "error", ...options });
    const { contents } = outputFiles[0];
    bytes.set(contents);
    head[1] = contents.length;
    state = made;
  } finally {
    Atomics.store(head, 0, state);
    Atomics.notify(head, 0); // after an error another thread tries
  }
}
