import type { Term } from "../../src/matcher/term.js";
import type { Report } from "../../src/model/report.js";
import { stages } from "../../src/model/stages.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import type { Dataset } from "./dataset.js";
import { eventAlerts } from "./eventFaults.js";
import { packageAlerts } from "./packageAlerts.js";
import type { MergedSummary } from "./mergeSummaries.js";
import { sourceAlerts } from "./sourceAlerts.js";
import { noPolicies, policyFacts } from "./policyFacts.js";
import type { Row } from "./sumRows.js";

/** Rejected rows that a page lists; the count says how many there are. */
const listedIssues = 200;

/** Names, releases, definitions, counts and provenance for the pages. */
export async function buildReport(
  dataset: Dataset,
  { decisions, eventFaults, advertisers }: Pick<MergedSummary, "decisions" | "eventFaults" | "advertisers">,
  inputs: ArtefactInputs,
): Promise<Report> {
  const { workspace, metrics, ingested, provenance } = inputs;
  const { name, title, asOf, rebuildEveryMs, timeZone, about, cannotShow } = workspace;
  return {
    workspace: {
      name,
      title,
      asOf,
      expectedBy: rebuildEveryMs === undefined ? null : asOf + rebuildEveryMs,
      timeZone,
      about: [about, ...cannotShow].filter((text) => text !== undefined),
    },
    packageId: ingested.snapshots[0]?.package_id ?? "",
    gate: workspace.gate,
    compare: Object.values(workspace.packages)[0]?.compare ?? null,
    releases: ingested.snapshots.map((snapshot) => ({
      label: snapshot.label,
      releasedAt: snapshot.released_at ?? asOf,
      snapshotId: snapshot.snapshot_id,
      terms: snapshot.terms ?? 0,
    })),
    termsByLanguage: countByLanguage(ingested.terms.get(ingested.snapshots.at(-1)?.snapshot_id ?? "") ?? []),
    metrics,
    dimensions: Object.keys(dataset.dimensions),
    ...(ingested.tables["policy"] === undefined ? noPolicies : await policyFacts(dataset)),
    alerts: [...sourceAlerts(ingested), ...packageAlerts(inputs), ...eventAlerts(eventFaults)],
    stages: stages.filter(
      (stage) => dataset.stages.includes(stage) || (stage === "auto" && ingested.snapshots.length > 0),
    ),
    advertisers,
    items: {
      total: itemsIn(decisions),
      labelled: itemsIn(decisions.filter(({ truth }) => truth !== "unlabelled")),
    },
    sources: ingested.counts.map(({ source, files, rows, rejected }) => ({ source, files, rows, rejected })),
    tables: Object.entries(ingested.tables).map(([table, entries]) => ({
      table,
      rows: entries.reduce((sum, entry) => sum + entry.rows, 0),
      partitions: entries.length,
    })),
    rejected: ingested.rejected.issues.slice(0, listedIssues),
    provenance,
  };
}

function itemsIn(decisions: readonly Row[]): number {
  return decisions.reduce((sum, { items }) => sum + Number(items), 0);
}

function countByLanguage(terms: readonly Term[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { languages } of terms) {
    const name = languages.join(";");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
