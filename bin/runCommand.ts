import { Command, CommanderError } from "commander";
import { DataError, formatIssue } from "../src/model/dataError.js";
import type { Effects } from "./effects.js";
import { exitCouldNotRun } from "./effects.js";

const shownIssues = 20;

/** An empty command that writes to the effects' streams and throws CommanderError instead of ending the process. */
export function newCommand(name: string, effects: Effects): Command {
  return new Command(name).exitOverride().configureOutput({
    writeOut: (text) => effects.stdout.write(text),
    writeErr: (text) => effects.stderr.write(text),
  });
}

/**
 * Runs a command on its own arguments and returns its exit code: what its action set, 0 after help, 3 for wrong usage.
 * Other errors are the caller's.
 */
export async function runCommand(
  makeCommand: (effects: Effects) => Command,
  args: readonly string[],
  effects: Effects,
): Promise<number> {
  let exitCode = 0;
  const command = makeCommand({ ...effects, setExitCode: (code) => (exitCode = code) });
  try {
    await command.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCouldNotRun;
    throw error;
  }
}

/**
 * Runs an action and returns its exit code; a DataError is written to stderr, an issue a line, and becomes 3.
 * A reader that closes stdout early (`| head`) is no failure: 0.
 */
export async function withErrors(effects: Effects, action: () => Promise<number>): Promise<number> {
  effects.stdout.on("error", ignore);
  try {
    return await action();
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    if (!(error instanceof DataError)) throw error;
    writeIssues(effects, error);
    return exitCouldNotRun;
  }
}

/** `writeAll` reports what went wrong; an error without a listener would end the process. */
function ignore(): void {}

/** Writes a text and waits until the stream has handed it on, so that a slow reader slows the writer. */
export function writeAll(stream: Effects["stdout"], text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function writeIssues(effects: Effects, error: DataError): void {
  const lines = error.issues.slice(0, shownIssues).map(formatIssue);
  const more = error.issues.length - lines.length;
  effects.stderr.write(`${lines.join("\n")}\n${more > 0 ? `… and ${more} more\n` : ""}`);
}

function isClosedPipe(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}
