import { siteFolder } from "../browser/siteFolder.js";

/** The folder of the default workspace's site, which was built before the first test of the project `site`. */
export async function builtSite(): Promise<string> {
  return siteFolder;
}
