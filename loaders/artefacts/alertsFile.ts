import { stageCubes } from "../../src/metrics/rowsCube.js";
import type { TrendAlerts } from "../../src/model/alert.js";
import type { Report } from "../../src/model/report.js";
import { findAlerts } from "../../src/trends/findAlerts.js";
import { alertSentence } from "./alertSentence.js";
import type { Row } from "./sumRows.js";

/** What has changed in the last days, from the rows of the daily cubes of all stages. */
export function findSiteAlerts(report: Report, reviewDaily: readonly Row[]): TrendAlerts {
  const { metrics, dimensions, p0, workspace, advertisers } = report;
  const cubes = stageCubes(reviewDaily, {
    dimensions: ["day", ...dimensions, "labelSource"],
    advertisers,
  });
  const found = findAlerts({ cubes, metrics, dimensions, p0, asOf: workspace.asOf });
  const { tested } = found;
  return {
    ...found,
    alerts: found.alerts.map((alert) => ({ ...alert, sentence: alertSentence(alert, { report, tested }) })),
  };
}
