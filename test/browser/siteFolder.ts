import { join } from "node:path";
import { projectRoot } from "../../loaders/store/codeHash.js";

const folder = join(projectRoot, ".riskbook", "test");

/** The site that all tests share; never the one that a user built. */
export const siteFolder = join(folder, "dist");

/** Says how its build ended; missing while it runs. */
export const builtFile = join(folder, "built.json");
