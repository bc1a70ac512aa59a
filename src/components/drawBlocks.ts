import { artefactNames } from "../model/artefact.js";
import type { ArtefactName } from "../model/artefact.js";
import { drawView } from "./drawView.js";
import type { PageFiles, PageLoads } from "./pageFiles.js";
import { pageData } from "./pageData.js";
import type { PageData } from "./pageData.js";
import type { PageState } from "./pageState.js";
import { sayOnce } from "./sayOnce.js";
import type { View } from "./view.js";

let loaded: Promise<{ readonly data: PageData; readonly views: readonly View[] }> | undefined;

/**
 * Draws every block of the page again that depends on a choice.
 * @param isCurrent false once the reader has chosen again: then nothing is drawn
 */
export async function drawBlocks(
  { files, views: loads }: PageLoads,
  state: PageState,
  isCurrent: () => boolean,
): Promise<void> {
  loaded ??= Promise.all([loadData(files), ...loads.map((load) => load())]).then(([data, ...views]) => ({
    data,
    views,
  }));
  const { data, views } = await loaded;
  if (!isCurrent()) return;
  const says = sayOnce();
  let before: Element | undefined;
  for (const holder of document.querySelectorAll<HTMLElement>("[data-view]")) {
    const view = views.find(({ name }) => name === holder.dataset["view"]);
    if (view === undefined || view.uses.length === 0) continue;
    const options: Record<string, string> = JSON.parse(holder.dataset["options"] ?? "{}");
    const drawn = drawView(view, options, { document, data, state, params: {} });
    const lack = drawn.matches("p.empty") ? (drawn.textContent ?? "") : undefined;
    const said = says(lack, before !== undefined && holder.previousElementSibling === before);
    if (said !== lack) drawn.textContent = said ?? "";
    holder.replaceChildren(...(said === "" ? [] : [drawn]));
    before = holder;
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
