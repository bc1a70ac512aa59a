import { register } from "node:module";
import type { PageData } from "../../src/components/pageData.js";
import type { PreparedData } from "./prepareData.js";

register("./npmHook.mjs", import.meta.url);

/** The prepared data, decoded as pages do; every file is checked against its SHA-256. */
export async function openArtefacts({
  artefacts,
  store,
}: Pick<PreparedData, "artefacts" | "store">): Promise<PageData> {
  const { pageData } = await import("../../src/components/pageData.js");
  const files = await Promise.all(
    artefacts.map(async (entry): Promise<[string, Uint8Array]> => [
      entry.partition,
      await store.readFile(entry),
    ]),
  );
  const bytes = new Map(files);
  return pageData((name) => bytes.get(name));
}
