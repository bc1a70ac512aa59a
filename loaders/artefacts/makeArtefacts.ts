import type { Term } from "../../src/matcher/term.js";
import { duplicateMeasures } from "../../src/metrics/duplicateMeasures.js";
import { confusionMeasures } from "../../src/metrics/verdict.js";
import type { ArtefactName } from "../../src/model/artefact.js";
import { productColumns } from "../../src/model/cube.js";
import { openEngine } from "../engine/duckdb.js";
import { arrowBytes, toColumns } from "../store/arrowFile.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { factBytes, jsonBytes, rowBytes, summedBytes } from "./artefactBytes.js";
import { findSiteAlerts } from "./alertsFile.js";
import { artefactTable } from "./artefactInputs.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import { candidatesFile } from "./candidatesFile.js";
import { openDataset } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { decisionKeys } from "./decisionRows.js";
import { queryDuplicates } from "./duplicateCube.js";
import { growthFile } from "./growthFile.js";
import { openKeptQueries } from "./keptQueries.js";
import type { KeptQueries } from "./keptQueries.js";
import { mergeSummaries } from "./mergeSummaries.js";
import type { MergedSummary } from "./mergeSummaries.js";
import { adHealthFacts, overkillFacts, policyFacts } from "./pageFacts.js";
import { historyOf, packageHealth, recentTest } from "./packageHealth.js";
import { monitorFile } from "./monitorFile.js";
import { queryNearDuplicates } from "./nearDuplicateCube.js";
import { packageFiles } from "./packageFiles.js";
import { packageLint } from "./packageLint.js";
import { keysOf } from "./partSummary.js";
import type { SplitCube } from "./partSummary.js";
import { prepareSummaries } from "./prepareSummaries.js";
import { releaseTerms } from "./releaseTerms.js";
import { buildReport } from "./report.js";
import { cubeRows } from "./sumCube.js";
import type { Row } from "./sumRows.js";
import { dayOf } from "./termAges.js";
import type { TermDates } from "./termAges.js";
import { isWeighed } from "./weighTerms.js";

export type MadeArtefacts = {
  /** The bytes of every file that pages read. */
  readonly files: Record<ArtefactName, Uint8Array>;
  /** What they were put together from, to be committed with them. */
  readonly summaries: readonly StoreEntry[];
  /** Results of whole tables, to be committed as well. */
  readonly queries: readonly StoreEntry[];
};

/** Every file that pages read, from the stored tables and the hits; partitions that did not change are not read. */
export async function makeArtefacts(
  store: Store,
  inputs: ArtefactInputs,
  { codeHash, force }: { codeHash: string; force: boolean },
): Promise<MadeArtefacts> {
  const { workspace, ingested, replayed } = inputs;
  const engine = await openEngine({ threads: 1 }); // a second one takes a fifth more CPU: its groups are merged once more
  try {
    const dataset = await openDataset(engine, workspace, { tables: ingested.tables, store });
    const { entries, summaries } = await prepareSummaries(dataset, store, { replayed, codeHash, force });
    const dimensions = Object.keys(dataset.dimensions);
    const isRecent = recentTest(workspace.asOf);
    const recent = entries.map(({ partition }) => isRecent(partition));
    const dates = datesOf(entries, ingested.snapshots);
    const merged = mergeSummaries(summaries, { dimensions, replayed, recent, dates });
    const report = await buildReport(dataset, merged, inputs);
    const history = historyOf(ingested);
    const kept = openKeptQueries(store, { files: dataset.files, codeHash, force });
    const cubeBytes = (name: SplitCube, sums: readonly string[] = []): Uint8Array =>
      summedBytes(merged[name], { keys: keysOf(name, dimensions), sums });
    const lint = await packageLint(inputs, merged, { dataset, kept });
    const made = { dataset, store, codeHash };
    const known = (name: ArtefactName) => (force ? undefined : lastFile(store, name));
    const files = {
      "report.json": jsonBytes(report),
      "decisions.arrow": rowBytes(
        merged.decisions,
        { keys: [...dimensions, ...decisionKeys], sums: ["items"] },
        "whole",
      ),
      "review.arrow": cubeBytes("review", confusionSums),
      "reviewDaily.arrow": cubeBytes("reviewDaily", confusionSums),
      "pairs.arrow": cubeBytes("judged"),
      "duplicates.arrow": await duplicateBytes(dataset, kept),
      "audits.arrow": cubeBytes("audits"),
      "lineItems.arrow": cubeBytes("lineItems"),
      "labelLags.arrow": cubeBytes("labelLags"),
      "coverage.arrow": rowBytes(merged.coverage, { keys: keysOf("coverage", []) }, "number"),
      "samples.arrow": rowBytes(merged.samples, { keys: keysOf("samples", []) }, "number"),
      ...termFiles(merged),
      "termHistory.arrow": arrowBytes(toColumns<Row>(history.changes, historyTypes)),
      "packageHealth.json": factBytes(packageHealth(inputs, history, { ...merged, lint })),
      "overkill.json": factBytes(await overkillFacts(dataset, merged, replayed.releases.length)),
      "policies.json": factBytes(await policyFacts(dataset, merged)),
      "adHealth.json": factBytes(await adHealthFacts(dataset, kept)),
      "candidates.json": await candidatesFile(inputs, known("candidates.json"), made),
      "growth.json": await growthFile(inputs, known("growth.json"), { history, store, codeHash }),
      "releaseTerms.json": factBytes(releaseTerms(inputs, merged)),
      "monitor.json": await monitorFile(inputs, known("monitor.json"), made),
      "alerts.json": jsonBytes(findSiteAlerts(report, cubeRows(merged.reviewDaily))),
      ...packageFiles(newestTerms(ingested)),
    };
    return { files, summaries: entries, queries: kept.entries() };
  } finally {
    engine.close();
  }
}

/** When the items of each partition were made, and when the releases came. */
function datesOf(
  partitions: readonly StoreEntry[],
  snapshots: ArtefactInputs["ingested"]["snapshots"],
): TermDates {
  return {
    days: partitions.map(({ partition }) => dayOf(partition)),
    releasedAt: snapshots.map(({ released_at: at }) => at),
  };
}

/** Pairs of duplicates, then of near-duplicates; each row has 0 where it tells of the others. */
async function duplicateBytes(dataset: Dataset, kept: KeptQueries): Promise<Uint8Array> {
  const keys = Object.keys(dataset.dimensions);
  const sums = [...duplicateMeasures, ...productColumns(duplicateMeasures)];
  const nothing: Row = Object.fromEntries(sums.map((name) => [name, 0]));
  const own = await queryDuplicates(dataset, kept);
  const near = await queryNearDuplicates(dataset, kept);
  return rowBytes(
    [...own, ...near].map((row) => ({ ...nothing, ...row })),
    { keys, sums },
    "number",
  );
}

/** A file of the last build. */
function lastFile(store: Store, name: ArtefactName): StoreEntry | undefined {
  return store.manifest().tables[artefactTable]?.entries.find(({ partition }) => partition === name);
}

/** What the pages of terms read. */
function termFiles(merged: MergedSummary) {
  return {
    "terms.arrow": arrowBytes(toColumns(merged.terms, typesOf(merged.terms))),
    "termPolicies.arrow": arrowBytes(
      toColumns(merged.termPolicies, {
        termId: "text",
        policy: "text",
        language: "text",
        market: "text",
        hits: "whole",
        tp: "whole",
        fp: "whole",
      }),
    ),
    "termOverlaps.arrow": arrowBytes(
      toColumns(merged.termOverlaps, { termId: "text", otherId: "text", items: "whole" }),
    ),
    "termExamples.arrow": arrowBytes(
      toColumns<Row>(merged.termExamples, {
        termId: "text",
        itemId: "text",
        policy: "text",
        truth: "text",
        text: "text",
      }),
    ),
  };
}

function newestTerms({ snapshots, terms }: ArtefactInputs["ingested"]): readonly Term[] {
  return terms.get(snapshots.at(-1)?.snapshot_id ?? "") ?? [];
}

const historyTypes = {
  termId: "text",
  release: "whole",
  change: "text",
  flags: "text",
} as const;

const termTypes = {
  termId: "text",
  term: "text",
  language: "text",
  action: "text",
  firstRelease: "whole",
  lastRelease: "whole",
  hits: "whole",
  labelled: "whole",
  tp: "whole",
  fp: "whole",
  uniqueHits: "whole",
  uniqueTp: "whole",
  uniqueFp: "whole",
  aloneHits: "whole",
  aloneTp: "whole",
  aloneFp: "whole",
  credit: "number",
  creditTp: "number",
  creditFp: "number",
  advertisers: "whole",
  evasiveHits: "whole",
  evasiveTp: "whole",
  evasiveFp: "whole",
  recentHits: "whole",
  recentTp: "whole",
  recentFp: "whole",
} as const;

/** With those of columns that are only there where labels weigh differently. */
function typesOf(terms: MergedSummary["terms"]) {
  const weighed = { weightedLabelled: "number", weightedTp: "number", effectiveN: "number" } as const;
  return terms.some(isWeighed) ? { ...termTypes, ...weighed } : termTypes;
}

/** Sums of the cubes of scored decisions, which pages ask for also where no stage is scored. */
const confusionSums = [...confusionMeasures, ...productColumns(confusionMeasures)];
