import type { PreparedData } from "../artefacts/prepareData.js";

/** Artefact name → its file in the store, each checked against its SHA-256. */
export async function artefactPaths({ artefacts, store }: PreparedData): Promise<Map<string, string>> {
  const paths = artefacts.map(async (entry): Promise<[string, string]> => [
    entry.partition,
    await store.checkedPath(entry),
  ]);
  return new Map(await Promise.all(paths));
}
