import { summariseHistory } from "../../src/lifecycle/history.js";
import { growthOfLog, growthOfReleases } from "../../src/lifecycle/packageGrowth.js";
import type { Growth } from "../../src/lifecycle/packageGrowth.js";
import type { PackageGrowth } from "../../src/model/packageGrowth.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { PackageHistory } from "../../src/replay/packageHistory.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { historyKey, readHistory } from "../tables/readHistory.js";
import { factBytes } from "./artefactBytes.js";
import type { ArtefactInputs } from "./artefactInputs.js";

type Made = { readonly history: PackageHistory; readonly store: Store; readonly codeHash: string };

/**
 * How the package grew: by the log of `lifecycle.history` where it has rows, else by the releases. The log is read only
 * when it changed since the last build.
 * @param known the stored file of the last build, if any
 * @throws {DataError} with every wrong row of the log
 */
export async function growthFile(
  { workspace, ingested }: ArtefactInputs,
  known: StoreEntry | undefined,
  { history, store, codeHash }: Made,
): Promise<Uint8Array> {
  const releases = ingested.snapshots.map(({ released_at: releasedAt }, at) => {
    const { added = 0, removed = 0 } = history.releases[at] ?? {};
    return { releasedAt, added, removed };
  });
  const key = sha256(JSON.stringify([await historyKey(workspace), releases, codeHash]));
  const last = known === undefined ? undefined : await store.readFile(known);
  if (last !== undefined && keyIn(last) === key) return last;
  const growth: PackageGrowth = { key, ...((await logGrowth(workspace)) ?? growthOfReleases(releases)) };
  return factBytes(growth);
}

async function logGrowth(workspace: Workspace): Promise<Growth | undefined> {
  if (workspace.lifecycle.history === undefined) return undefined;
  const { events, source } = await readHistory(workspace);
  return events.length === 0 ? undefined : growthOfLog(summariseHistory(events, source));
}

function keyIn(bytes: Uint8Array): string | undefined {
  const facts: Partial<PackageGrowth> = JSON.parse(new TextDecoder().decode(bytes));
  return facts.key;
}
