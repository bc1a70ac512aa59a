import type { TrendAlert } from "../../src/model/alert.js";
import { alertId } from "./alertFiles.js";
import { sarifLog } from "./sarif.js";

const rules = {
  "alert-confirmed": "A series left its earlier days, corrected for all series of the site.",
  "alert-unconfirmed": "A series of a policy that cannot wait (P0) may have left its earlier days.",
} as const;

/** Alerts as SARIF 2.1.0: worse is an error, better a note, what is not confirmed a warning. */
export function alertsToSarif(workspace: string, alerts: readonly TrendAlert[]): object {
  return sarifLog(
    rules,
    alerts.map((alert) => ({
      rule: `alert-${alert.state}`,
      level: alert.state === "unconfirmed" ? "warning" : alert.better ? "note" : "error",
      message: alert.sentence,
      place: {
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: "trends.html", uriBaseId: "SITE" } },
            logicalLocations: [{ fullyQualifiedName: nameOf(alert) }],
          },
        ],
        partialFingerprints: { alert: alertId(workspace, alert) },
      },
    })),
  );
}

function nameOf({ metric, stage, slice }: TrendAlert): string {
  return [metric, stage, ...Object.entries(slice).map(([name, value]) => `${name}=${value ?? "none"}`)].join(
    "/",
  );
}
