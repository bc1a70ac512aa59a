import { once } from "node:events";
import { Readable, Writable } from "node:stream";
import type { Effects } from "../../bin/effects.js";

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Run = (args: readonly string[], effects: Effects) => Promise<number>;

/** Runs a command in a folder on its own streams; `stdin` in chunks as given. */
export async function runIn(
  cwd: string,
  run: Run,
  { args, stdin = [] }: { args: readonly string[]; stdin?: readonly (string | Buffer)[] },
): Promise<Ran> {
  const stdout = collector();
  const stderr = collector();
  const effects = {
    stdin: Readable.from(stdin.map((chunk) => Buffer.from(chunk))),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    cwd,
    setExitCode: () => undefined,
  };
  const code = await run(args, effects);
  return { code, stdout: await stdout.text(), stderr: await stderr.text() };
}

function collector(): { stream: Writable; text: () => Promise<string> } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1024,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  const text = async (): Promise<string> => {
    await once(stream.end(), "close");
    return Buffer.concat(chunks).toString();
  };
  return { stream, text };
}
