import type { ArtefactName } from "../model/artefact.js";
import type { View } from "./view.js";

/** How to load each file that the page's blocks need. */
export type PageFiles = Readonly<Partial<Record<ArtefactName, () => Promise<ArrayBuffer>>>>;

/** What a page loads once a reader chooses: its data, and the views that draw its blocks again. */
export type PageLoads = {
  readonly files: PageFiles;
  readonly views: readonly (() => Promise<View>)[];
};
