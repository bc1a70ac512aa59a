import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { builtFile, siteFolder } from "./siteFolder.js";

while (!existsSync(builtFile)) await setTimeout(200);
const { code, log }: { code: number | null; log: string } = JSON.parse(readFileSync(builtFile, "utf8"));
if (code !== 0) throw new Error(`riskbook build ended with code ${code ?? "none"}:\n${log}`);

/** The folder of the site that all tests share: whoever imports it waits until it is built. */
export const builtSite = siteFolder;
