import { join } from "node:path";

/** Where Framework keeps what its loaders wrote; the build puts the prepared artefacts there. */
export function artefactFolder(root: string): string {
  return join(root, ".observablehq", "cache", "data");
}
