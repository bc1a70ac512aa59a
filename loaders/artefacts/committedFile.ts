import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { DataError } from "../../src/model/dataError.js";

/** A copy of a file as git has it, and the commit in short. */
export type CommittedFile = { readonly copy: string; readonly commit: string };

/**
 * What is made of a file as git has it at HEAD; the copy is there only meanwhile.
 * @throws {DataError} when there is no git, no repository, or git does not know the file
 */
export async function withCommitted<T>(
  path: string,
  use: (committed: CommittedFile) => Promise<T>,
): Promise<T> {
  const file = await realpath(path); // what git knows is the file behind a link
  const bytes = await runGit(path, ["-C", dirname(file), "cat-file", "blob", `HEAD:./${basename(file)}`]);
  const commit = await runGit(path, ["-C", dirname(file), "rev-parse", "--short", "HEAD"]);
  const dir = await mkdtemp(join(tmpdir(), "riskbook-committed-"));
  try {
    const copy = join(dir, basename(file));
    await writeFile(copy, bytes);
    return await use({ copy, commit: commit.toString("utf8").trim() });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const run = promisify(execFile);

async function runGit(source: string, args: readonly string[]): Promise<Buffer> {
  try {
    const options = { encoding: "buffer", maxBuffer: mostBytes, env: outsideHooks() } as const;
    return (await run("git", args, options)).stdout;
  } catch {
    const message =
      "expected a file that git has at HEAD, since it is the very release that it is compared with, got none; " +
      "save the version before as another file and give it by --from, or compare with another release, such as --from previous";
    throw new DataError([{ source, message }]);
  }
}

const mostBytes = 2 ** 30;

/** Within a hook, git's own variables name a repository relative to another folder. */
function outsideHooks(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return env;
}
