import { artefactNames } from "../model/artefact.js";
import type { ArtefactName } from "../model/artefact.js";
import { drawView } from "./drawView.js";
import type { PageFiles } from "./pageFiles.js";
import { pageData } from "./pageData.js";
import type { PageData } from "./pageData.js";
import type { PageState } from "./pageState.js";
import { liveViews } from "./liveViews.js";

let loaded: Promise<PageData> | undefined;

/**
 * Draws every block of the page again that depends on a choice.
 * @param isCurrent false once the reader has chosen again: then nothing is drawn
 */
export async function drawBlocks(
  files: PageFiles,
  state: PageState,
  isCurrent: () => boolean,
): Promise<void> {
  loaded ??= loadData(files);
  const data = await loaded;
  if (!isCurrent()) return;
  for (const holder of document.querySelectorAll<HTMLElement>("[data-view]")) {
    const view = liveViews.find(({ name }) => name === holder.dataset["view"]);
    if (view === undefined) continue;
    const options: Record<string, string> = JSON.parse(holder.dataset["options"] ?? "{}");
    holder.replaceChildren(drawView(view, options, { document, data, state, params: {} }));
  }
}

async function loadData(files: PageFiles): Promise<PageData> {
  const bytes = new Map<ArtefactName, Uint8Array>();
  await Promise.all(
    artefactNames.map(async (name) => {
      const load = files[name];
      if (load !== undefined) bytes.set(name, new Uint8Array(await load()));
    }),
  );
  return pageData((name) => bytes.get(name));
}
