import type { ItemFacts, ReplayedOn, Traffic } from "../../src/replay/traffic.js";
import type { TrafficImage } from "../../src/mining/mineImages.js";
import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import type { Workspace } from "../../src/model/workspace.js";
import { chooseExecutor } from "../replay/chooseExecutor.js";
import type { HashedItems, ReplayedPackage } from "../replay/openReplay.js";
import { isReplayed, replayPackages } from "../replay/replayPackages.js";
import { withLock } from "../store/lock.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { namedPackages, releasedPackages } from "./namedPackages.js";
import type { NamedPackage } from "./namedPackages.js";
import { buildFolder, ingestWorkspace, replayReleases } from "./prepareData.js";
import { readHits, toTraffic } from "./readTraffic.js";
import { trafficFacts } from "./trafficFacts.js";
import { trafficImages } from "./trafficImages.js";
import { unappliedValidity } from "./unappliedValidity.js";

export type OpenedTraffic = {
  readonly workspace: Workspace;
  readonly items: ItemFacts;
  /** The items with their texts; made when asked for. */
  readonly traffic: Traffic;
  /** Those of the items that have the hash of an image; read when asked for. */
  readonly images: readonly TrafficImage[];
  /** As they were named, in that order. */
  readonly packages: readonly ReplayedOn[];
  /** Policies that cannot wait. */
  readonly p0: readonly string[];
  /** All releases of the workspace, in their order. */
  readonly releases: readonly PackageSnapshot[];
  /** Snapshot id → the terms of that release. */
  readonly terms: IngestResult["terms"];
  readonly hashedItems: HashedItems;
  /** Sentences for the log. */
  readonly warnings: readonly string[];
};

/**
 * The items of a workspace with the hits of some packages on them. The workspace is brought up to date as by a build,
 * without its pages. Releases are read off the stored hits; a file is replayed for the terms that no release holds, and
 * leaves nothing behind. Memory: about 300 bytes an item and 8 bytes a hit.
 * @param dir folder with a workspace.yaml
 * @param options packages by label, hash, `newest`, `previous` or path, see `namedPackages`; or all releases, or the
 *   newest one if there is any
 * @throws {DataError} when the workspace or a package cannot be used
 */
export async function openTraffic(
  dir: string,
  {
    packages,
    onProgress,
  }: { packages: readonly string[] | "releases" | "newest"; onProgress: (text: string) => void },
): Promise<OpenedTraffic> {
  const workspace = await readWorkspace(dir);
  const options = { whenBusy: "wait", onNotice: onProgress } as const;
  return withLock(
    buildFolder(workspace),
    async () => {
      const progress = { onStep: () => undefined, onProgress };
      const opened = await ingestWorkspace(workspace, progress);
      const { store, ingested } = opened;
      if (!(await isReplayed(ingested, store))) await replayReleases(opened, progress);
      const named =
        typeof packages === "string"
          ? releasedPackages(ingested).slice(packages === "newest" ? -1 : 0)
          : await namedPackages(packages, { ingested, workspace });
      onProgress("reading items");
      const facts = await trafficFacts(workspace, { store, tables: ingested.tables });
      const replayed = await replayNamed(named, { store, ingested, onProgress });
      const termsOf = named.map(({ terms }) => terms);
      const found = await readHits(store, { replayed, termsOf });
      await store.commit(store.manifest()); // drops what the files' terms left
      return {
        workspace,
        items: facts,
        get traffic() {
          return toTraffic(facts, store);
        },
        get images() {
          return trafficImages(facts, store);
        },
        packages: found,
        p0: facts.p0,
        releases: ingested.snapshots,
        terms: ingested.terms,
        hashedItems: replayed.hashedItems,
        warnings: named.flatMap(({ label, terms, warnings }) => [
          ...warnings,
          ...unappliedValidity(terms, ingested.tables["item"]).map((sentence) => `${label}: ${sentence}`),
        ]),
      };
    },
    options,
  );
}

/** The packages as if they were the releases of the workspace. */
async function replayNamed(
  named: readonly NamedPackage[],
  {
    store,
    ingested,
    onProgress,
  }: { store: Store; ingested: IngestResult; onProgress: (text: string) => void },
): Promise<ReplayedPackage> {
  const snapshots = named.map(({ label, snapshotId, terms }) => ({
    package_id: "",
    label,
    snapshot_id: snapshotId,
    released_at: null,
    terms: terms.length,
  }));
  const terms = new Map(named.map((one) => [one.snapshotId, one.terms]));
  const replay = await replayPackages(
    { tables: ingested.tables, snapshots, terms },
    { store, openExecutor: chooseExecutor },
    { keep: false, onProgress: (done, all) => onProgress(`replayed ${done} of ${all} partitions`) },
  );
  return replay.open();
}
