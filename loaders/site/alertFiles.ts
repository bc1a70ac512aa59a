import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageData } from "../../src/components/pageData.js";
import { alertHref } from "../../src/components/views/alertsNote.js";
import type { TrendAlert, TrendAlerts } from "../../src/model/alert.js";
import type { Report } from "../../src/model/report.js";
import { formatTime } from "../../src/model/time.js";
import { alertTitle } from "../artefacts/alertSentence.js";
import { sha256 } from "../store/codeHash.js";
import { atomFeed } from "./atomFeed.js";

/** What `alerts.json` of a site holds: of which workspace and moment the alerts are, and the alerts. */
type PublishedAlerts = TrendAlerts & {
  readonly workspace: string;
  /** ISO, UTC. */
  readonly asOf: string;
};

/** Puts `alerts.json` and `feed.xml` beside the pages of a workspace; the same data gives the same bytes. */
export async function writeAlertFiles(folder: string, { report, alerts }: PageData): Promise<void> {
  await writeFile(
    join(folder, "alerts.json"),
    `${JSON.stringify(publishedAlerts(report, alerts), null, 1)}\n`,
  );
  await writeFile(join(folder, "feed.xml"), alertFeed(report, alerts));
}

export function publishedAlerts({ workspace }: Report, alerts: TrendAlerts): PublishedAlerts {
  return { workspace: workspace.name, asOf: formatTime(workspace.asOf), ...alerts };
}

/** The alerts as an Atom feed; an entry keeps its id as long as it says the same. */
export function alertFeed(report: Report, { alerts }: Pick<TrendAlerts, "alerts">): string {
  const { name, title, asOf } = report.workspace;
  return atomFeed({
    id: urnOf(["feed", name]),
    title: `Alerts: ${title}`,
    updated: formatTime(asOf),
    page: "trends.html",
    entries: alerts.map((alert) => ({
      id: alertId(name, alert),
      title: alertTitle(alert, report),
      updated: `${alert.at}T00:00:00Z`,
      page: alertHref(alert).replace("./trends?", "trends.html?"),
      text: alert.sentence,
    })),
  });
}

/** Names an alert by its content, for whoever has to know it again. */
export function alertId(workspace: string, { metric, stage, slice, at, sentence }: TrendAlert): string {
  return urnOf([workspace, metric, stage, slice, at, sentence]);
}

/** A name that needs no address: a UUID made of the hash (version 8 of RFC 9562). */
function urnOf(content: readonly unknown[]): string {
  const hash = sha256(JSON.stringify(content));
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`];
  return `urn:uuid:${[...parts, hash.slice(20, 32)].join("-")}`;
}
