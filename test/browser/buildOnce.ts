import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { withoutBrowser } from "../faults/cloneProject.js";
import { siteFolder } from "./siteFolder.js";

/**
 * Builds the default workspace before the first test that opens its site; quick when nothing changed. The tests open
 * every kind of page, so that the build need not.
 */
export async function setup(): Promise<void> {
  const program = join(projectRoot, "bin", "riskbook.js");
  const args = [program, "build", "--workspace", join(projectRoot, "data", "hatecheck"), "--out", siteFolder];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, ...withoutBrowser },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code !== 0) throw new Error(`riskbook build ended with code ${code ?? "none"}:\n${log}`);
}
