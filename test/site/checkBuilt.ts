import { join } from "node:path";
import { buildSite } from "../../loaders/site/buildSite.js";
import { projectRoot } from "../../loaders/store/codeHash.js";

/** The folder of the default workspace's site as the tests' own build publishes it; built when something changed. */
export async function builtSite(): Promise<string> {
  const out = join(projectRoot, ".riskbook", "test", "dist");
  const quiet = { onStep: () => undefined, onProgress: () => undefined };
  const spec = { workspaces: [join(projectRoot, "data", "hatecheck")], out, force: false };
  const { problems } = await buildSite(spec, quiet);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return out;
}
