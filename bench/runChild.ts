import { spawn } from "node:child_process";

/**
 * What a script writes to stdout as JSON when a process of its own runs it with these arguments, so that one measurement
 * warms up nothing for the next.
 */
export function runChild<T>(script: string, args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`Expected exit code 0, got ${code}`)),
    );
  });
}
