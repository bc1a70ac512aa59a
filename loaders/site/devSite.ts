import { join } from "node:path";
import { buildFolder, prepareData } from "../artefacts/prepareData.js";
import type { Step } from "../artefacts/prepareData.js";
import { artefactPaths } from "./artefactPaths.js";
import { exitCodeOf, startFramework } from "./framework.js";
import { makeSiteRoot } from "./siteRoot.js";
import { switchOffPages } from "./switchedOff.js";

/** Serves a workspace's site on 127.0.0.1 until the process is ended; gives Framework's exit code. */
export async function devSite(
  dir: string,
  { port, onStep }: { port: string; onStep: (step: Step) => void },
): Promise<number> {
  const prepared = await prepareData(dir, { onStep, onProgress: () => undefined });
  const folder = buildFolder(prepared.workspace);
  const root = join(folder, "site");
  await makeSiteRoot(root, { artefacts: await artefactPaths(prepared), dataDate: prepared.workspace.asOf });
  await switchOffPages(root);
  const args = ["preview", "--host", "127.0.0.1", "--port", port, "--no-open"];
  const child = startFramework(args, { root, output: join(folder, "rendered"), stdio: "inherit" });
  return (await exitCodeOf(child)) ?? 0;
}
