import { join } from "node:path";
import { projectRoot } from "../../loaders/store/codeHash.js";

/** The site that all tests share; never the one that a user built. */
export const siteFolder = join(projectRoot, ".riskbook", "test", "dist");
