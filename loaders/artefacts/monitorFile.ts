import type { PublishedMonitor } from "../../src/gate/monitorReleases.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { factBytes } from "./artefactBytes.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import type { Dataset } from "./dataset.js";
import { monitorItems } from "./monitorItems.js";
import { queryTraffic } from "./queryTraffic.js";
import { readHits } from "./readTraffic.js";

type Made = { readonly dataset: Dataset; readonly store: Store; readonly codeHash: string };

/**
 * What the page Releases shows of releases that are out, where the workspace says `monitor: true`. The bytes of the last
 * build stay when nothing that they were made from changed.
 * @param known the stored file of the last build, if any
 */
export async function monitorFile(
  inputs: ArtefactInputs,
  known: StoreEntry | undefined,
  { dataset, store, codeHash }: Made,
): Promise<Uint8Array> {
  const key = keyOf(inputs, codeHash);
  const last = known === undefined ? undefined : await store.readFile(known);
  if (last !== undefined && keyIn(last) === key) return last;
  return factBytes(await publish(inputs, { dataset, store }, key));
}

async function publish(
  { workspace, ingested, replayed }: ArtefactInputs,
  { dataset, store }: Pick<Made, "dataset" | "store">,
  key: string,
): Promise<PublishedMonitor> {
  if (!workspace.monitor) return { key, records: null, lacking: [] };
  const items = await queryTraffic(dataset);
  const { snapshots: releases, terms } = ingested;
  const termsOf = releases.map(({ snapshot_id: id }) => terms.get(id) ?? []);
  const packages = await readHits(store, { replayed, termsOf });
  return { key, ...monitorItems({ items, packages, releases }) };
}

/** Everything that it depends on. */
function keyOf({ workspace, ingested, replayKey }: ArtefactInputs, codeHash: string): string {
  if (!workspace.monitor) return "off";
  const tables = (["item", "review_event"] as const).map((name) =>
    (ingested.tables[name] ?? []).map(({ rowsHash }) => rowsHash),
  );
  return sha256(JSON.stringify([workspace.decisions, tables, ingested.snapshots, replayKey, codeHash]));
}

function keyIn(bytes: Uint8Array): string | undefined {
  const facts: Partial<PublishedMonitor> = JSON.parse(new TextDecoder().decode(bytes));
  return facts.key;
}
