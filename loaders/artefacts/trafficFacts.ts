import { writeFile } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import type { Workspace } from "../../src/model/workspace.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import type { TrafficFacts } from "./queryTraffic.js";

/** Name of the facts in the store's manifest. */
const trafficTable = "traffic";

const codeFolders = ["loaders/artefacts", "loaders/engine", "src/metrics", "src/model"];

/**
 * The facts of all items, from the store where nothing that they depend on changed: a million take seconds to ask for and
 * half a second to read. Only with the lock held.
 */
export async function trafficFacts(
  workspace: Workspace,
  { store, tables }: { store: Store; tables: IngestResult["tables"] },
): Promise<TrafficFacts> {
  const key = await factsKey(workspace, tables);
  const [known] = store.manifest().tables[trafficTable]?.entries ?? [];
  if (known?.rowsHash === key && (await store.has(known))) {
    const stored: TrafficFacts = deserialize(await store.readFile(known)); // its bytes are checked, and this code wrote them
    return stored;
  }
  const facts = await askEngine(workspace, { store, tables });
  const item = { table: trafficTable, partition: "all", rows: facts.truths.length, rowsHash: key } as const;
  const entry = await store.put({ ...item, extension: "bin" }, (path) => writeFile(path, serialize(facts)));
  const others = store.manifest().tables;
  await store.commit({ version: 1, tables: { ...others, [trafficTable]: { key, entries: [entry] } } });
  return facts;
}

async function factsKey(
  { decisions, dimensions }: Workspace,
  tables: IngestResult["tables"],
): Promise<string> {
  const names = ["item", "review_event", "delivery", "policy", "reviewer"];
  const hashes = names.map((name) =>
    (tables[name] ?? []).map(({ partition, rowsHash }) => [partition, rowsHash]),
  );
  return sha256(JSON.stringify([await hashCode(codeFolders), decisions, dimensions, hashes]));
}

async function askEngine(
  workspace: Workspace,
  { store, tables }: { store: Store; tables: IngestResult["tables"] },
): Promise<TrafficFacts> {
  const { openEngine } = await import("../engine/duckdb.js"); // these are loaded only when there is something to ask
  const { openDataset } = await import("./dataset.js");
  const { queryTraffic } = await import("./queryTraffic.js");
  const engine = await openEngine();
  try {
    const unpublished = { ...workspace, publishTexts: false }; // texts are read by who asks for them
    return await queryTraffic(await openDataset(engine, unpublished, { tables, store }));
  } finally {
    engine.close();
  }
}
