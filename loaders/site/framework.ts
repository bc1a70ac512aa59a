import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { join, relative } from "node:path";
import { projectRoot } from "../store/codeHash.js";
import { packageFolder } from "./npmCache.js";

/** Starts Framework's program on a generated root; it reads `observablehq.config.ts` of the project. */
export function startFramework(
  args: readonly string[],
  { root, output, stdio }: { root: string; output: string; stdio: StdioOptions },
): ChildProcess {
  const program = join(packageFolder("@observablehq/framework"), "dist", "bin", "observable.js");
  const env = {
    ...process.env,
    OBSERVABLE_TELEMETRY_DISABLE: "1",
    RISKBOOK_SITE: relative(projectRoot, root),
    RISKBOOK_OUTPUT: relative(projectRoot, output),
  };
  return spawn(process.execPath, [program, ...args], { cwd: projectRoot, env, stdio });
}

/** The exit code of a process, `null` when a signal ended it. */
export function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
}
