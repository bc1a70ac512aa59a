import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { withoutBrowser } from "../faults/cloneProject.js";
import { builtFile, siteFolder } from "./siteFolder.js";

/**
 * Begins to build the default workspace, while other tests run; quick when nothing changed. What its end says is left in
 * a file, for which the tests of the site wait (`builtSite`). They open every kind of page, so that the build need not.
 */
export async function setup(): Promise<() => Promise<void>> {
  await mkdir(dirname(builtFile), { recursive: true });
  await rm(builtFile, { force: true });
  const program = join(projectRoot, "bin", "riskbook.js");
  const args = [program, "build", "--workspace", join(projectRoot, "data", "hatecheck"), "--out", siteFolder];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, ...withoutBrowser },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = leaveWord(child, () => log);
  return () => ended;
}

async function leaveWord(child: ChildProcess, log: () => string): Promise<void> {
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null)).on("close", resolve);
  });
  await writeFile(`${builtFile}.part`, JSON.stringify({ code, log: log() }));
  await rename(`${builtFile}.part`, builtFile);
}
