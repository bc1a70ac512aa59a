import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";

/** All that a build needs. */
const parts = [
  "bin",
  "loaders",
  "src",
  "observablehq.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** A copy of the project as it stands, without anything that a build made, with the tiny workspace in `tiny`. */
export type Clone = {
  readonly dir: string;
  /** The folder that its builds publish to. */
  readonly out: string;
  readonly remove: () => Promise<void>;
};

/** Clones the project into a new folder of its own, a few folders down when `depth` says so. */
export async function cloneProject({ depth = "clone" } = {}): Promise<Clone> {
  const own = await mkdtemp(join(tmpdir(), "riskbook-clone-"));
  const dir = join(own, depth);
  await mkdir(dir, { recursive: true });
  for (const part of parts) await cp(join(projectRoot, part), join(dir, part), { recursive: true });
  await symlink(join(projectRoot, "node_modules"), join(dir, "node_modules"));
  await writeWorkspace(join(dir, "tiny"), tinyFiles);
  const remove = () => rm(own, { recursive: true, force: true, maxRetries: 5 });
  return { dir, out: join(dir, "out"), remove };
}

/** Writes the files of a workspace. */
export async function writeWorkspace(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

/** No browser is there: builds are quicker, and warn of it. Colours are forced, as many CI machines do. */
export const withoutBrowser = { CHROMIUM: "/nowhere/chromium", FORCE_COLOR: "1" };

/** A build that runs; `stop` kills it and every process that it started. */
export type RunningBuild = {
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  readonly stop: () => void;
};

/** Starts `riskbook build` in a clone, in a process group of its own. */
export function startBuild(
  { dir, out }: Clone,
  {
    args = ["--workspace", "tiny", "--out", out],
    env = withoutBrowser,
  }: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): RunningBuild {
  const child = spawn(process.execPath, ["bin/riskbook.js", "build", ...args], {
    cwd: dir,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, stderr }));
  });
  const stop = (): void => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // it has just ended by itself
    }
  };
  return { ended, stop };
}

/** What a build left behind. */
export type Built = {
  readonly code: number | null;
  readonly stderr: string;
  /** `.riskbook/status.json`; `undefined` when there is none. */
  readonly status:
    | {
        readonly published: boolean;
        readonly problems: readonly string[];
        readonly steps: readonly unknown[];
      }
    | undefined;
};

/** Runs `riskbook build` in a clone to its end. */
export async function build(clone: Clone, options: Parameters<typeof startBuild>[1] = {}): Promise<Built> {
  const { code, stderr } = await startBuild(clone, options).ended;
  const file = join(clone.dir, ".riskbook", "status.json");
  const status = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : undefined;
  return { code, stderr, status };
}

/** File → SHA-256 of its bytes, of every file of a folder; `undefined` when there is no such folder. */
export async function siteOf(folder: string): Promise<Readonly<Record<string, string>> | undefined> {
  if (!existsSync(folder)) return undefined;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  const hashes = names.map(async (name): Promise<[string, string]> => {
    const bytes = await readFile(join(folder, name));
    return [name, createHash("sha256").update(bytes).digest("hex")];
  });
  return Object.fromEntries(await Promise.all(hashes));
}
