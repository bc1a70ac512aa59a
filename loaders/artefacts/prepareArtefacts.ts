import { writeFile } from "node:fs/promises";
import type { ArtefactName } from "../../src/model/artefact.js";
import type { Metric } from "../../src/model/metric.js";
import type { Report } from "../../src/model/report.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { DecisionRow } from "../../src/replay/flips.js";
import { openEngine } from "../engine/duckdb.js";
import type { Engine, QueryResult } from "../engine/duckdb.js";
import type { ReplayedPackage } from "../replay/replayPackages.js";
import { arrowBytes, toColumns } from "../store/arrowFile.js";
import type { ArrowColumn } from "../store/arrowFile.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import { openDataset } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { decisionRows } from "./decisionRows.js";
import { queryItems } from "./items.js";
import { buildReport } from "./report.js";
import { queryReviewCubes } from "./reviewCubes.js";
import { termTables } from "./termRows.js";

/** What the artefacts are made from. */
export type ArtefactInputs = {
  readonly workspace: Workspace;
  readonly metrics: readonly Metric[];
  readonly ingested: IngestResult;
  /** Loads the hits; called only when there is something to make. */
  readonly replayed: () => Promise<ReplayedPackage>;
  /** Says which hits there are, for the key. */
  readonly replayKey: string;
  readonly provenance: Readonly<Record<string, string>>;
};

export type Artefacts = {
  readonly entries: readonly StoreEntry[];
  readonly ran: boolean;
  readonly reason: string;
};

/** Name that the artefacts have in the store's manifest; each is a partition. */
const artefactTable = "artefact";

const codeFolders = ["loaders/artefacts", "loaders/engine", "src/metrics", "src/model", "src/replay", "src/stats"];

/** The files that pages read, made anew only when something that they depend on changed. */
export async function prepareArtefacts(store: Store, inputs: ArtefactInputs, force = false): Promise<Artefacts> {
  const key = await artefactKey(inputs);
  const known = store.manifest().tables[artefactTable];
  const isSame = known !== undefined && known.key === key;
  if (isSame && !force && (await hasAll(store, known.entries))) {
    return { entries: known.entries, ran: false, reason: "nothing changed" };
  }
  const contents = await makeContents(store, inputs);
  const entries: StoreEntry[] = [];
  for (const [name, bytes] of Object.entries(contents)) {
    const extension = name.endsWith(".json") ? "json" : "arrow";
    const item = { table: artefactTable, partition: name, rows: 1, rowsHash: sha256(key + name), extension } as const;
    entries.push(await store.put(item, (path) => writeFile(path, bytes)));
  }
  await store.commit({ version: 1, tables: { ...store.manifest().tables, [artefactTable]: { key, entries } } });
  return { entries, ran: true, reason: force ? "forced" : known === undefined ? "first build" : "data, metrics or code changed" };
}

async function artefactKey({ workspace, metrics, ingested, replayKey, provenance }: ArtefactInputs): Promise<string> {
  const tables = Object.entries(ingested.tables).map(([name, entries]) => [name, entries.map(({ rowsHash }) => rowsHash)]);
  const code = await hashCode(codeFolders);
  return sha256(JSON.stringify([workspace, metrics, tables, ingested.counts, ingested.rejected, replayKey, provenance, code]));
}

async function hasAll(store: Store, entries: readonly StoreEntry[]): Promise<boolean> {
  const found = await Promise.all(entries.map((entry) => store.has(entry)));
  return found.every(Boolean);
}

async function makeContents(store: Store, inputs: ArtefactInputs): Promise<Record<ArtefactName, Uint8Array>> {
  const { workspace, ingested } = inputs;
  const engine: Engine = await openEngine();
  try {
    const dataset = await openDataset(engine, workspace, { tables: ingested.tables, store });
    const replayed = await inputs.replayed();
    const items = await queryItems(dataset, replayed.itemIds);
    const cubes = await queryReviewCubes(dataset, workspace.timeZone);
    const terms = termTables(items, replayed, workspace.publishTexts);
    const report = await buildReport(dataset, items, inputs);
    return {
      "report.json": jsonBytes(report),
      "decisions.arrow": decisionBytes(decisionRows(items, replayed), dataset),
      "review.arrow": cubeBytes(cubes.review),
      "reviewDaily.arrow": cubeBytes(cubes.reviewDaily),
      "pairs.arrow": cubeBytes(cubes.pairs),
      "terms.arrow": arrowBytes(toColumns(terms.terms, termTypes)),
      "termPolicies.arrow": arrowBytes(toColumns(terms.policies, { termId: "text", policy: "text", hits: "whole", tp: "whole", fp: "whole" })),
      "termOverlaps.arrow": arrowBytes(toColumns(terms.overlaps, { termId: "text", otherId: "text", items: "whole" })),
      "termExamples.arrow": arrowBytes(toColumns(terms.examples, { termId: "text", itemId: "text", policy: "text", truth: "text", text: "text" })),
    };
  } finally {
    engine.close();
  }
}

const termTypes = {
  termId: "text",
  term: "text",
  language: "text",
  firstRelease: "whole",
  lastRelease: "whole",
  hits: "whole",
  labelled: "whole",
  tp: "whole",
  fp: "whole",
  uniqueHits: "whole",
  uniqueTp: "whole",
  uniqueFp: "whole",
  credit: "number",
} as const;

function jsonBytes(report: Report): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(report));
}

/** A cube as the engine gave it: texts where the first row that has a value holds one, numbers elsewhere. */
function cubeBytes({ columns, rows }: QueryResult): Uint8Array {
  const types = columns.map((_, index) => (rows.some((row) => typeof row[index] === "string") ? "text" : "number"));
  const named = columns.map((name, index): [string, ArrowColumn] => {
    const values = rows.map((row) => row[index] ?? null);
    return types[index] === "text"
      ? [name, { type: "text", values: values.map((value) => (value === null ? null : String(value))) }]
      : [name, { type: "number", values: values.map(Number) }];
  });
  return arrowBytes(Object.fromEntries(named));
}

function decisionBytes(rows: readonly DecisionRow[], { dimensions }: Dataset): Uint8Array {
  const slices = Object.keys(dimensions).map((name): [string, ArrowColumn] => [
    name,
    { type: "text", values: rows.map(({ slice }) => slice[name] ?? null) },
  ]);
  return arrowBytes({
    ...Object.fromEntries(slices),
    ...toColumns(
      rows.map(({ truth, rejectedBy, items }) => ({ truth, rejectedBy, items })),
      { truth: "text", rejectedBy: "text", items: "whole" },
    ),
  });
}
