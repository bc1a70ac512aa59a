import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { folderBytes } from "../site/folderBytes.js";
import { build } from "./cloneProject.js";
import type { Clone } from "./cloneProject.js";

/** File → its text with the fault in it, from the text as it was; "" where there was no file. */
export type Faults = Readonly<Record<string, (text: string) => string>>;

/**
 * Plants faults in a clone, builds, and takes them back. Whatever they are, the build must end with the exit code, list
 * problems in its status, on stderr too, and leave the published site as it was, times of files included.
 * @returns the problems, as the status file lists them, and the steps that were done
 */
export async function buildWith(
  clone: Clone,
  faults: Faults,
  { code, env }: { code: number; env?: NodeJS.ProcessEnv },
): Promise<{ problems: readonly string[]; steps: readonly unknown[] }> {
  const before = await folderBytes(clone.out);
  const undo = await plant(clone, faults);
  const built = await build(clone, env === undefined ? {} : { env });
  await undo();
  expect(built.code, built.stderr).toBe(code);
  expect(built.status?.published).toBe(false);
  const problems = built.status?.problems ?? [];
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(built.stderr).toContain(problem);
  expect(await folderBytes(clone.out)).toEqual(before);
  return { problems, steps: built.status?.steps ?? [] };
}

async function plant({ dir }: Clone, faults: Faults): Promise<() => Promise<void>> {
  const before = new Map<string, string | undefined>();
  for (const [name, change] of Object.entries(faults)) {
    const file = join(dir, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    before.set(file, text);
    await writeFile(file, change(text ?? ""));
  }
  return async () => {
    for (const [file, text] of before) await (text === undefined ? rm(file) : writeFile(file, text));
  };
}

/** A text that is written at the end of a file. */
export function atEnd(more: string): (text: string) => string {
  return (text) => `${text}\n${more}\n`;
}

/** A fenced block of JavaScript. */
export function js(code: string): string {
  return `\n\`\`\`js\n${code}\n\`\`\`\n`;
}

/** The line of a file's first text, from 1. */
export function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split("\n").length;
}
