import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { join } from "node:path";
import type { ArtefactName } from "../../src/model/artefact.js";

/**
 * Writes a prepared artefact to stdout, for Framework. `riskbook build` and `riskbook dev` say where it lies; by itself
 * Framework takes the default workspace.
 */
export async function streamArtefact(name: ArtefactName): Promise<void> {
  const folder = process.env["RISKBOOK_ARTEFACTS"] ?? ".riskbook/hatecheck/artefacts";
  await pipeline(createReadStream(join(folder, name)), process.stdout);
}
