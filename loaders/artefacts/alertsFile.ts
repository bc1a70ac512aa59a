import { register } from "node:module";
import type { TrendAlerts } from "../../src/model/alert.js";
import type { ArtefactName } from "../../src/model/artefact.js";
import { findAlerts } from "../../src/trends/findAlerts.js";
import { alertSentence } from "./alertSentence.js";

register("./npmHook.mjs", import.meta.url);

/** What has changed in the last days, from the other files of a site, read as pages read them. */
export async function findSiteAlerts(
  bytesOf: (name: ArtefactName) => Uint8Array | undefined,
): Promise<TrendAlerts> {
  const { pageData } = await import("../../src/components/pageData.js");
  const { report, scoredDaily } = pageData(bytesOf);
  const { metrics, dimensions, p0, workspace } = report;
  const found = findAlerts({ cubes: scoredDaily, metrics, dimensions, p0, asOf: workspace.asOf });
  const { tested } = found;
  return {
    ...found,
    alerts: found.alerts.map((alert) => ({ ...alert, sentence: alertSentence(alert, { report, tested }) })),
  };
}
