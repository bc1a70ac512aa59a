import { mkdir, rm } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";
import { exitCodeOf, startFramework } from "./framework.js";

/** Framework ended badly; `log` is what it printed, without its colours. */
export class RenderError extends Error {
  readonly log: string;

  constructor(message: string, log: string) {
    super(message);
    this.name = "RenderError";
    this.log = log;
  }
}

/**
 * Renders a generated root into an empty folder with Framework, in a process of its own.
 * @param onLine told of Framework's output as it comes
 * @throws {RenderError} when Framework ends with an error
 */
export async function renderSite(
  root: string,
  output: string,
  onLine: (line: string) => void,
): Promise<void> {
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const child = startFramework(["build"], { root, output, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      onLine(stripVTControlCharacters(text).trimEnd().split("\n").at(-1) ?? "");
    });
  }
  const code = await exitCodeOf(child);
  if (code !== 0) {
    throw new RenderError(`Framework ended with code ${code}`, stripVTControlCharacters(log));
  }
}
