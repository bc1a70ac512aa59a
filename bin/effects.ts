import { join, isAbsolute } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Everything a command may touch besides files: given to it, so that tests can give their own. */
export type Effects = {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths that a user gives are relative to it. */
  readonly cwd: string;
  /** Says how the command ended; the process goes on until its work is done. */
  readonly setExitCode: (code: number) => void;
};

/** The effects of the running process. */
export function processEffects(): Effects {
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, cwd: process.cwd(), setExitCode: (code) => (process.exitCode = code) };
}

/** 3: could not run (bad config, missing or broken input, wrong usage). */
export const exitCouldNotRun = 3;

/** A path as the user gave it, good for opening: as it is where possible, so that messages name it in the user's words. */
export function userPath(effects: Effects, path: string): string {
  return isAbsolute(path) || effects.cwd === process.cwd() ? path : join(effects.cwd, path);
}
