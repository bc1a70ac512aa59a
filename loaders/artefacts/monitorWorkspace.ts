import { rejections } from "../../src/gate/compared.js";
import { monitorReleases } from "../../src/gate/monitorReleases.js";
import type { ReleaseRecord } from "../../src/gate/monitorReleases.js";
import { DataError } from "../../src/model/dataError.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { openTraffic } from "./openTraffic.js";

/**
 * What each release of a workspace did in its own days against what its replay on the days before predicted.
 * @throws {DataError} when releases or items have no times, or the log has no decisions of the automatic stage
 */
export async function monitorWorkspace(
  dir: string,
  onProgress: (text: string) => void,
): Promise<ReleaseRecord[]> {
  const { traffic, packages, releases } = await openTraffic(dir, { packages: "releases", onProgress });
  const { createdAt, logged, truths } = traffic;
  const lacking = [
    ...(releases.some(({ released_at: time }) => time === null)
      ? ["times of releases (releasedAt of the package)"]
      : []),
    ...(createdAt === undefined ? ["a time of every item (created_at)"] : []),
    ...(logged === undefined ? ["logged decisions of the automatic stage (review_event, stage auto)"] : []),
  ];
  if (createdAt === undefined || logged === undefined || lacking.length > 0) {
    const { dir: source } = await readWorkspace(dir);
    throw new DataError(
      lacking.map((what) => ({ source, message: `expected ${what} to hold releases against, got none` })),
    );
  }
  onProgress("comparing");
  return monitorReleases(
    { createdAt, logged, truths },
    packages.map((replayed, at) => ({
      label: replayed.label,
      releasedAt: releases[at]?.released_at ?? 0,
      rejects: rejections(replayed, truths.length),
    })),
  );
}
