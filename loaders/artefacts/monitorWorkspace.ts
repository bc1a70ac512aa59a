import type { ReleaseRecord } from "../../src/gate/monitorReleases.js";
import { DataError } from "../../src/model/dataError.js";
import { monitorItems } from "./monitorItems.js";
import { openTraffic } from "./openTraffic.js";
import { requireItems } from "./requireItems.js";

/**
 * What each release of a workspace did in its own days against what its replay on the days before predicted.
 * @throws {DataError} when there are no items, releases or items have no times, or the log has no decisions of the automatic stage
 */
export async function monitorWorkspace(
  dir: string,
  onProgress: (text: string) => void,
): Promise<readonly ReleaseRecord[]> {
  const opened = await openTraffic(dir, { packages: "releases", onProgress });
  requireItems(opened.workspace.dir, opened.items.truths.length, "to judge releases on");
  onProgress("comparing");
  const { records, lacking } = monitorItems(opened);
  if (lacking.length === 0) return records;
  const { dir: source } = opened.workspace;
  throw new DataError(
    lacking.map((what) => ({ source, message: `expected ${what} to hold releases against, got none` })),
  );
}
