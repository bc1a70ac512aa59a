import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { DataError, formatIssue } from "../../src/model/dataError.js";

/** A folder with these files, deleted when the test ends. */
export async function tempFolder(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-test-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

/** The lines of an error's issues, each with the folder's name taken off; fails when nothing is thrown. */
export async function issuesOf(dir: string, run: () => Promise<unknown>): Promise<string[]> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return error.issues.map((issue) => formatIssue(issue).replaceAll(`${dir}/`, ""));
  }
  throw new Error("Expected a DataError, got none");
}
