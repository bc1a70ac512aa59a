import { writeFile } from "node:fs/promises";
import { historyKey } from "../tables/readHistory.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { artefactTable } from "./artefactInputs.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import { lintKey } from "./lintRelease.js";
import { queryTable } from "./keptQueries.js";
import { summaryTable } from "./summaryTable.js";

export type Artefacts = {
  readonly entries: readonly StoreEntry[];
  readonly ran: boolean;
  readonly reason: string;
};

const codeFolders = [
  "loaders/artefacts",
  "loaders/engine",
  "loaders/store",
  "src/cleanup",
  "src/control",
  "src/gate",
  "src/lifecycle",
  "src/lint",
  "src/matcher",
  "src/metrics",
  "src/mining",
  "src/model",
  "src/replay",
  "src/stats",
  "src/trends",
];

/** The files that pages read, made anew only when something that they depend on changed. */
export async function prepareArtefacts(
  store: Store,
  inputs: ArtefactInputs,
  force = false,
): Promise<Artefacts> {
  const codeHash = await hashCode(codeFolders);
  const key = sha256(
    JSON.stringify([
      artefactKey(inputs, codeHash),
      await historyKey(inputs.workspace),
      await lintKey(inputs),
    ]),
  );
  const known = store.manifest().tables[artefactTable];
  const isSame = known !== undefined && known.key === key;
  if (isSame && !force && (await hasAll(store, known.entries))) {
    return { entries: known.entries, ran: false, reason: "nothing changed" };
  }
  const { makeArtefacts } = await import("./makeArtefacts.js"); // loads the engine, which an unchanged build does not need
  const { files, summaries, queries } = await makeArtefacts(store, inputs, { codeHash, force });
  const entries: StoreEntry[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const extension = name.endsWith(".json") ? "json" : name.endsWith(".bin") ? "bin" : "arrow";
    const item = {
      table: artefactTable,
      partition: name,
      rows: 1,
      rowsHash: sha256(key + name),
      extension,
    } as const;
    entries.push(await store.put(item, (path) => writeFile(path, bytes)));
  }
  await store.commit({
    version: 1,
    tables: {
      ...store.manifest().tables,
      [summaryTable]: { key, entries: [...summaries] },
      [queryTable]: { key, entries: [...queries] },
      [artefactTable]: { key, entries },
    },
  });
  return {
    entries,
    ran: true,
    reason: force ? "forced" : known === undefined ? "first build" : "data, metrics or code changed",
  };
}

function artefactKey(
  { workspace, metrics, ingested, replayKey, provenance, costs }: ArtefactInputs,
  codeHash: string,
): string {
  const tables = Object.entries(ingested.tables).map(([name, entries]) => [
    name,
    entries.map(({ rowsHash }) => rowsHash),
  ]);
  return sha256(
    JSON.stringify([
      workspace,
      metrics,
      tables,
      ingested.counts,
      ingested.rejected,
      ingested.freshness,
      ingested.degraded,
      replayKey,
      provenance,
      costs,
      codeHash,
    ]),
  );
}

async function hasAll(store: Store, entries: readonly StoreEntry[]): Promise<boolean> {
  const found = await Promise.all(entries.map((entry) => store.has(entry)));
  return found.every(Boolean);
}
