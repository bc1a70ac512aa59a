import { realpathSync } from "node:fs";
import type { Workspace } from "../../src/model/workspace.js";
import { openSource } from "../sources/openSource.js";
import { releaseLabel } from "./readSnapshot.js";

/** A file that is a release of a package. */
export type ReleaseFile = { readonly packageId: string; readonly label: string; readonly path: string };

/** The files that the releases of a workspace are read from, by their real paths; none of a source that is missing. */
export async function releaseFiles(workspace: Workspace): Promise<ReleaseFile[]> {
  const found = Object.entries(workspace.packages).map(async ([packageId, spec]) => {
    const files = await openSource(workspace, spec.from)
      .partitions()
      .catch(() => []); // a source may be missing whose last good version is kept
    return files.map(({ key }) => ({ packageId, label: releaseLabel(spec, key), path: realpathSync(key) }));
  });
  return (await Promise.all(found)).flat();
}
